#include "simulator/duo_api.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "adapters/duo/headers.h"
#include "adapters/duo/vraag.h"
#include "schemas/record/json_text.h"

namespace inburgering::simulator {
namespace {

using adapters::transport::Request;
using adapters::transport::Response;
using schemas::Faults;

using adapters::duo::Resource;

/// Under this name the fixtures hold the lists that are about nobody.
constexpr std::string_view reference = "referentie";

Response bare(int status, std::string_view api_version = "1.0.0") {
  Response response;
  response.status = status;
  response.headers.emplace_back("API-Version", api_version);
  return response;
}

/// "/v1/personen/999996617/examens/resultaten" → 999996617 and the row of examenresultaten;
/// "/v1/instellingen" → referentie and the row of instellingen
struct Asked {
  std::string whom;
  const Resource* resource;
};
std::optional<Asked> asked(std::string_view target) {
  constexpr std::string_view version = "/v1";
  constexpr std::string_view person = "/v1/personen/";
  const bool about_person = target.starts_with(person) && target.size() > person.size() + 9;
  for (const auto& resource : adapters::duo::resources()) {
    if (resource.about_person && about_person && target.substr(person.size() + 9) == resource.path)
      return Asked{std::string(target.substr(person.size(), 9)), &resource};
    if (!resource.about_person && target.starts_with(version) &&
        target.substr(version.size()) == resource.path)
      return Asked{std::string(reference), &resource};
  }
  return std::nullopt;
}

}  // namespace

schemas::Result<DuoApi> DuoApi::load(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return schemas::refuse(file.string(), "bestand", "dit bestand is niet te lezen");
  const auto json = schemas::parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
  if (!json) return std::unexpected(json.error());
  Faults faults;
  DuoApi api;
  for (const auto& person : json->as_object()) {
    for (const auto& resource : person.value().as_object()) {
      const auto* row = adapters::duo::find_resource(resource.key());
      if (row == nullptr) {
        faults.push_back({"/" + std::string(person.key()), "resource",
                          "onbekende resource " + std::string(resource.key())});
        continue;
      }
      for (auto& fault : row->check(boost::json::serialize(resource.value())))
        faults.push_back(std::move(fault));
    }
    api.persons_.emplace(person.key(), person.value().as_object());
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return api;
}

Response DuoApi::answer(const Request& request) {
  if (request.target.starts_with("/simulator/personen/")) return replace(request);
  return request.method == "GET" ? ask(request) : report(request);
}

Response DuoApi::ask(const Request& request) const {
  const auto question = asked(request.target);
  if (!question) return bare(404);
  const auto version = question->resource->api_version;
  if (!adapters::duo::read_headers(request.headers)) return bare(400, version);
  const auto person = persons_.find(question->whom);
  if (person == persons_.end()) return bare(404, version);
  const auto* body = person->second.if_contains(question->resource->name);
  if (body == nullptr) return bare(404, version);
  auto response = bare(200, version);
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = boost::json::serialize(*body);
  return response;
}

Response DuoApi::replace(const Request& request) {
  const auto rest = request.target.substr(std::string_view("/simulator/personen/").size());
  const auto slash = rest.find('/');
  if (slash == std::string::npos) return bare(404);
  const auto* row = adapters::duo::find_resource(rest.substr(slash + 1));
  if (row == nullptr) return bare(404);
  if (request.method == "DELETE") {
    persons_[rest.substr(0, slash)].erase(row->name);
    return bare(204);
  }
  if (request.method != "PUT") return bare(405);
  const auto json = schemas::parse_json(request.body);
  if (!json || !row->check(request.body).empty()) return bare(400);
  persons_[rest.substr(0, slash)][row->name] = *json;
  return bare(204);
}

}  // namespace inburgering::simulator
