#include "gateway/operator/operator.h"

#include <spdlog/spdlog.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/http/answers.h"
#include "gateway/http/logged.h"
#include "gateway/log/security.h"
#include "gateway/openapi/build.h"
#include "gateway/operator/gauges.h"
#include "gateway/operator/pages.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;
using adapters::transport::find_header;

struct Route {
  std::string_view method;
  std::string_view path;  ///< * stands for one part
  Need need;
  Handle handle;
  std::string_view rest = {};
};

constexpr std::string_view base = "/beheer/v1/";
const Route routes[] = {
    {"GET", "sessie", Need::look, show_session},
    {"GET", "overzicht", Need::look, show_overview},
    {"GET", "reizen", Need::look, list_journeys},
    {"GET", "berichten", Need::look, list_messages},
    {"GET", "berichten/volgen", Need::look, follow_messages},
    {"POST", "berichten/zoeken", Need::person, find_messages_of_person},
    {"GET", "berichten/*", Need::look, show_message},
    {"POST", "berichten/*/inhoud", Need::body, show_message_body},
    {"POST", "berichten/*/herkomst", Need::body, show_message_origin},
    {"POST", "personen/uitwisselingen", Need::body, report_of_person},
    {"GET", "abonnementen", Need::look, list_subscriptions},
    {"GET", "abonnementen/*", Need::look, show_subscription},
    {"GET", "abonnementen/*/onbestelbaar", Need::look, list_dead_letters},
    {"POST", "abonnementen/*/test", Need::act, test_subscription},
    {"POST", "abonnementen/*/pauzeren", Need::act, act_on_subscription, "pauzeren"},
    {"POST", "abonnementen/*/hervatten", Need::act, act_on_subscription, "hervatten"},
    {"POST", "abonnementen/*/beginstand", Need::act, act_on_subscription, "beginstand"},
    {"POST", "abonnementen/*/herhaling", Need::act, act_on_subscription, "herhaling"},
    {"POST", "abonnementen/*/onbestelbaar/opnieuw", Need::act, act_on_subscription, "onbestelbaar/opnieuw"},
    {"POST", "abonnementen/*/vastgelopen/overslaan", Need::act, act_on_subscription, "vastgelopen/overslaan"},
    {"GET", "synchronisaties", Need::look, list_synchronisations},
    {"POST", "synchronisaties", Need::act, start_synchronisation},
    {"GET", "synchronisaties/*", Need::look, show_synchronisation},
    {"POST", "synchronisaties/*/pauzeren", Need::act, change_synchronisation, "pauzeren"},
    {"POST", "synchronisaties/*/hervatten", Need::act, change_synchronisation, "hervatten"},
    {"POST", "synchronisaties/*/annuleren", Need::act, change_synchronisation, "annuleren"},
    {"GET", "termijnen", Need::look, list_termijnen},
    {"GET", "planningen", Need::look, list_schedules},
    {"GET", "volledigheid", Need::look, show_completeness},
    {"GET", "toestemmingen", Need::person, list_consents},
    {"POST", "toestemmingen", Need::person, ask_consent},
    {"POST", "toestemmingen/*/antwoord", Need::person, answer_consent},
    {"GET", "kerncijfers", Need::look, show_kerncijfers},
    {"GET", "ketenpartners", Need::look, list_partners},
    {"GET", "openapi.json", Need::look, show_contract},
};

/// Whether a path has the form of a route; `item` becomes the part that * stands for.
bool matches(std::string_view pattern, std::string_view path, std::string& item) {
  while (true) {
    const auto wanted = pattern.substr(0, pattern.find('/'));
    const auto given = path.substr(0, path.find('/'));
    if (wanted == "*" ? given.empty() : wanted != given) return false;
    if (wanted == "*") item = given;
    const bool last = wanted.size() == pattern.size();
    if (last || given.size() == path.size()) return last && given.size() == path.size();
    pattern.remove_prefix(wanted.size() + 1);
    path.remove_prefix(given.size() + 1);
  }
}

constexpr std::string_view cookie_name = "beheer";

