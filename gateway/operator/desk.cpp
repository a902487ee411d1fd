#include "gateway/operator/desk.h"

#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>

#include "gateway/http/answers.h"
#include "gateway/http/logged.h"
#include "gateway/log/view.h"
#include "schemas/record/json_text.h"
#include "schemas/record/text_member.h"

namespace inburgering::gateway::operation {

namespace json = boost::json;

std::optional<std::string> query_of(const Request& request, std::string_view name) {
  const auto parsed = boost::urls::parse_origin_form(request.target);
  if (!parsed) return std::nullopt;
  std::optional<std::string> value;
  for (const auto& each : parsed->params())
    if (each.key == name) value = each.value;
  return value;
}

json::object body_of(const Request& request, std::initializer_list<std::string_view> known,
                     schemas::Faults& faults) {
  json::object good;
  if (request.body.empty()) return good;
  const auto value = schemas::parse_json(request.body);
  const auto* body = value ? value->if_object() : nullptr;
  if (!value) faults.insert(faults.end(), value.error().begin(), value.error().end());
  if (value && body == nullptr) faults.push_back({"", "type", "hier hoort een JSON-object"});
  if (body == nullptr) return good;
  constexpr std::size_t longest_list = 1000;
  for (const auto& [name, member] : *body) {
    const auto pointer = "/" + schemas::pointer_token(name);
    const auto* list = member.if_array();
    const bool texts = list != nullptr && list->size() <= longest_list &&
                       std::ranges::all_of(*list, [](const json::value& each) { return each.is_string(); });
    if (std::ranges::find(known, std::string_view(name)) == known.end())
      faults.push_back({pointer, "onbekend", "dit hoort hier niet"});
    else if (!member.is_string() && !member.is_int64() && !member.is_bool() && !texts)
      faults.push_back(
          {pointer, "type", "hier hoort een tekst, een getal, of een lijst van hoogstens 1000 teksten"});
    else
      good[name] = member;
  }
  return good;
}

schemas::Result<json::object> body_of(const Request& request, std::initializer_list<std::string_view> known) {
  schemas::Faults faults;
  auto body = body_of(request, known, faults);
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return body;
}

std::string text_in(const json::object& body, std::string_view name) {
  return schemas::text_member(body, name);
}

Response wrong(const schemas::Faults& faults) {
  return http::problem(400, "Onjuist verzoek", "elke fout noemt haar plek", faults);
}

Response not_found(std::string_view what) { return http::problem(404, "Niet gevonden", what); }

Response unavailable() {
  return http::problem(503, "Niet beschikbaar", "de opslag is nu niet te bereiken; probeer het opnieuw");
}

void answer_read(Desk& desk, const Done& done, const std::function<Response(store::Session&)>& read) {
  std::optional<Response> response;
  try {
    const auto sql = desk.database.reader();
    response = read(*sql);
  } catch (const std::exception&) {
    response = unavailable();
  }
  done(std::move(*response));
}

void answer_logged(Desk& desk, const Visitor& visitor, Deed deed,
                   std::function<Response(store::Session&)> work, Done done) {
  auto entry = desk.pipeline.new_entry(log::direction::in, log::feed::beheer, deed.kind);
  entry.subject = visitor.name;
  entry.reference = std::move(deed.reference);
  http::do_logged(desk.pipeline, std::move(entry), std::move(work), unavailable(), std::move(done));
}

json::object told(const Desk& desk, const log::Entry& entry) {
  auto object = log::to_json(entry);
  add_names(desk, entry, object);
  return object;
}

void add_names(const Desk& desk, const log::Entry& entry, json::object& into) {
  if (const auto* party = desk.registry.party(entry.party)) into["partijNaam"] = party->naam;
  if (const auto* tenant = desk.registry.tenant_by_oin(entry.tenant))
    into["gemeentecode"] = tenant->gemeentecode;
}

}  // namespace inburgering::gateway::operation
