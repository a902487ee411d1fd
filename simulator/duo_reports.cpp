// What a gemeente reports to the simulated DUO: checked against the specification and the rules, and from
// then on part of what DUO answers.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/duo/headers.h"
#include "adapters/duo/melding.h"
#include "schemas/record/json_text.h"
#include "simulator/duo_api.h"
#include "simulator/today.h"

namespace inburgering::simulator {
namespace {

namespace json = boost::json;
using adapters::duo::Operatie;
using adapters::transport::Request;
using adapters::transport::Response;

Response answer_with(int status, std::string_view api_version, std::string body = {}) {
  Response response;
  response.status = status;
  response.headers.emplace_back("API-Version", api_version);
  if (!body.empty()) response.headers.emplace_back("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const auto slash = path.find('/', 1);
    parts.push_back(path.substr(1, slash == std::string_view::npos ? slash : slash - 1));
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
  }
  return parts;
}

/// The name under which DUO tells a total of hours back.
std::string_view total_of(std::string_view operatie) {
  if (operatie == "uren-taallesknm") return "TaallesEnKnmBredeIntake";
  return operatie == "uren-participatieactiviteiten" ? "ParticipatieactiviteitenBredeIntake"
                                                     : "ParticipatieAlsTaalles";
}

}  // namespace

struct DuoApi::Read {
  const Operatie* operatie = nullptr;
  std::string bsn, instellingsnummer;
  std::int64_t id = 0;
};

std::optional<DuoApi::Read> DuoApi::read_path(const Request& request) {
  constexpr std::string_view version = "/v1";
  if (!request.target.starts_with(version)) return std::nullopt;
  const auto given = parts_of(std::string_view(request.target).substr(version.size()));
  for (const auto& operatie : adapters::duo::operaties()) {
    if (operatie.method != request.method) continue;
    const auto wanted = parts_of(operatie.path);
    if (wanted.size() != given.size()) continue;
    Read read;
    read.operatie = &operatie;
    bool same = true;
    for (std::size_t i = 0; i < wanted.size() && same; ++i) {
      if (wanted[i] == "{bsn}")
        read.bsn = given[i];
      else if (wanted[i] == "{instellingsnummer}")
        read.instellingsnummer = given[i];
      else if (wanted[i] == "{id}")
        read.id = std::atoll(std::string(given[i]).c_str());
      else
        same = wanted[i] == given[i];
    }
    if (same) return read;
  }
  return std::nullopt;
}

Response DuoApi::report(const Request& request) {
  const auto read = read_path(request);
  if (!read) return answer_with(405, "1.0.0");
  const auto& operatie = *read->operatie;
  const auto headers = adapters::duo::read_headers(request.headers);
  if (!headers) return answer_with(400, operatie.api_version);
  json::object body;
  if (operatie.check != nullptr) {
    const auto parsed = schemas::parse_json(request.body);
    if (!parsed || !operatie.check(request.body).empty()) return answer_with(400, operatie.api_version);
    body = parsed->as_object();
  }
  if (!read->bsn.empty() && !persons_.contains(read->bsn)) return answer_with(404, operatie.api_version);
  const auto gemeentecode = headers->bron.digits().substr(16);
  static const json::object nothing;
  const auto person = persons_.find(read->bsn);
  const auto lists = persons_.find("referentie");
  const auto texts = refusals({operatie.method, operatie.name, gemeentecode, read->instellingsnummer, body,
                               person != persons_.end() ? person->second : nothing, reported_[read->bsn],
                               lists != persons_.end() ? lists->second : nothing, today()});
  if (!texts.empty()) {
    json::array list;
    for (const auto& text : texts) list.emplace_back(json::object{{"fouttekst", text}});
    return answer_with(403, operatie.api_version, json::serialize(list));
  }
  return take(*read, gemeentecode, body);
}

Response DuoApi::take(const Read& read, const std::string& gemeentecode, const json::object& body) {
  const auto& operatie = *read.operatie;
  const auto done = [&] { return answer_with(operatie.done, operatie.api_version); };
  const bool ends = operatie.method == "DELETE";
  auto& answers = persons_[read.bsn];
  auto& reported = reported_[read.bsn];
  if (operatie.name.starts_with("contactpersoon")) return take_contact(read, body);
  if (operatie.name == "pip") {
    if (ends) {
      // The PIP before it holds again, if there was one.
      answers.erase("pip");
      if (!reported.earlier_pips.empty()) {
        answers["pip"] = reported.earlier_pips.back();
        reported.earlier_pips.pop_back();
      }
    } else {
      take_pip(read, gemeentecode, body);
    }
  } else if (operatie.name == "inburgeringsaanbod") {
    if (!ends)
      reported.aanbod[read.instellingsnummer] = body;
    else if (reported.aanbod.erase(read.instellingsnummer) == 0)
      return answer_with(404, operatie.api_version);
  } else if (operatie.name == "map" || operatie.name == "pvt") {
    const auto* field = operatie.name == "map" ? "datumEindgesprekMap" : "datumOndertekeningPvt";
    answers.erase(operatie.name);
    if (const auto* day = body.if_contains(field)) answers[operatie.name] = json::object{{field, *day}};
  } else if (operatie.name == "zroute") {
    reported.zroute.reset();
    if (const auto* day = body.if_contains("datumAfrondingZroute"))
      reported.zroute = day->as_string().c_str();
  } else if (operatie.name == "examennummer") {
    if (answers.erase("examennummer") == 0) return answer_with(404, operatie.api_version);
  } else {
    take_hours(read, gemeentecode, body);
  }
  return done();
}

void DuoApi::take_pip(const Read& read, const std::string& gemeentecode, json::object body) {
  auto& answers = persons_[read.bsn];
  if (const auto* now = answers.if_contains("pip"))
    reported_[read.bsn].earlier_pips.push_back(now->as_object());
  if (!body.contains("niveau") && body.at("leerroute").as_string() != "Z") body["niveau"] = "B1";
  answers["pip"] = json::object{{"gemeentecode", gemeentecode}, {"pip", std::move(body)}};
}

void DuoApi::take_hours(const Read& read, const std::string& gemeentecode, const json::object& body) {
  auto& answers = persons_[read.bsn];
  if (!answers.contains("uren")) answers["uren"] = json::array();
  auto& list = answers["uren"].as_array();
  json::object* mine = nullptr;
  for (auto& each : list)
    if (auto* code = each.as_object().if_contains("gemeentecode");
        code != nullptr && code->as_string() == gemeentecode)
      mine = &each.as_object();
  if (mine == nullptr) {
    list.emplace_back(json::object{{"gemeentecode", gemeentecode}});
    mine = &list.back().as_object();
  }
  (*mine)[total_of(read.operatie->name)] = body;
}

Response DuoApi::take_contact(const Read& read, const json::object& body) {
  const auto& operatie = *read.operatie;
  const bool about_person = !read.bsn.empty();
  if (operatie.name == "contactpersoon" && operatie.method == "POST") {
    contacts_[++last_contact_] = body;
    return answer_with(
        operatie.done, operatie.api_version,
        json::serialize(json::object{{"id", last_contact_}, {"contactpersoongegevens", body}}));
  }
  if (!contacts_.contains(read.id)) return answer_with(404, operatie.api_version);
  if (about_person) {
    auto& linked = reported_[read.bsn].contactpersoon;
    if (operatie.method == "POST")
      linked = read.id;
    else if (linked == read.id)
      linked.reset();
    else
      return answer_with(404, operatie.api_version);
  } else if (operatie.method == "PUT") {
    contacts_[read.id] = body;
  } else {
    contacts_.erase(read.id);
    for (auto& [bsn, reported] : reported_)
      if (reported.contactpersoon == read.id) reported.contactpersoon.reset();
  }
  return answer_with(operatie.done, operatie.api_version);
}

}  // namespace inburgering::simulator