std::string_view cookie_of(const Request& request) {
  auto cookies = find_header(request.headers, "Cookie");
  while (!cookies.empty()) {
    auto one = cookies.substr(0, cookies.find(';'));
    cookies.remove_prefix(std::min(cookies.size(), one.size() + 1));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.starts_with(cookie_name) && one.substr(cookie_name.size()).starts_with('='))
      return one.substr(cookie_name.size() + 1);
  }
  return {};
}

std::string cookie(std::string_view value, bool secure, int seconds) {
  return std::string(cookie_name) + "=" + std::string(value) + "; Path=/; HttpOnly; SameSite=Strict" +
         (secure ? "; Secure" : "") + "; Max-Age=" + std::to_string(seconds);
}

/// What is wrong with a request that changes something: another site's page could have made it.
std::optional<Response> forged(const Request& request) {
  const auto site = find_header(request.headers, "Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none")
    return http::problem(403, "Niet toegestaan", "dit verzoek komt van een pagina van een andere website");
  const auto origin = find_header(request.headers, "Origin");
  const auto host = find_header(request.headers, "Host");
  if (!origin.empty() && origin != "http://" + std::string(host) && origin != "https://" + std::string(host))
    return http::problem(403, "Niet toegestaan", "dit verzoek komt van een pagina van een andere website");
  const auto type = find_header(request.headers, "Content-Type");
  if (request.method != "DELETE" && type.substr(0, type.find(';')) != "application/json")
    return http::problem(415, "Verkeerd soort inhoud", "stuur Content-Type: application/json");
  return std::nullopt;
}

/// Whether a Host header names this machine. A page elsewhere can give its own name our address (DNS
/// rebinding), and must not be able to read even the metrics.
bool is_local(std::string_view host) {
  if (host.starts_with("[::1]")) return true;
  const auto name = host.substr(0, host.find(':'));
  return name == "localhost" ||
         (name.starts_with("127.") && name.find_first_not_of("0123456789.") == std::string_view::npos);
}

Response page_of(std::string_view path) {
  const auto all = pages();
  auto found = std::ranges::find(all, path, &Page::path);
  // Each view of the monitor is the one page; the address tells it what to show.
  if (found == all.end() && !path.starts_with("/assets/"))
    found = std::ranges::find(all, "/index.html", &Page::path);
  if (found == all.end())
    return all.empty() ? http::problem(404, "Geen monitor",
                                       "dit programma is zonder de pagina's van de monitor gebouwd")
                       : not_found("deze pagina is er niet");
  Response response;
  response.headers.emplace_back("Content-Type", found->type);
  response.headers.emplace_back("Content-Encoding", "gzip");
  // Nothing from elsewhere, and no script or style in the page itself.
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
      "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
      "frame-ancestors 'none'");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  if (path.starts_with("/assets/"))  // named after what is in them
    response.headers.emplace_back("Cache-Control", "max-age=31536000, immutable");
  response.body = found->gzip;
  return response;
}

Response not_logged_in(bool secured) {
  if (secured)
    return http::problem(
        403, "Niet toegestaan",
        "het certificaat hoort niet bij een partij met de rol beheerder; laat het OIN toevoegen");
  return http::problem(
      401, "Niet aangemeld",
      "gebruik de aanmeldlink die de gateway bij het starten toont, of maak er een met 'monitor link'");
}

}  // namespace

Operator::Operator(Desk desk, metrics::Metrics& metrics) : desk_(std::move(desk)), metrics_(metrics) {}

void Operator::answer(Request request, Done done) {
  const auto respond = [done = std::move(done)](Response response) {
    http::add_common_headers(response, gateway::openapi::version::beheer);
    done(std::move(response));
  };
  if (request.unreadable)
    return respond(http::problem(
        400, "Onleesbaar verzoek",
        request.unreadable_why.empty() ? "dit verzoek kon niet worden gelezen" : request.unreadable_why));
  if (!secured() && !is_local(find_header(request.headers, "Host")))
    return respond(
        http::problem(421, "Ander adres", "dit is alleen bereikbaar onder het adres van de machine zelf"));
  std::optional<Visitor> visitor;
  // Who is logged in stands in the store; what needs nobody is answered without it.
  bool known = true;
  try {
    visitor = visitor_of(request);
  } catch (const store::Unavailable&) {
    known = false;
  }
  if (secured() && !visitor) return respond(not_logged_in(true));
  const auto who = visitor ? visitor->name : std::string();
  turns_.bring(who,
               [this, known, respond, request = std::move(request), visitor = std::move(visitor)]() mutable {
                 answer_in_turn(std::move(request), known, std::move(visitor), respond);
               });
}

