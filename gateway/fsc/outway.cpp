#include "gateway/fsc/outway.h"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "adapters/fsc/jcs.h"
#include "adapters/fsc/transaction.h"
#include "gateway/config/fsc.h"
#include "gateway/fsc/calls.h"
#include "gateway/fsc/contracts.h"
#include "gateway/log/trace.h"
#include "schemas/record/text_member.h"

namespace inburgering::gateway::fsc {

namespace wire = adapters::fsc;
using adapters::transport::find_header;

namespace {

/// A token is not used so shortly before its end: the call has to get there.
constexpr std::int64_t in_time = 30;

std::optional<std::string> bron_of(const adapters::transport::Call& call) {
  const auto bron = find_header(call.headers, "bron");
  return bron.empty() ? std::nullopt : std::optional(std::string(bron));
}

/// The same path at another address.
std::string at(const std::string& address, const std::string& url) {
  const auto scheme = url.find("://");
  const auto path = scheme == std::string::npos ? scheme : url.find('/', scheme + 3);
  return address + (path == std::string::npos ? std::string() : url.substr(path));
}

/// hash → text in a form (application/x-www-form-urlencoded); a hash has `$` alone besides what may stand.
std::string in_form(const std::string& hash) {
  std::string text;
  for (const char c : hash) text += c == '$' ? std::string("%24") : std::string{c};
  return text;
}

}  // namespace

bool Outway::take(Call& call, Done& done) {
  if (!call.server || call.server->oins.empty()) return false;
  const auto& config = live_.now();
  const auto party = std::ranges::find(config.parties, call.server->oins.front(),
                                       [](const auto& each) { return each.oin.digits(); });
  if (party == config.parties.end() || party->dienst.empty()) return false;
  std::expected<Way, std::string> way = std::unexpected(std::string());
  try {
    way = way_for(*party, bron_of(call));
  } catch (const store::Unavailable&) {
    way = std::unexpected("de contracten zijn nu niet te lezen");
  }
  if (!way) {
    fail(std::move(done), way.error());
  } else if (const auto token = held(*way)) {
    go(*way, *token, std::move(call), std::move(done));
  } else {
    fetch(*way, std::move(call), std::move(done));
  }
  return true;
}

void Outway::close() {
  const std::lock_guard lock(client_mutex_);
  client_ = nullptr;
}

/// By a valid contract: in the name of the gemeente that asks, where one lets us; else in our own. Never in
/// that of another gemeente.
std::expected<Outway::Way, std::string> Outway::way_for(const config::Party& party,
                                                        const std::optional<std::string>& bron) {
  const auto& config = live_.now();
  const auto identity = own_.now();
  if (!identity) return std::unexpected(identity.error());
  const auto key = wire::key_thumbprint_of((*identity)->own.chain.front().get());
  const auto peer = party.oin.digits();
  const auto sql = database_.reader();
  const auto now = seconds(pipeline_.now());
  std::optional<std::string> found;
  std::string on_behalf_of;
  for (const auto& row : store::fsc_grants_to_call(*sql, peer, party.dienst, config.oin.digits(), now)) {
    const auto stored = store::find_fsc_contract(*sql, row.contract);
    if (!stored) continue;
    const auto read = reread(*stored);
    if (!read) continue;
    const auto& contract = *read;
    const auto& grant = contract.content.grants.at(static_cast<std::size_t>(row.position)).data;
    if (!grant.outway || grant.outway->public_key_thumbprint != key) continue;
    if (grant.delegator && grant.delegator->peer_id != bron) continue;
    if (stand_of(contract, store::fsc_signatures_of(*sql, contract.hash), now) != Stand::valid) continue;
    if (!found || grant.delegator) found = row.hash;
    if (grant.delegator) on_behalf_of = grant.delegator->peer_id;
    if (grant.delegator) break;
  }
  if (!found)
    return std::unexpected("er is geen geldig contract van FSC om dienst " + party.dienst + " van " + peer +
                           " te bellen; zie fsc contract list");
  auto manager = manager_of(*sql, config, peer);
  if (manager.empty())
    return std::unexpected("het adres van de Manager van " + peer +
                           " is niet bekend; zet het onder fsc.peers");
  return Way{std::move(*found),       peer,         std::move(manager),
             (*identity)->thumbprint, party.dienst, std::move(on_behalf_of)};
}

std::optional<Outway::Held> Outway::held(const Way& way) {
  const auto now = seconds(pipeline_.now());
  const std::lock_guard lock(tokens_mutex_);
  const auto found = tokens_.find({way.grant, way.thumbprint});
  if (found == tokens_.end()) return std::nullopt;
  if (found->second.says.exp > now + in_time) return found->second;
  tokens_.erase(found);
  return std::nullopt;
}

void Outway::fetch(const Way& way, Call call, Done done) {
  auto asking = call_to(
      live_.now(), way.peer, way.manager, "POST", "/v1/token",
      "grant_type=client_credentials&client_id=" + live_.now().oin.digits() + "&scope=" + in_form(way.grant));
  std::erase_if(asking.headers, [](const auto& each) { return each.first == "Content-Type"; });
  asking.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  send(std::move(asking),
       [this, way, call = std::move(call), done = std::move(done)](const Answer& answer) mutable {
         auto token = token_in(way, answer);
         if (!token) return fail(std::move(done), token.error());
         {
           const std::lock_guard lock(tokens_mutex_);
           std::erase_if(tokens_, [now = seconds(pipeline_.now())](const auto& each) {
             return each.second.says.exp <= now;
           });
           tokens_[{way.grant, way.thumbprint}] = *token;
         }
         go(way, *token, std::move(call), std::move(done));
       });
}

/// What we were given is for this call, or it is not used: its signature is for the Inway to judge.
std::expected<Outway::Held, std::string> Outway::token_in(const Way& way, const Answer& answer) const {
  const auto no = [&](const std::string& why) {
    return std::unexpected("de Manager van " + way.peer + " gaf geen token: " + why);
  };
  constexpr int fine = 200;
  const auto json = wire::read_ijson(answer.body);
  const auto* object = json ? json->if_object() : nullptr;
  if (answer.status != fine) {
    if (answer.status == 0) return no(answer.failure);
    const auto error = object == nullptr ? std::string() : schemas::text_member(*object, "error");
    constexpr std::size_t longest = 40;
    return no("HTTP " + std::to_string(answer.status) + " " + error.substr(0, longest));
  }
  auto compact = object == nullptr ? std::string() : schemas::text_member(*object, "access_token");
  auto says = wire::read_token(compact);
  const auto& config = live_.now();
  if (!says) return no("het is niet te lezen");
  if (says->gth != way.grant || says->gid != config.fsc.groep || says->iss != way.peer ||
      says->caller() != config.oin.digits() || says->svc != way.service ||
      says->source_delegator().value_or("") != way.on_behalf_of || says->cnf.thumbprint != way.thumbprint)
    return no("het is niet voor deze aanroep");
  if (!config::is_fsc_address(says->aud, config.production)) return no("het adres van de Inway deugt niet");
  return Held{std::move(compact), std::move(*says)};
}

void Outway::go(const Way& way, const Held& token, Call call, Done done) {
  const auto& config = live_.now();
  const auto party =
      std::ranges::find(config.parties, way.peer, [](const auto& each) { return each.oin.digits(); });
  const auto transaction = pipeline_.new_id();
  const auto bron = bron_of(call);
  auto entry = pipeline_.new_entry(
      log::direction::uit, party == config.parties.end() ? log::feed::gateway : log::feed::of(party->role),
      "fsc transactie");
  entry.party = way.peer;
  entry.reference = transaction;
  entry.outcome = log::outcome::verwerkt;
  entry.size = static_cast<std::int64_t>(call.body.size());
  if (bron &&
      std::ranges::any_of(config.tenants, [&](const auto& each) { return each.oin.digits() == *bron; }))
    entry.tenant = *bron;
  if (const auto parent = log::read_traceparent(find_header(call.headers, "traceparent"))) {
    entry.trace_id = parent->trace_id;
    entry.parent_span = parent->span_id;
  }
  entry.fsc = boost::json::serialize(
      wire::transaction_record(transaction, wire::Direction::outgoing, token.says, seconds(entry.moment)));
  call.url = at(token.says.aud, call.url);
  call.headers.emplace_back(wire::header::authorization, "Bearer " + token.compact);
  call.headers.emplace_back(wire::header::transaction, transaction);
  call.tls = config::tls_to(config, config.fsc.hierarchy);
  call.server = config::peer_of_group(config, way.peer);
  pipeline_.note(std::move(entry), [this, name = Name{way.grant, way.thumbprint}, call = std::move(call),
                                    done = std::move(done)](bool written) mutable {
    if (!written) {
      Answer answer;
      answer.failure = "de transactie kon niet worden vastgelegd; er is niets verstuurd";
      return done(std::move(answer));
    }
    send(std::move(call), [this, name, done = std::move(done)](Answer answer) {
      constexpr int unauthorized = 401;
      // Another is fetched for the next try.
      if (answer.status == unauthorized && !find_header(answer.headers, wire::header::error).empty()) {
        const std::lock_guard lock(tokens_mutex_);
        tokens_.erase(name);
      }
      done(std::move(answer));
    });
  });
}

/// Not in the caller's hands: it may hold what `done` needs.
void Outway::fail(Done done, std::string why) {
  pipeline_.transact([](store::Session&) {},
                     [done = std::move(done), why = std::move(why)](bool) {
                       Answer answer;
                       answer.failure = why;
                       done(std::move(answer));
                     });
}

void Outway::send(Call call, Done done) {
  const std::lock_guard lock(client_mutex_);
  if (client_ != nullptr) client_->send(std::move(call), std::move(done));
}

}  // namespace inburgering::gateway::fsc
