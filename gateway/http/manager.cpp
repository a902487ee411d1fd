#include "gateway/http/manager.h"

#include <array>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/parse_query.hpp>
#include <boost/url/url_view.hpp>

#include "adapters/fsc/jcs.h"
#include "adapters/fsc/jws.h"
#include "adapters/fsc/signature.h"
#include "gateway/fsc/contracts.h"
#include "gateway/fsc/tokens.h"
#include "gateway/http/answers.h"
#include "gateway/http/logged.h"
#include "gateway/log/security.h"
#include "schemas/record/text_member.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::http {

namespace wire = adapters::fsc;
namespace json = boost::json;
using adapters::transport::Request;
using adapters::transport::Response;

namespace {

constexpr std::string_view api_version = "1.0.0";

struct ManagerRoute {
  std::string_view method, path;
  std::string_view kind;  ///< as the log names it
  Answered handle;
};
/// `*` stands for one part of the path: the hash, then the verdict.
constexpr std::array manager_routes{
    ManagerRoute{"PUT", "/v1/announce", "fsc aanmelding", handle_announce},
    ManagerRoute{"POST", "/v1/contracts", "fsc contract aangeboden", handle_contract},
    ManagerRoute{"GET", "/v1/contracts", "fsc contracten opgevraagd", handle_contracts},
    ManagerRoute{"PUT", "/v1/contracts/*/accept", "fsc contract aanvaard", handle_signature},
    ManagerRoute{"PUT", "/v1/contracts/*/reject", "fsc contract afgewezen", handle_signature},
    ManagerRoute{"PUT", "/v1/contracts/*/revoke", "fsc contract ingetrokken", handle_signature},
    ManagerRoute{"POST", "/v1/token", "fsc token gevraagd", handle_token},
    ManagerRoute{"GET", "/v1/peer", "fsc partij opgevraagd", handle_own_peer},
    ManagerRoute{"GET", "/v1/peers", "fsc partijen opgevraagd", handle_peers},
    ManagerRoute{"GET", "/v1/services", "fsc diensten opgevraagd", handle_services},
    ManagerRoute{"GET", "/v1/logs", "fsc transacties opgevraagd", handle_transactions},
    ManagerRoute{"GET", "/v1/.well-known/jwks.json", "fsc sleutels opgevraagd", handle_keys},
    ManagerRoute{"GET", "/.well-known/jwks.json", "fsc sleutels opgevraagd", handle_keys}};

struct ManagerVerdict {
  const ManagerRoute* route = nullptr;
  std::optional<Response> refusal{};
  std::string rule{};
  std::vector<std::string> path{};
  std::map<std::string, std::string> query{};
};

bool fits(std::string_view pattern, const std::vector<std::string>& path) {
  for (const auto& part : path) {
    if (!pattern.starts_with('/')) return false;
    pattern.remove_prefix(1);
    const auto named = pattern.substr(0, pattern.find('/'));
    if (named != "*" && named != part) return false;
    pattern.remove_prefix(named.size());
  }
  return pattern.empty();
}

Response token_refused(std::string_view error, const std::string& why) {
  constexpr int bad_request = 400;
  return json_answer(bad_request,
                     json::serialize(json::object{{"error", error}, {"error_description", why}}));
}

/// Why something is refused, as the standard has it; what it has no code for as our own APIs tell it.
Response refusal_of(const wire::Refused& refused) {
  constexpr int bad_request = 400;
  if (refused.code) return wire::error_answer(*refused.code, refused.faults.front().message);
  return problem(bad_request, "Ongeldig contract", "het contract is niet te lezen of mag zo niet",
                 refused.faults);
}

void refuse(ManagerHouse& house, log::Entry entry, Response response, schemas::Faults faults,
            ManagerDone done) {
  entry.outcome = log::outcome::geweigerd;
  entry.faults = std::move(faults);
  answer_refused(house.pipeline, house.refusals, {}, std::move(entry), std::move(response), manager_down(),
                 std::move(done));
}

/// Where the peer says that its Manager is; nothing when that is no address of the group.
std::optional<std::string> manager_address(const ManagerHouse& house, const Request& request) {
  const auto address = adapters::transport::find_header(request.headers, wire::header::manager);
  if (!config::is_fsc_address(address, house.config().production)) return std::nullopt;
  return std::string(address);
}

std::string organization_of(const Request& request) {
  const auto certificate = request.peer.certificate ? wire::read_der(*request.peer.certificate)
                                                    : adapters::transport::Certificate();
  auto name = certificate ? wire::organization_of(certificate.get()) : std::string();
  return name.empty() ? "onbekend" : name;
}

store::FscPeer peer_of(const PeerVisit& visit, const std::string& address, std::int64_t now) {
  return {visit.peer, organization_of(visit.request), address, now};
}

}  // namespace

