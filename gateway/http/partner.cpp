#include "gateway/http/partner.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "adapters/duo/melding.h"
#include "adapters/duo/notificatie.h"
#include "adapters/taalschool/resources.h"
#include "gateway/base/milliseconds.h"
#include "gateway/fsc/contracts.h"
#include "gateway/fsc/inway.h"
#include "gateway/http/answers.h"
#include "gateway/http/logged.h"
#include "gateway/log/security.h"
#include "gateway/log/trace.h"
#include "gateway/openapi/build.h"
#include "gateway/store/traffic.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::http {

using adapters::transport::Request;
using adapters::transport::Response;

namespace {

/// Of the answers to StUF, which has no version of an API.
constexpr std::string_view brp_version = "1.0.0";
/// Of the Notificaties API that consumers of ZGW speak with us.
constexpr std::string_view zgw_version = "1.0.0";
constexpr std::string_view meldingen_path = "/gemeente/v1/meldingen/";

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

Response too_many() {
  auto response = problem(429, "Te veel verzoeken",
                          "het afgesproken aantal verzoeken per seconde is overschreden; wacht even");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace

/// What admit decided: a route, or a refusal.
struct Partner::Verdict {
  const config::Party* party = nullptr;
  const Route* route = nullptr;
  std::optional<Response> refusal;
  std::string rule;
  std::optional<fsc::IncomingCall> call{};  ///< that came with a token
};

void answer_logged(House& house, log::Entry entry, Response response, Response unavailable, Done done) {
  answer_logged(house.pipeline, std::move(entry), std::move(response), std::move(unavailable),
                std::move(done));
}

const config::Tenant* tenant_for(House& house, const Visit& visit, const std::string& code) {
  const auto* tenant = house.registry.tenant_by_code(code);
  return tenant != nullptr && identity::serves(*visit.party, *tenant) ? tenant : nullptr;
}
const schemas::Faults not_served{
    {"/gemeente", "gemeente", "deze afnemer werkt bij deze gateway niet voor deze gemeente"}};

Response unavailable() {
  auto response = problem(503, "Niet beschikbaar",
                          "de melding kan nu niet worden vastgelegd; bied haar later opnieuw aan");
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

void refuse(House& house, log::Entry entry, Response response, schemas::Faults faults, Done done) {
  entry.outcome = log::outcome::geweigerd;
  entry.faults = std::move(faults);
  answer_logged(house, std::move(entry), std::move(response), unavailable(), std::move(done));
}

Partner::Partner(House house) : house_(house), requests_(house.config().requests_per_second) {
  using config::Role;
  routes_.push_back({"POST", house_.config().duo.base_path + "/notificaties", false, Role::duo,
                     adapters::duo::notificatie_api_version, "", handle_duo_notificatie});
  for (const auto& [path, rest] :
       {std::pair{"ontvangasynchroon", "asynchroon"}, std::pair{"verwerksynchronekennisgeving", "synchroon"}})
    routes_.push_back({"POST", std::string("/brp/stuf/bg0310/") + path, true, Role::brp,
                       std::string(brp_version), rest, handle_brp_bericht});
  const auto of_school = [&](const char* method, std::string path, std::string rest, Handle handle,
                             bool prefix = false) {
    routes_.push_back({method, "/taalschool/v1/" + path, false, Role::taalschool,
                       std::string(openapi::version::taalschool), std::move(rest), handle, prefix});
  };
  for (const auto name : adapters::taalschool::resource_names) {
    const std::string resource(name);
    of_school("POST", resource, resource, handle_taalschool_push);
    of_school("GET", resource, resource, handle_taalschool_view);
    of_school("POST", resource + "/batch", resource, handle_taalschool_batch);
    of_school("PUT", resource + "/", resource, handle_taalschool_push, true);
    of_school("GET", resource + "/", resource, handle_taalschool_view, true);
    of_school("DELETE", resource + "/", resource, handle_taalschool_withdrawal, true);
  }
  of_school("POST", "bestanden", "", handle_taalschool_file);
  of_school("GET", "sjablonen/", "", handle_taalschool_template, true);
  for (const char* page : {"openapi.json", "documentatie", "aanleveren", "aanleveren.js", "stijl.css"})
    of_school("GET", page, page, handle_taalschool_page);
  for (const auto& operatie : adapters::duo::operaties())
    routes_.push_back({std::string(operatie.method), std::string(meldingen_path) + std::string(operatie.name),
                       false, Role::afnemer, std::string(openapi::version::gemeente),
                       std::string(operatie.name), handle_melding});
  routes_.push_back({"POST", "/gemeente/v1/uren", false, Role::afnemer,
                     std::string(openapi::version::gemeente), "", handle_uren});
  routes_.push_back({"GET", "/gemeente/v1/meldingen", false, Role::afnemer,
                     std::string(openapi::version::gemeente), "", handle_melding_status});
  routes_.push_back({"GET", std::string(meldingen_path), false, Role::afnemer,
                     std::string(openapi::version::gemeente), "", handle_melding_status, true});
  const auto of_afnemer = [&](const char* method, std::string path, Handle handle, bool prefix = false,
                              bool deep = false) {
    routes_.push_back({method, "/gemeente/v1/" + path, false, Role::afnemer,
                       std::string(openapi::version::gemeente), "", handle, prefix, deep});
  };
  of_afnemer("GET", "abonnementen", handle_abonnementen);
  of_afnemer("POST", "abonnementen", handle_abonnementen);
  for (const char* method : {"GET", "PUT", "POST", "DELETE"})
    of_afnemer(method, "abonnementen/", handle_abonnement, true, true);
  of_afnemer("PUT", "registraties/", handle_registratie, true, true);
  of_afnemer("DELETE", "registraties/", handle_registratie_beeindigd, true, true);
  of_afnemer("GET", "gebeurtenissen", handle_gebeurtenissen);
  of_afnemer("POST", "gebeurtenissen/bevestiging", handle_bevestiging);
  of_afnemer("GET", "gebeurtenissen/", handle_gegevens, true, true);
  of_afnemer("GET", "ondertekensleutels", handle_ondertekensleutels);
  of_afnemer("GET", "dossiers/", handle_dossier, true);
  of_afnemer("GET", "schemaversies", handle_schemaversies);
  of_afnemer("GET", "schemaversies/", handle_schemaversies, true, true);
  of_afnemer("GET", "openapi.json", handle_gemeente_contract);
  const auto of_zgw = [&](const char* method, std::string path, Handle handle, bool prefix) {
    routes_.push_back({method, "/notificaties/api/v1/" + path, false, Role::afnemer, std::string(zgw_version),
                       "", handle, prefix});
  };
  of_zgw("GET", "kanaal", handle_notificatie_kanaal, false);
  of_zgw("GET", "kanaal/", handle_notificatie_kanaal, true);
  for (const char* method : {"GET", "POST"})
    of_zgw(method, "abonnement", handle_notificatie_abonnement, false);
  for (const char* method : {"GET", "PUT", "PATCH", "DELETE"})
    of_zgw(method, "abonnement/", handle_notificatie_abonnement, true);
}

bool Partner::matches(const Route& route, std::string_view path) {
  if (!route.prefix) return route.path == path;
  return path.starts_with(route.path) && path.size() > route.path.size() &&
         (route.deep || path.find('/', route.path.size()) == std::string_view::npos);
}

Partner::Verdict Partner::judge(const Request& head) {
  Verdict verdict;
  const auto refuse = [&](std::string_view rule, Response response) {
    verdict.refusal = std::move(response);
    verdict.rule = rule;
    return verdict;
  };
  verdict.party = house_.registry.party(head.peer.serial_number);
  if (verdict.party == nullptr)
    return refuse("partij",
                  problem(403, "Niet geregistreerd",
                          "het OIN in uw certificaat (subject.serialNumber) is bij deze gateway niet "
                          "geregistreerd; laat de beheerder het toevoegen"));
  if (!requests_.take(head.peer.serial_number, house_.pipeline.now())) return refuse("tempo", too_many());

  if (verdict.party->by_fsc) {
    auto call = house_.own == nullptr ? std::unexpected(fsc::NotLetIn{"token", unavailable()})
                                      : fsc::judge_call(head, house_.config(), *verdict.party, *house_.own,
                                                        fsc::seconds(house_.pipeline.now()));
    if (!call) return refuse(call.error().rule, std::move(call.error().answer));
    verdict.call = std::move(*call);
    verdict.party = verdict.call->party.get();
  }

  // A page of another site must not use the certificate of whoever reads it.
  const auto site = adapters::transport::find_header(head.headers, "Sec-Fetch-Site");
  if (head.method != "GET" && (site == "cross-site" || site == "same-site"))
    return refuse("herkomst",
                  problem(403, "Niet toegestaan", "dit verzoek komt van een pagina van een andere website"));

  const auto path = head.target.substr(0, head.target.find('?'));
  const auto path_lower = lower(path);
  std::string allowed;
  for (const auto& route : routes_) {
    if (!matches(route, route.any_case ? path_lower : path)) continue;
    if (route.method == head.method && verdict.route == nullptr)
      verdict.route = &route;
    else
      allowed += (allowed.empty() ? "" : ", ") + route.method;
  }
  if (verdict.route == nullptr && !allowed.empty()) {
    auto response = problem(405, "Methode niet toegestaan", "op dit adres is alleen toegestaan: " + allowed);
    response.headers.emplace_back("Allow", allowed);
    return refuse("methode", std::move(response));
  }
  if (verdict.route == nullptr)
    return refuse("adres", problem(404, "Niet gevonden", "dit adres bestaat hier niet"));
  if (verdict.call && verdict.call->service->role != verdict.route->role)
    return refuse("dienst", problem(404, "Niet gevonden", "dit adres is niet van de dienst in het token"));
  if (verdict.route->role != verdict.party->role)
    return refuse("rol", problem(403, "Niet toegestaan",
                                 "dit adres is niet bedoeld voor partijen met de rol " +
                                     std::string(config::to_text(verdict.party->role))));
  // The sender's own name for itself must be the certificate's, or one that it holds a mandate of.
  if (verdict.party->role == config::Role::duo) {
    const auto bron = adapters::transport::find_header(head.headers, "bron");
    if (!bron.empty() && !identity::may_act_for(*verdict.party, bron)) {
      Response response;
      response.status = 403;
      return refuse("bron", std::move(response));
    }
  }
  return verdict;
}

bool Partner::admit(Request& head) {
  head.verdict = judge(head);
  return !std::any_cast<const Verdict&>(head.verdict).refusal;
}

log::Entry Partner::entry_of(const Request& request) const {
  log::Entry entry;
  entry.message_id = house_.pipeline.new_id();
  entry.moment = house_.pipeline.now();
  entry.direction = log::direction::in;
  entry.party = schemas::cut_bytes(request.peer.serial_number, 20);
  entry.subject = schemas::cut_bytes(request.peer.subject, 500);
  entry.size = static_cast<std::int64_t>(request.body.size());
  // Its trace goes on, whoever it is: what follows may be about more than the sender knows, but the id is
  // only a name.
  if (const auto parent =
          log::read_traceparent(adapters::transport::find_header(request.headers, "traceparent"))) {
    entry.trace_id = parent->trace_id;
    entry.parent_span = parent->span_id;
  }
  return entry;
}

void Partner::answer(Request request, Done done) {
  auto entry = entry_of(request);
  const auto* verdict = std::any_cast<Verdict>(&request.verdict);
  const auto version = verdict != nullptr && verdict->route != nullptr
                           ? verdict->route->api_version
                           : std::string(openapi::version::gemeente);
  auto transaction = verdict != nullptr && verdict->call ? verdict->call->transaction : std::string();
  const auto with_headers = [version, transaction, done = std::move(done)](Response response) {
    if (!transaction.empty()) response = fsc::answered(std::move(response), transaction);
    add_common_headers(response, version);
    done(std::move(response));
  };
  if (const auto* party = house_.registry.party(request.peer.serial_number)) {
    entry.feed = log::feed::of(party->role);
    note_certificate(request.peer);
  }
  if (verdict != nullptr && verdict->call)
    entry.fsc = verdict->call->record(fsc::seconds(house_.pipeline.now()));
  if (request.unreadable || verdict == nullptr || verdict->refusal) {
    auto response =
        request.unreadable ? unreadable_answer(request, house_.config().limits) : *verdict->refusal;
    const bool stranger = verdict != nullptr && verdict->rule == "partij";
    entry.kind = stranger                                          ? std::string(log::kind::stranger)
                 : verdict != nullptr && verdict->route != nullptr ? verdict->route->path
                                                                   : std::string(log::kind::unknown_path);
    entry.outcome = log::outcome::geweigerd;
    // A path may hold anything, also a BSN: it is not logged.
    std::string why = "geweigerd met HTTP " + std::to_string(response.status);
    if (stranger)
      why = entry.party.empty() ? "het certificaat heeft geen OIN (subject.serialNumber ontbreekt)"
                                : "het OIN in het certificaat is niet geregistreerd";
    else if (verdict != nullptr && verdict->rule == "bron")
      why = "de header bron is niet het OIN van het certificaat, en er is geen mandaat";
    entry.faults = {{request.unreadable ? "verzoek" : "toegang",
                     verdict != nullptr ? verdict->rule : "verzoek", std::move(why)}};
    return answer_refused(
        house_.pipeline, house_.refusals, request.peer.address, std::move(entry), std::move(response),
        problem(503, "Niet beschikbaar", "de gateway kan nu niets vastleggen; probeer het later opnieuw"),
        with_headers);
  }
  const auto* route = verdict->route;
  const auto* party = verdict->party;
  const auto held = verdict->call ? verdict->call->party : nullptr;
  request.verdict.reset();
  std::string item;
  if (route->prefix) item = request.target.substr(0, request.target.find('?')).substr(route->path.size());
  Visit visit{std::move(request), party, held, route->rest, std::move(item), std::move(entry)};
  if (route->handle != handle_taalschool_page || transaction.empty())
    return route->handle(house_, std::move(visit), with_headers);
  // Of pages nothing else is written down, and no transaction goes on that is not.
  auto logged = visit.entry;
  logged.kind = "pagina";
  logged.outcome = log::outcome::verwerkt;
  house_.pipeline.note(std::move(logged), [this, route, visit = std::make_shared<Visit>(std::move(visit)),
                                           with_headers](bool written) {
    if (!written) return with_headers(unavailable());
    route->handle(house_, std::move(*visit), with_headers);
  });
}

/// Remembers the certificate that a party shows, and how its connection is secured.
void Partner::note_certificate(const adapters::transport::Peer& peer) {
  const auto now = house_.pipeline.now();
  {
    // Who connects in two ways by turns is not written down each time.
    constexpr std::chrono::seconds seldom{5};
    const std::lock_guard lock(certificates_mutex_);
    auto& noted = certificates_[{peer.serial_number, peer.valid_until}];
    constexpr std::chrono::hours again{1};
    const bool same = noted.secured == peer.secured && noted.anchor == peer.anchor;
    if (now.time() - noted.moment.time() < (same ? std::chrono::milliseconds(again) : seldom)) return;
    noted = {peer.secured, peer.anchor, now};
  }
  store::PartyCertificate certificate{peer.serial_number,
                                      "client",
                                      std::string(schemas::cut_bytes(peer.subject, 500)),
                                      peer.valid_until.text(),
                                      milliseconds(now),
                                      peer.key,
                                      peer.secured,
                                      std::string(schemas::cut_bytes(peer.anchor, 600))};
  house_.pipeline.transact([certificate = std::move(certificate)](store::Session& sql) {
    store::note_certificate(sql, certificate);
  });
}

void Partner::connection_refused(const adapters::transport::RefusedConnection& refused) {
  house_.metrics.connection_refused();
  note_refused(house_.pipeline, house_.refusals, {}, refused);
}

void Partner::certificates_changed(const std::string& error) {
  auto entry = house_.pipeline.new_entry(log::direction::in, log::feed::gateway, log::kind::certificates);
  entry.outcome = error.empty() ? log::outcome::verwerkt : log::outcome::fout;
  entry.faults = {{"tls.server", "certificaten", error.empty() ? "nieuwe verbindingen gebruiken ze" : error}};
  house_.pipeline.note(std::move(entry), [](bool) {});
  if (error.empty())
    spdlog::info("TLS: gewijzigde certificaten zijn in gebruik voor nieuwe verbindingen");
  else
    spdlog::error("TLS: de gewijzigde certificaten zijn niet bruikbaar, de vorige blijven in gebruik: {}",
                  error);
}

}  // namespace inburgering::gateway::http