void Operator::answer_in_turn(Request request, bool known, std::optional<Visitor> visitor,
                              const Done& respond) {
  const std::string path(request.target.substr(0, request.target.find('?')));
  if (path.starts_with(base) && !known) return respond(unavailable());
  if (path.starts_with(base))
    return route(std::move(request), path.substr(base.size()), std::move(visitor), respond);
  if (request.method != "GET" && request.method != "HEAD") {
    auto response = http::problem(405, "Methode niet toegestaan", "alleen GET en HEAD");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return respond(std::move(response));
  }
  if (path == "/metrics" && visitor && visitor->tenants)
    return respond(http::problem(403, "Niet toegestaan",
                                 "deze cijfers tellen alle gemeenten samen; zij zijn voor een beheerder van "
                                 "alle gemeenten (gemeenten: \"*\")"));
  if (path == "/healthz" || path == "/readyz" || path == "/metrics") return show_state(path, respond);
  respond(page_of(path));
}

void Operator::show_state(std::string_view path, const Done& done) {
  if (path == "/metrics") {
    refresh(desk_, metrics_);
    Response response;
    response.headers.emplace_back("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.body = metrics_.text();
    return done(std::move(response));
  }
  if (path == "/healthz") return done(http::json_answer(200, R"({"status":"leeft"})"));
  const auto readiness = desk_.readiness();
  if (!readiness.ready) return done(http::problem(503, "Niet gereed", readiness.detail));
  boost::json::object answer{{"status", "gereed"}};
  if (!readiness.attention.empty()) answer["aandacht"] = readiness.attention;
  done(http::json_answer(200, boost::json::serialize(answer)));
}

std::optional<Visitor> Operator::visitor_of(const Request& request) {
  if (!secured()) return desk_.sessions.find(cookie_of(request));
  const auto* party = desk_.registry.party(request.peer.serial_number);
  if (party == nullptr || party->role != config::Role::beheerder) return std::nullopt;
  Visitor visitor{party->naam, party->recht, {}};
  if (std::ranges::find(party->gemeenten, "*") == party->gemeenten.end()) {
    visitor.tenants.emplace();
    for (const auto& code : party->gemeenten)
      if (const auto* tenant = desk_.registry.tenant_by_code(code))
        visitor.tenants->push_back(tenant->oin.digits());
  }
  return visitor;
}

void Operator::route(Request request, const std::string& path, std::optional<Visitor> visitor,
                     const Done& done) {
  const bool changes = request.method != "GET" && request.method != "HEAD";
  if (changes)
    if (auto refusal = forged(request)) return done(std::move(*refusal));
  if (path == "sessie" && request.method == "POST") return log_in(request, done);
  if (path == "sessie" && request.method == "DELETE") return log_out(request, done);
  if (!visitor) return done(not_logged_in(secured()));
  std::string allowed;
  for (const auto& route : routes) {
    std::string item;
    if (!matches(route.path, path, item)) continue;
    if (route.method != request.method && !(route.method == "GET" && request.method == "HEAD")) {
      allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
      continue;
    }
    if (!visitor->may(route.need))
      return done(http::problem(
          403, "Niet toegestaan",
          "uw recht (" + std::string(config::to_text(visitor->right)) + ") is hiervoor niet genoeg"));
    return route.handle(
        desk_, {std::move(request), std::move(*visitor), std::move(item), std::string(route.rest)}, done);
  }
  if (allowed.empty()) return done(not_found("dit adres bestaat hier niet; zie /beheer/v1/openapi.json"));
  auto response =
      http::problem(405, "Methode niet toegestaan", "op dit adres is alleen toegestaan: " + allowed);
  response.headers.emplace_back("Allow", allowed);
  done(std::move(response));
}

namespace {

constexpr std::string_view wrong_code = "deze aanmeldlink is onbekend, gebruikt of verlopen";
Response not_logged_in() {
  return http::problem(401, "Niet aangemeld",
                       "deze link is al gebruikt of verlopen; maak een nieuwe met 'monitor link'");
}

}  // namespace

void Operator::log_in(const Request& request, const Done& done) {
  if (secured()) return done(http::problem(409, "Niet nodig", "u bent met uw certificaat aangemeld"));
  const auto body = body_of(request, {"code"});
  if (!body) return done(wrong(body.error()));
  // A code is too long to be guessed: what wrong ones cost is work, and that must keep nobody out who has
  // one.
  bool known = false;
  try {
    known = is_login_code(*desk_.database.reader(), text_in(*body, "code"), desk_.pipeline.now());
  } catch (const std::exception&) {
    return done(unavailable());
  }
  if (!known && !attempts_.take("", desk_.pipeline.now()))
    return done(http::problem(429, "Te veel pogingen", "wacht een seconde en probeer het opnieuw"));
  if (!known) {
    auto entry = desk_.pipeline.new_entry(log::direction::in, log::feed::beheer, log::kind::log_in);
    entry.outcome = log::outcome::geweigerd;
    entry.faults = {{"", "code", std::string(wrong_code)}};
    return http::answer_refused(desk_.pipeline, desk_.refusals, request.peer.address, std::move(entry),
                                not_logged_in(), unavailable(), done);
  }
  const auto visitor = std::make_shared<std::optional<Visitor>>();
  const auto opened = std::make_shared<std::string>();
  desk_.pipeline.transact(
      [this, visitor, opened, code = text_in(*body, "code")](store::Session& sql) {
        *visitor = use_login_code(sql, code, desk_.pipeline.now());
        auto entry = desk_.pipeline.new_entry(log::direction::in, log::feed::beheer, log::kind::log_in);
        entry.outcome = *visitor ? log::outcome::verwerkt : log::outcome::geweigerd;
        if (*visitor) {
          entry.subject = (*visitor)->name;
          *opened = desk_.sessions.open(sql, **visitor);
        } else
          entry.faults = {{"", "code", std::string(wrong_code)}};
        log::append(sql, entry);
      },
      [visitor, opened, done](bool written) {
        if (!written) return done(unavailable());
        if (!*visitor) return done(not_logged_in());
        constexpr int eight_hours = 8 * 3600;
        auto response = http::json_answer(200, R"({"aangemeld":true})");
        response.headers.emplace_back("Set-Cookie", cookie(*opened, false, eight_hours));
        done(std::move(response));
      });
}

void Operator::log_out(const Request& request, const Done& done) {
  desk_.sessions.close(cookie_of(request), [done, secure = secured()](bool written) {
    if (!written) return done(unavailable());
    auto response = http::json_answer(200, R"({"aangemeld":false})");
    response.headers.emplace_back("Set-Cookie", cookie("", secure, 0));
    done(std::move(response));
  });
}

void Operator::connection_refused(const adapters::transport::RefusedConnection& refused) {
  http::note_refused(desk_.pipeline, desk_.refusals, log::feed::beheer, refused);
}

namespace {

json::array four_eyes_of(const config::Tenant& tenant) {
  json::array deeds;
  for (const auto deed : tenant.vier_ogen) deeds.emplace_back(config::to_text(deed));
  return deeds;
}

}  // namespace

void show_session(Desk& desk, Visit visit, Done done) {
  json::array tenants;
  for (const auto& tenant : desk.config().tenants)
    if (visit.visitor.sees(tenant.oin.digits()))
      tenants.emplace_back(json::object{
          {"gemeentecode", tenant.gemeentecode}, {"naam", tenant.naam}, {"vierOgen", four_eyes_of(tenant)}});
  done(http::json_answer(
      200, json::serialize(json::object{{"naam", visit.visitor.name},
                                        {"recht", config::to_text(visit.visitor.right)},
                                        {"metCertificaat", desk.config().operation_tls.has_value()},
                                        {"gemeenten", std::move(tenants)}})));
}

}  // namespace inburgering::gateway::operation
