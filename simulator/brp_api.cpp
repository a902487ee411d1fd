#include "simulator/brp_api.h"

#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>

#include "adapters/brp/namespaces.h"
#include "adapters/brp/stuurgegevens.h"
#include "schemas/record/json_text.h"
#include "schemas/value/bsn.h"
#include "schemas/value/day.h"
#include "simulator/brp_stuf.h"
#include "simulator/today.h"

namespace inburgering::simulator {
namespace {

namespace json = boost::json;
using adapters::transport::Response;

constexpr std::string_view always[] = {"geheimhoudingPersoonsgegevens", "inOnderzoek",
                                       "opschortingBijhouding", "rni", "verificatie"};

Response json_answer(int status, const json::value& body) {
  Response response;
  response.status = status;
  response.headers = {{"Content-Type", status < 400 ? "application/json" : "application/problem+json"},
                      {"api-version", "2.7.0"}};
  response.body = json::serialize(body);
  return response;
}

Response problem(int status, std::string_view title) {
  return json_answer(status, json::object{{"status", status}, {"title", title}});
}

/// Copies one path of dots, and the mark of an investigation that stands beside it.
void copy(const json::object& from, std::string_view path, json::object& into) {
  const auto dot = path.find('.');
  const auto name = path.substr(0, dot);
  if (const auto* mark = from.if_contains("inOnderzoek")) into["inOnderzoek"] = *mark;
  const auto* value = from.if_contains(name);
  if (value == nullptr) return;
  const auto* object = value->if_object();
  if (dot == std::string_view::npos || object == nullptr) {
    into[name] = *value;
    return;
  }
  auto& inner = into[name];
  if (!inner.is_object()) inner = json::object();
  // What tells which kind of thing it is comes with it.
  if (const auto* type = object->if_contains("type")) inner.get_object()["type"] = *type;
  copy(*object, path.substr(dot + 1), inner.get_object());
}

}  // namespace

schemas::Result<BrpApi> BrpApi::load(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return schemas::refuse(file.string(), "bestand", "dit bestand is niet te lezen");
  const auto read = schemas::parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
  if (!read) return std::unexpected(read.error());
  if (!read->is_object()) return schemas::refuse("", "type", "hier hoort een object met personen");
  BrpApi api;
  schemas::Faults faults;
  for (const auto& member : read->get_object()) {
    if (const auto bsn = schemas::Bsn::parse(member.key(), "/" + std::string(member.key())); !bsn)
      faults.push_back(bsn.error());
    if (!member.value().is_object())
      faults.push_back({"/" + std::string(member.key()), "type", "hier hoort een persoon"});
    else
      api.persons_[member.key()] = member.value().get_object();
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return api;
}

Response BrpApi::answer(const adapters::transport::Request& request) {
  const std::string_view target = request.target;
  const auto path = target.substr(0, target.find('?'));
  const auto rest = [&](std::string_view prefix) { return std::string(path.substr(prefix.size())); };
  constexpr std::string_view following = "/volgindicaties/";
  constexpr std::string_view own = "/simulator/personen/";
  if (request.method == "POST" && path == "/personen") return personen(request.body);
  if (request.method == "POST" && path.ends_with("/BeantwoordVraag")) return vraag(request.body);
  if (request.method == "PUT" && path.starts_with(following)) return follow(rest(following), request.body);
  if (request.method == "GET" && path.starts_with(following)) return followed(rest(following));
  if (request.method == "GET" && path == "/wijzigingen") return changed(target.substr(path.size()));
  if (request.method == "PUT" && path.starts_with(own)) return replace(rest(own), request.body);
  if (request.method == "GET" && path == "/simulator/gevraagd") return json_answer(200, last_fields_);
  if (request.method == "GET" && path == "/volgindicaties") {
    json::array list;
    for (const auto& [bsn, each] : followed_)
      if (!each.until || *each.until > today())
        list.emplace_back(json::object{{"burgerservicenummer", bsn}, {"begindatum", each.since}});
    return json_answer(200, json::object{{"volgindicaties", std::move(list)}});
  }
  return problem(404, "Niet gevonden");
}

Response BrpApi::personen(std::string_view body) {
  const auto read = schemas::parse_json(body);
  const auto* query = read ? read->if_object() : nullptr;
  const auto* fields = query == nullptr ? nullptr : query->if_contains("fields");
  const auto* numbers = query == nullptr ? nullptr : query->if_contains("burgerservicenummer");
  if (fields == nullptr || !fields->is_array() || fields->get_array().empty() || numbers == nullptr ||
      !numbers->is_array() || query->at("type") != "RaadpleegMetBurgerservicenummer")
    return problem(400, "Deze vraag is niet goed");
  last_fields_ = *fields;
  for (const auto& field : fields->get_array())
    for (const auto each : always)
      if (field.as_string().starts_with(each)) return problem(400, "Dit veld wordt altijd geleverd");
  json::array found;
  for (const auto& number : numbers->get_array()) {
    const auto person = persons_.find(std::string(number.as_string()));
    if (person == persons_.end()) continue;
    json::object told;
    for (const auto each : always)
      if (const auto* value = person->second.if_contains(each)) told[each] = *value;
    for (const auto& field : fields->get_array()) copy(person->second, field.as_string(), told);
    found.emplace_back(std::move(told));
  }
  return json_answer(
      200, json::object{{"type", "RaadpleegMetBurgerservicenummer"}, {"personen", std::move(found)}});
}

Response BrpApi::vraag(std::string_view body) const {
  namespace brp = adapters::brp;
  static const auto unchecked = schemas::xml::Grammar::none();
  const auto parsed = unchecked.parse(body);
  const auto* message = parsed.root ? brp::message_of(*parsed.root) : nullptr;
  const auto* equal = message == nullptr ? nullptr : message->child(brp::bg_ns, "gelijk");
  Response response;
  response.headers = {{"Content-Type", "text/xml; charset=utf-8"}};
  if (equal == nullptr) {
    response.status = 500;
    return response;
  }
  const auto person = persons_.find(brp::text_of(*equal, brp::bg_ns, "inp.bsn"));
  const auto header = brp::stuurgegevens_of(*message);
  response.body = stuf_antwoord(
      header ? header->referentienummer : "",
      person == persons_.end() ? "" : stuf_object(person->second, {' ', "BRP-" + person->first, false}));
  return response;
}

Response BrpApi::follow(const std::string& bsn, std::string_view body) {
  const auto read = schemas::parse_json(body);
  if (!schemas::Bsn::parse(bsn) || !read || !read->is_object())
    return problem(400, "Deze vraag is niet goed");
  const bool fresh = !followed_.contains(bsn);
  auto& following = followed_.try_emplace(bsn, Following{today(), std::nullopt}).first->second;
  const auto* until = read->get_object().if_contains("einddatum");
  following.until = until == nullptr ? std::nullopt : std::optional(std::string(until->as_string()));
  auto response = followed(bsn);
  response.status = fresh ? 201 : 200;
  return response;
}

Response BrpApi::followed(const std::string& bsn) const {
  const auto found = followed_.find(bsn);
  if (found == followed_.end()) return problem(404, "Niet gevonden");
  json::object told{{"burgerservicenummer", bsn}, {"begindatum", found->second.since}};
  if (found->second.until) told["einddatum"] = *found->second.until;
  return json_answer(200, told);
}

Response BrpApi::changed(std::string_view query) const {
  constexpr std::string_view name = "?vanaf=";
  if (!query.starts_with(name)) return problem(400, "Noem vanaf");
  json::array numbers;
  for (const auto& [bsn, day] : changed_)
    if (day >= query.substr(name.size())) numbers.emplace_back(bsn);
  return json_answer(200, json::object{{"burgerservicenummers", std::move(numbers)}});
}

Response BrpApi::replace(const std::string& bsn, std::string_view body) {
  const auto read = schemas::parse_json(body);
  if (!schemas::Bsn::parse(bsn) || !read || !read->is_object())
    return problem(400, "Deze persoon is niet goed");
  persons_[bsn] = read->get_object();
  const auto following = followed_.find(bsn);
  if (following != followed_.end() && (!following->second.until || *following->second.until > today()))
    changed_[bsn] = today();
  Response response;
  response.status = 204;
  return response;
}

}  // namespace inburgering::simulator
