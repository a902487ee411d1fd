#include "adapters/brp/personen.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <utility>

#include "adapters/brp/velden.h"
#include "schemas/record/json_record.h"

namespace inburgering::adapters::brp::personen {
namespace {

namespace json = boost::json;

constexpr std::string_view query = "RaadpleegMetBurgerservicenummer";
constexpr std::string_view mark = "inOnderzoek";

/// Since when: a group has one day for all its members; the person itself has one for each kind.
std::string_view day_of(std::string_view path, std::string_view member) {
  if (!path.empty()) return "datumIngangOnderzoek";
  if (member == "gemeenteVanInschrijving" || member == "datumInschrijvingInGemeente")
    return "datumIngangOnderzoekGemeente";
  if (member.starts_with("indicatie")) return "datumIngangOnderzoekGezag";
  return "datumIngangOnderzoekPersoon";
}

/// An `inOnderzoek` has a true for each member of its group that is under investigation.
void read_marks(const json::value& value, const std::string& path, std::vector<InOnderzoek>& found) {
  const auto* marks = value.if_object();
  if (marks == nullptr) return;
  for (const auto& each : *marks) {
    if (!each.value().is_bool() || !each.value().get_bool()) continue;
    InOnderzoek one{(path.empty() ? "" : path + '.') + std::string(each.key()), {}};
    if (const auto* day = marks->if_contains(day_of(path, each.key())))
      if (auto read = schemas::read_json<Datum>(*day)) one.sinds = std::move(*read);
    found.push_back(std::move(one));
  }
}

/// Whether a group tells nothing: its type alone counts where it is what the group is about.
bool tells_nothing(const json::object& group) {
  constexpr std::array<std::string_view, 4> kinds_with_content{"Nationaliteit", "Adres", "Locatie",
                                                               "VerblijfplaatsBuitenland"};
  if (group.empty()) return true;
  const auto* type = group.size() == 1 ? group.if_contains("type") : nullptr;
  return type != nullptr && type->is_string() &&
         std::ranges::find(kinds_with_content, std::string_view(type->get_string())) !=
             kinds_with_content.end();
}

/// Takes the marks of onderzoek out of a group and all that is in it, and with them each group that held
/// nothing else. Whether this is such a group itself.
bool take_marks(json::value& value, const std::string& path, Gevonden& found) {
  if (auto* list = value.if_array()) {
    for (auto item = list->begin(); item != list->end();) {
      const bool is_nothing = take_marks(*item, path, found);
      if (is_nothing) found.alleen_onderzocht.push_back(path);
      item = is_nothing ? list->erase(item) : item + 1;
    }
    return false;
  }
  auto* object = value.if_object();
  if (object == nullptr) return false;
  const auto* marks = object->if_contains(mark);
  bool is_marked = marks != nullptr;
  if (is_marked) read_marks(*marks, path, found.in_onderzoek);
  std::vector<std::string> nothing;
  for (auto& member : *object) {
    const std::string name(member.key());
    const auto below = path.empty() ? name : path + '.' + name;
    if (name != mark && take_marks(member.value(), below, found)) {
      found.alleen_onderzocht.push_back(below);
      nothing.push_back(name);
    }
  }
  is_marked = is_marked || !nothing.empty();
  object->stable_erase(mark);
  for (const auto& name : nothing) object->stable_erase(name);
  return is_marked && tells_nothing(*object);
}

}  // namespace

bool Gevonden::is_alleen_onderzocht(std::string_view pad) const {
  return std::ranges::find(alleen_onderzocht, pad) != alleen_onderzocht.end();
}

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
  auto value = schemas::parse_json(text);
  if (!value) return std::unexpected(value.error());
  Gevonden found;
  auto* answer = value->if_object();
  auto* persons = answer == nullptr ? nullptr : answer->if_contains("personen");
  if (auto* list = persons == nullptr ? nullptr : persons->if_array(); list != nullptr && list->size() == 1)
    take_marks(list->front(), "", found);
  auto body = schemas::read_json<Antwoord>(*value);
  if (!body) return std::unexpected(std::move(body.error()));
  if (body->type != query)
    return schemas::refuse("/type", "codelijst", "dit is geen antwoord op " + std::string(query));
  if (body->personen.empty()) return found;
  if (body->personen.size() > 1)
    return schemas::refuse("/personen", "aantal", "naar één persoon is gevraagd, er staan er meer");
  found.persoon = std::move(body->personen.front());
  if (asked && found.persoon->burgerservicenummer != *asked)
    return schemas::refuse("/personen/0/burgerservicenummer", "persoon",
                           "het antwoord gaat niet over de persoon naar wie is gevraagd");
  return found;
}

}  // namespace inburgering::adapters::brp::personen
