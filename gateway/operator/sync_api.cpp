#include "gateway/operator/sync_api.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/config/askable.h"
#include "gateway/http/answers.h"
#include "gateway/schedule/runs.h"
#include "schemas/record/json_text.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;
using adapters::transport::Response;

constexpr std::string_view runs_path = "/beheer/v1/synchronisaties";
constexpr std::string_view assurance_path = "/beheer/v1/volledigheid";
constexpr int shown = 50;

Response unknown_run() { return http::problem(404, "Niet gevonden", "deze synchronisatie is niet bekend"); }
Response not_now() {
  return http::problem(503, "Niet beschikbaar", "de opslag is nu niet te bereiken; probeer het opnieuw");
}

bool is_json(const adapters::transport::Request& request) {
  const auto type = adapters::transport::find_header(request.headers, "Content-Type");
  return type.substr(0, type.find(';')) == "application/json";
}

/// The texts of a list in the body; faults when it is something else.
std::vector<std::string> texts(const json::object& body, std::string_view name, schemas::Faults& faults) {
  std::vector<std::string> list;
  const auto* value = body.if_contains(name);
  if (value == nullptr) return list;
  const auto* array = value->if_array();
  const bool good = array != nullptr && array->size() <= 1000 &&
                    std::ranges::all_of(*array, [](const json::value& each) { return each.is_string(); });
  if (!good)
    faults.push_back({"/" + std::string(name), "type", "hier hoort een lijst van hoogstens 1000 teksten"});
  else
    for (const auto& each : *array) list.emplace_back(each.get_string());
  return list;
}

schemas::Result<schedule::ByHand> read_wish(const config::Config& config, const std::string& text) {
  const auto value = schemas::parse_json(text);
  if (!value) return std::unexpected(value.error());
  const auto* body = value->if_object();
  if (body == nullptr) return schemas::refuse("", "type", "hier hoort een JSON-object");
  schemas::Faults faults;
  schedule::ByHand wish;
  for (const auto& member : *body)
    if (member.key() != "gemeente" && member.key() != "resources" && member.key() != "dossiers")
      faults.push_back({"/" + schemas::pointer_token(member.key()), "onbekend", "dit hoort hier niet"});
  const auto* gemeente = body->if_contains("gemeente");
  for (const auto& tenant : config.tenants)
    if (gemeente != nullptr && gemeente->is_string() && gemeente->get_string() == tenant.gemeentecode)
      wish.tenant = tenant.oin.digits();
  if (wish.tenant.empty())
    faults.push_back({"/gemeente", "verplicht", "noem de gemeentecode van een gemeente uit de configuratie"});
  wish.resources = texts(*body, "resources", faults);
  for (std::size_t i = 0; i < wish.resources.size(); ++i)
    if (!config::find_askable(wish.resources[i]))
      faults.push_back({"/resources/" + std::to_string(i), "codelijst", "deze resource is niet bekend"});
  wish.dossiers = texts(*body, "dossiers", faults);
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return wish;
}

}  // namespace

bool SyncApi::knows(std::string_view path) {
  return path == runs_path || path == assurance_path || path.starts_with(std::string(runs_path) + "/");
}

void SyncApi::answer(const adapters::transport::Request& request, const Done& done) {
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  const auto rest = path.starts_with(runs_path) ? path.substr(runs_path.size()) : std::string_view();
  const bool changes = std::ranges::count(rest, '/') == 2;
  const bool posts = request.method == "POST";
  if (posts ? path != runs_path && !changes
            : changes || (request.method != "GET" && request.method != "HEAD")) {
    auto response = http::problem(405, "Methode niet toegestaan", "dit kan hier niet met deze methode");
    response.headers.emplace_back("Allow", changes             ? "POST"
                                           : path == runs_path ? "GET, HEAD, POST"
                                                               : "GET, HEAD");
    return done(std::move(response));
  }
  try {
    if (!posts) return show(path, done);
    if (!is_json(request))
      return done(http::problem(415, "Verkeerd soort inhoud", "stuur Content-Type: application/json"));
    if (path == runs_path) return start(request, done);
    change(rest.substr(1), done);
  } catch (const std::exception&) {
    done(not_now());
  }
}

void SyncApi::show(std::string_view path, const Done& done) {
  const auto sql = database_.session();
  const auto now = around_.clock.now();
  if (path == assurance_path) {
    json::array list;
    for (const auto& tenant : config_.tenants)
      list.emplace_back(schedule::assurance_to_json(tenant.gemeentecode,
                                                    schedule::assurance_of(*sql, tenant.oin.digits(), now)));
    return done(http::json_answer(200, json::serialize(json::object{{"gemeenten", std::move(list)}})));
  }
  if (path == runs_path) {
    json::array list;
    for (const auto& run : store::last_runs(*sql, shown))
      list.emplace_back(schedule::run_to_json(config_, run, store::counts_of(*sql, run.id), now));
    return done(http::json_answer(200, json::serialize(json::object{{"synchronisaties", std::move(list)}})));
  }
  const auto run = store::find_run(*sql, path.substr(runs_path.size() + 1));
  if (!run) return done(unknown_run());
  done(http::json_answer(
      200, json::serialize(schedule::run_to_json(config_, *run, store::counts_of(*sql, run->id), now))));
}

void SyncApi::start(const adapters::transport::Request& request, const Done& done) {
  const auto wish = read_wish(config_, request.body);
  if (!wish)
    return done(
        http::problem(400, "Onjuist verzoek", "zo kan er geen synchronisatie beginnen", wish.error()));
  std::optional<store::SyncRun> run;
  writer_.run([&](store::Session& sql) { run = schedule::start_by_hand(sql, *wish, around_); });
  if (!run)
    return done(http::problem(409, "Loopt al", "er loopt al een synchronisatie die met de hand is gestart"));
  wake_();
  auto response =
      http::json_answer(202, json::serialize(schedule::run_to_json(config_, *run, {}, around_.clock.now())));
  response.headers.emplace_back("Location", std::string(runs_path) + "/" + run->id);
  done(std::move(response));
}

void SyncApi::change(std::string_view rest, const Done& done) {
  const std::string id(rest.substr(0, rest.find('/')));
  const auto verb = rest.substr(id.size() + 1);
  if (verb != "pauzeren" && verb != "hervatten" && verb != "annuleren")
    return done(http::problem(404, "Niet gevonden", "dit kan: pauzeren, hervatten en annuleren"));
  const auto wanted = verb == "pauzeren"    ? schedule::Change::pause
                      : verb == "hervatten" ? schedule::Change::resume
                                            : schedule::Change::cancel;
  auto changed = schedule::Changed::unknown;
  writer_.run(
      [&](store::Session& sql) { changed = schedule::change_run(sql, id, wanted, around_.clock.now()); });
  if (changed == schedule::Changed::unknown) return done(unknown_run());
  if (changed == schedule::Changed::ended)
    return done(http::problem(409, "Geëindigd", "deze synchronisatie is al geëindigd"));
  wake_();
  show(std::string(runs_path) + "/" + id, done);
}

}  // namespace inburgering::gateway::operation