Response manager_down() {
  auto response =
      problem(503, "Niet beschikbaar", "de gateway kan nu niets vastleggen; probeer het later opnieuw");
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

bool Manager::admit(Request& head) {
  ManagerVerdict verdict;
  const auto refuse = [&](std::string_view rule, Response response) {
    verdict.refusal = std::move(response);
    verdict.rule = rule;
    head.verdict = std::move(verdict);
    return false;
  };
  const auto oin = schemas::Oin::parse(head.peer.serial_number);
  if (!oin)
    return refuse("partij", wire::error_answer(
                                wire::Code::peer_certificate_verification_failed,
                                "het certificaat heeft geen OIN van twintig cijfers (subject.serialNumber)"));
  if (!requests_.take(oin->digits(), house_.pipeline.now())) {
    auto response =
        problem(429, "Te veel verzoeken", "het afgesproken aantal verzoeken per seconde is overschreden");
    response.headers.emplace_back("Retry-After", "1");
    return refuse("tempo", std::move(response));
  }
  const auto url = boost::urls::parse_origin_form(head.target);
  if (!url) return refuse("adres", problem(400, "Onleesbaar adres", "dit adres is niet te lezen"));
  for (const auto& part : url->segments()) verdict.path.push_back(part);
  for (const auto& parameter : url->params()) verdict.query[parameter.key] = parameter.value;
  bool elsewhere = false;
  for (const auto& route : manager_routes) {
    if (!fits(route.path, verdict.path)) continue;
    elsewhere = elsewhere || route.method != head.method;
    if (route.method == head.method) verdict.route = &route;
  }
  if (verdict.route == nullptr)
    return refuse("adres", elsewhere ? problem(405, "Methode niet toegestaan", "dit kan op dit adres niet")
                                     : problem(404, "Niet gevonden", "dit adres bestaat hier niet"));
  head.verdict = std::move(verdict);
  return true;
}

void Manager::answer(Request request, Done done) {
  const auto with_headers = [done = std::move(done)](Response response) {
    add_common_headers(response, api_version);
    done(std::move(response));
  };
  const auto* verdict = std::any_cast<ManagerVerdict>(&request.verdict);
  constexpr std::size_t oin = 20, longest_subject = 500;
  auto entry = house_.pipeline.new_entry(
      log::direction::in, log::feed::gateway,
      verdict != nullptr && verdict->route != nullptr ? verdict->route->kind : log::kind::unknown_path);
  entry.party = schemas::cut_bytes(request.peer.serial_number, oin);
  entry.subject = schemas::cut_bytes(request.peer.subject, longest_subject);
  entry.size = static_cast<std::int64_t>(request.body.size());
  if (request.unreadable || verdict == nullptr || verdict->refusal) {
    auto response =
        request.unreadable ? unreadable_answer(request, house_.config().limits) : *verdict->refusal;
    entry.outcome = log::outcome::geweigerd;
    entry.faults = {{request.unreadable ? "verzoek" : "toegang",
                     verdict != nullptr ? verdict->rule : "verzoek",
                     "geweigerd met HTTP " + std::to_string(response.status)}};
    return answer_refused(house_.pipeline, house_.refusals, request.peer.address, std::move(entry),
                          std::move(response), manager_down(), with_headers);
  }
  const auto [route, refusal, rule, path, query] = *verdict;
  request.verdict.reset();
  constexpr std::size_t with_verdict = 4;
  PeerVisit visit{std::move(request), entry.party, {}, {}, query, std::move(entry)};
  if (path.size() == with_verdict) {
    visit.hash = path[2];
    visit.verdict = path[3];
  }
  route->handle(house_, std::move(visit), with_headers);
}

/// As elsewhere, but for the roots: those are the group's.
adapters::transport::PeerRules Manager::rules_for(const std::string& serial_number) {
  auto rules = house_.pipeline.ground().registry.rules_for(serial_number);
  rules.anchors = house_.config().fsc.anchors;
  return rules;
}

void Manager::connection_refused(const adapters::transport::RefusedConnection& refused) {
  note_refused(house_.pipeline, house_.refusals, log::feed::gateway, refused);
}

void handle_announce(ManagerHouse& house, PeerVisit visit, ManagerDone done) {
  const auto address = manager_address(house, visit.request);
  if (!address)
    return refuse(house, std::move(visit.entry),
                  problem(400, "Geen adres",
                          "Fsc-Manager-Address hoort een adres als https://fsc.gemeente.nl:8443 "
                          "te zijn"),
                  {{"header Fsc-Manager-Address", "adres", "geen adres van een Manager"}}, std::move(done));
  auto peer = peer_of(visit, *address, fsc::seconds(house.pipeline.now()));
  do_logged(
      house.pipeline, std::move(visit.entry),
      [peer = std::move(peer)](store::Session& sql) {
        store::put_fsc_peer(sql, peer);
        return Response{};
      },
      manager_down(), std::move(done));
}

namespace {

/// What a contract or a signature is judged by before its signer's certificate is asked for.
struct Offer {
  wire::Contract contract;
  wire::ReadSignature signature;
  std::string jws;
};

std::expected<Offer, wire::Refused> judge_offer(const ManagerHouse& house, const PeerVisit& visit,
                                                wire::Verdict verdict) {
  const auto refuse = [](std::optional<wire::Code> code, std::string pointer, std::string rule,
                         std::string why) {
    return std::unexpected(wire::Refused{code, {{std::move(pointer), std::move(rule), std::move(why)}}});
  };
  const auto body = wire::read_ijson(visit.request.body);
  if (!body) return std::unexpected(wire::Refused{{}, body.error()});
  const auto* object = body->if_object();
  const auto* content = object == nullptr ? nullptr : object->if_contains("contract_content");
  if (content == nullptr) return refuse({}, "/contract_content", "verplicht", "dit gegeven ontbreekt");
  auto jws = schemas::text_member(*object, "signature");
  auto contract = wire::read_contract(*content);
  if (!contract) return std::unexpected(std::move(contract.error()));
  const auto& config = house.config();
  if (auto refused = wire::check_new(*contract, config.fsc.groep, fsc::seconds(house.pipeline.now())))
    return std::unexpected(std::move(*refused));
  if (!visit.hash.empty() && visit.hash != contract->hash)
    return refuse(wire::Code::url_path_content_hash_mismatch, "/contract_content", "hash",
                  "de hash in het adres is niet die van dit contract");
  if (!contract->has_peer(visit.peer))
    return refuse(wire::Code::submitting_peer_not_part_of_contract, "/contract_content/grants", "partij",
                  "wie dit aanbiedt is geen partij bij dit contract");
  if (!contract->has_peer(config.oin.digits()))
    return refuse(wire::Code::receiving_peer_not_part_of_contract, "/contract_content/grants", "partij",
                  "deze Manager is geen partij bij dit contract");
  auto signature = wire::read_signature(jws, contract->hash, verdict);
  if (!signature) return refuse(signature.error().code, "/signature", "handtekening", signature.error().why);
  return Offer{std::move(*contract), std::move(*signature), std::move(jws)};
}

void take_offer(ManagerHouse& house, PeerVisit visit, wire::Verdict verdict, ManagerDone done) {
  auto offer = judge_offer(house, visit, verdict);
  if (!offer)
    return refuse(house, std::move(visit.entry), refusal_of(offer.error()), offer.error().faults,
                  std::move(done));
  visit.entry.reference = offer->contract.hash;
  visit.entry.tenant = fsc::tenant_of(house.config(), offer->contract);
  const auto address = manager_address(house, visit.request);
  if (!address)
    return refuse(house, std::move(visit.entry),
                  problem(400, "Geen adres",
                          "Fsc-Manager-Address hoort een adres als https://fsc.gemeente.nl:8443 "
                          "te zijn"),
                  {{"header Fsc-Manager-Address", "adres", "geen adres van een Manager"}}, std::move(done));
  const auto peer = visit.peer;
  const auto thumbprint = offer->signature.jws.thumbprint;
  auto found = [&house, visit = std::move(visit), offer = std::move(*offer), address = *address, verdict,
                done =
                    std::move(done)](const std::expected<fsc::Signers::Shown, std::string>& signer) mutable {
    const auto no = [&](wire::Code code, std::string_view told, const std::string& why) {
      refuse(house, std::move(visit.entry), wire::error_answer(code, told),
             {{"/signature", "handtekening", why}}, std::move(done));
    };
    // One answer to all of it: what is at an address, or is not, is not for who names it.
    if (!signer)
      return no(
          wire::Code::signature_verification_failed,
          "het certificaat van de handtekening is niet te krijgen van uw Manager (Fsc-Manager-Address), of "
          "is niet goed",
          signer.error());
    if (const auto good = wire::check_signer(offer.signature, (*signer)->own(), visit.peer); !good)
      return no(good.error().code, good.error().why, good.error().why);
    const auto now = fsc::seconds(house.pipeline.now());
    if (offer.signature.payload.signed_at > now + wire::clocks_differ) {
      const std::string why = "de handtekening is van een later moment; kijk de klok na";
      return no(wire::Code::signature_verification_failed, why, why);
    }
    fsc::Submission submission{std::move(offer.contract),
                               visit.peer,
                               std::move(offer.jws),
                               verdict,
                               offer.signature.payload.signed_at,
                               fsc::seconds(adapters::transport::valid_until((*signer)->own()))};
    do_logged(
        house.pipeline, std::move(visit.entry),
        [submission = std::move(submission), peer = peer_of(visit, address, now), &config = house.config(),
         now](store::Session& sql) {
          if (const auto not_taken = fsc::take(sql, config, submission, now))
            return problem(not_taken->status, "Ongeldig contract", not_taken->why,
                           {{"/contract_content", not_taken->rule, not_taken->why}});
          store::put_fsc_peer(sql, peer);
          constexpr int created = 201;
          Response response;
          response.status = created;
          return response;
        },
        manager_down(), std::move(done));
  };
  house.signers.find(
      peer, *address, thumbprint,
      [found = std::make_shared<decltype(found)>(std::move(found))](
          const std::expected<fsc::Signers::Shown, std::string>& signer) { (*found)(signer); });
}

}  // namespace

void handle_contract(ManagerHouse& house, PeerVisit visit, ManagerDone done) {
  take_offer(house, std::move(visit), wire::Verdict::accept, std::move(done));
}

void handle_signature(ManagerHouse& house, PeerVisit visit, ManagerDone done) {
  const auto verdict = *wire::verdict_named(visit.verdict);
  take_offer(house, std::move(visit), verdict, std::move(done));
}

void handle_token(ManagerHouse& house, PeerVisit visit, ManagerDone done) {
  const auto form = boost::urls::parse_query(visit.request.body);
  const auto certificate = visit.request.peer.certificate ? wire::read_der(*visit.request.peer.certificate)
                                                          : adapters::transport::Certificate();
  fsc::TokenAsked asked;
  asked.peer = visit.peer;
  const auto no = [&](std::string_view error, const std::string& why) {
    refuse(house, std::move(visit.entry), token_refused(error, why), {{"/token", std::string(error), why}},
           std::move(done));
  };
  if (!form || !certificate) return no("invalid_request", "het formulier is niet te lezen");
  for (const auto& parameter : *form) {
    const auto name = std::string_view(parameter.key.data(), parameter.key.size());
    auto value = boost::urls::pct_string_view(parameter.value);
    boost::urls::encoding_opts options;
    options.space_as_plus = true;
    auto* into = name == "grant_type"  ? &asked.grant_type
                 : name == "scope"     ? &asked.scope
                 : name == "client_id" ? &asked.client_id
                                       : nullptr;
    if (into == nullptr) continue;
    if (!into->empty()) return no("invalid_request", "een gegeven staat er twee keer");
    into->resize(value.decoded_size());
    value.decode(options, boost::urls::string_token::assign_to(*into));
  }
  asked.thumbprint = wire::thumbprint_of(certificate.get());
  asked.key_thumbprint = wire::key_thumbprint_of(certificate.get());
  constexpr std::size_t longest = 100;
  visit.entry.reference = schemas::cut_bytes(asked.scope, longest);
  std::expected<wire::Token, fsc::NoToken> token = std::unexpected(fsc::NoToken{});
  std::expected<std::string, std::string> compact = std::unexpected(std::string());
  try {
    token =
        fsc::token_for(*house.database.reader(), house.config(), asked, fsc::seconds(house.pipeline.now()));
    if (token) compact = house.own.sign(wire::write_token(*token));
  } catch (const store::Unavailable&) {
    return done(manager_down());
  }
  if (!token) return no(token.error().error, token.error().why);
  if (!compact) return done(manager_down());
  visit.entry.outcome = log::outcome::verwerkt;
  if (token->act) visit.entry.tenant = token->sub;
  constexpr int fine = 200;
  answer_logged(
      house.pipeline, std::move(visit.entry),
      json_answer(fine, json::serialize(json::object{{"access_token", *compact}, {"token_type", "bearer"}})),
      manager_down(), std::move(done));
}

}  // namespace inburgering::gateway::http
