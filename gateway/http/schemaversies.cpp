// /gemeente/v1/schemaversies: in which versions of the model events can be had, until when, and their
// schemas.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/http/answers.h"
#include "gateway/http/partner.h"
#include "mapping/document/model.h"
#include "mapping/versions/versions.h"
#include "schemas/value/whole_number.h"

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;
namespace versions = mapping::versions;
using adapters::transport::Response;

constexpr std::string_view path = "/gemeente/v1/schemaversies/";

Response list() {
  json::array all;
  for (const auto& version : versions::all) {
    const auto address = std::string(path) + std::to_string(version.number);
    all.emplace_back(json::object{
        {"versie", version.number},
        {"model", version.model},
        {"sinds", version.since},
        {"schemaEinde", version.told_until.empty() ? json::value(nullptr) : json::value(version.told_until)},
        {"jsonSchema", address + "/json-schema"},
        {"xsd", address + "/xsd"}});
  }
  return json_answer(200, json::serialize(json::object{{"schemaversies", std::move(all)}}));
}

/// "1/xsd"
Response one(std::string_view item) {
  const auto slash = item.find('/');
  const auto number = schemas::whole_number(item.substr(0, slash), versions::oldest, versions::newest);
  const auto form = slash == std::string_view::npos ? std::string_view{} : item.substr(slash + 1);
  const bool is_json = form == "json-schema";
  if (!number || versions::find(*number) == nullptr || (!is_json && form != "xsd"))
    return problem(404, "Niet gevonden",
                   "dit schema is er niet; /gemeente/v1/schemaversies noemt ze met hun adressen");
  const auto kept = versions::kept(*number);
  Response response;
  response.status = 200;
  response.headers.emplace_back("Content-Type", is_json ? "application/schema+json" : "application/xml");
  if (is_json)
    response.body = kept ? std::string(kept->json_schema) : json::serialize(mapping::document::json_schema());
  else
    response.body = kept ? std::string(kept->xsd) : mapping::document::xsd();
  add_version_headers(response, *number);
  return response;
}

}  // namespace

void handle_schemaversies(House& house, Visit visit, Done done) {
  visit.entry.kind = "schemaversies bekeken";
  auto response = visit.item.empty() ? list() : one(visit.item);
  visit.entry.outcome = response.status == 200 ? log::outcome::verwerkt : log::outcome::niet_gevonden;
  answer_logged(house, std::move(visit.entry), std::move(response), unavailable(), std::move(done));
}

}  // namespace inburgering::gateway::http
