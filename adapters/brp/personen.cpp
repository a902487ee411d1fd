#include "adapters/brp/personen.h"

#include <boost/json/serialize.hpp>

#include "adapters/brp/velden.h"
#include "schemas/record/json_record.h"

namespace inburgering::adapters::brp::personen {
namespace {

namespace json = boost::json;

constexpr std::string_view query = "RaadpleegMetBurgerservicenummer";
constexpr std::string_view mark = "inOnderzoek";

/// Every group may hold an `inOnderzoek` with a true for each of its members that is under investigation.
void collect(const json::value& value, const std::string& path, std::vector<std::string>& found) {
  if (const auto* list = value.if_array())
    for (const auto& item : *list) collect(item, path, found);
  const auto* object = value.if_object();
  if (object == nullptr) return;
  for (const auto& member : *object) {
    const std::string name(member.key());
    if (name != mark) {
      collect(member.value(), path.empty() ? name : path + '.' + name, found);
      continue;
    }
    if (const auto* marks = member.value().if_object())
      for (const auto& each : *marks)
        if (each.value().is_bool() && each.value().get_bool())
          found.push_back((path.empty() ? "" : path + '.') + std::string(each.key()));
  }
}

}  // namespace

transport::Call vraag(std::string_view base_url, const schemas::Bsn& bsn, const transport::TlsFiles& tls) {
  json::array fields;
  for (const auto& veld : velden())
    if (!veld.personen.empty()) fields.emplace_back(veld.personen);
  const json::object body{
      {"type", query}, {"burgerservicenummer", json::array{bsn.digits()}}, {"fields", std::move(fields)}};
  transport::Call call;
  call.method = "POST";
  call.url = std::string(base_url) + "/personen";
  call.headers = {{"Content-Type", "application/json; charset=utf-8"}, {"Accept", "application/json"}};
  call.body = json::serialize(body);
  call.tls = tls;
  return call;
}

schemas::Result<Gevonden> read_antwoord(std::string_view text, const std::optional<schemas::Bsn>& asked) {
  const auto value = schemas::parse_json(text);
  if (!value) return std::unexpected(value.error());
  auto body = schemas::read_json<Antwoord>(*value);
  if (!body) return std::unexpected(std::move(body.error()));
  if (body->type != query)
    return schemas::refuse("/type", "codelijst", "dit is geen antwoord op " + std::string(query));
  if (body->personen.empty()) return Gevonden{};
  if (body->personen.size() > 1)
    return schemas::refuse("/personen", "aantal", "naar één persoon is gevraagd, er staan er meer");
  Gevonden found{std::move(body->personen.front()), {}};
  if (asked && found.persoon->burgerservicenummer != *asked)
    return schemas::refuse("/personen/0/burgerservicenummer", "persoon",
                           "het antwoord gaat niet over de persoon naar wie is gevraagd");
  collect(value->at("personen").at(0), "", found.in_onderzoek);
  return found;
}

}  // namespace inburgering::adapters::brp::personen
