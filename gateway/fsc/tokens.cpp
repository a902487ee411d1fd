#include "gateway/fsc/tokens.h"

#include <algorithm>
#include <array>

#include "gateway/fsc/contracts.h"

namespace inburgering::gateway::fsc {

namespace wire = adapters::fsc;

namespace {

constexpr std::array services{
    Service{"duo-notificaties", config::Role::duo}, Service{"brp-stuf", config::Role::brp},
    Service{"taalschool", config::Role::taalschool}, Service{"gemeente", config::Role::afnemer}};

}  // namespace

const Service* service_named(std::string_view name) {
  const auto found = std::ranges::find(services, name, &Service::name);
  return found == services.end() ? nullptr : &*found;
}

const Service* service_of(config::Role role) {
  const auto found = std::ranges::find(services, role, &Service::role);
  return found == services.end() ? nullptr : &*found;
}

std::expected<wire::Token, NoToken> token_for(store::Session& sql, const config::Config& config,
                                              const TokenAsked& asked, std::int64_t now) {
  const auto refuse = [](std::string_view error, std::string why) {
    return std::unexpected(NoToken{error, std::move(why)});
  };
  if (asked.grant_type.empty()) return refuse("invalid_request", "grant_type ontbreekt");
  if (asked.grant_type != "client_credentials")
    return refuse("unsupported_grant_type", "alleen grant_type client_credentials kan");
  if (asked.client_id.empty()) return refuse("invalid_request", "client_id ontbreekt");
  if (asked.client_id != asked.peer)
    return refuse("invalid_client", "client_id is niet de partij van het certificaat");
  if (asked.scope.empty()) return refuse("invalid_request", "scope ontbreekt: de hash van de toestemming");
  if (!wire::read_hash_type(asked.scope))
    return refuse("invalid_scope", "scope is geen hash van een toestemming");
  const auto row = store::find_fsc_grant(sql, asked.scope);
  const auto stored = row ? store::find_fsc_contract(sql, row->contract) : std::nullopt;
  if (!stored) return refuse("invalid_scope", "deze toestemming is hier niet bekend");
  const auto read = reread(*stored);
  if (!read) return refuse("invalid_scope", "het contract met deze toestemming is hier niet te lezen");
  const auto& contract = *read;
  const auto& grant = contract.content.grants.at(static_cast<std::size_t>(row->position)).data;
  if (!grant.outway) return refuse("invalid_scope", "dit is geen toestemming om te bellen");
  if (grant.outway->peer_id != asked.peer)
    return refuse("unauthorized_client", "deze toestemming is van een andere partij");
  if (grant.outway->public_key_thumbprint != asked.key_thumbprint)
    return refuse("unauthorized_client", "de sleutel van het certificaat is niet die van de toestemming");
  if (grant.service.peer_id != config.oin.digits() || service_named(grant.service.name) == nullptr)
    return refuse("invalid_scope", "deze dienst wordt hier niet geboden");
  if (const auto stand = stand_of(contract, store::fsc_signatures_of(sql, contract.hash), now);
      stand != Stand::valid)
    return refuse("invalid_grant", "het contract met deze toestemming is " + std::string(to_text(stand)));
  wire::Token token;
  token.gth = asked.scope;
  token.gid = config.fsc.groep;
  token.sub = grant.delegator ? grant.delegator->peer_id : asked.peer;
  if (grant.delegator) token.act = wire::Actor{asked.peer};
  if (grant.service.delegator) token.pdi = grant.service.delegator->peer_id;
  token.iss = config.oin.digits();
  token.svc = grant.service.name;
  token.aud = config.fsc.inway_adres;
  // As others see it whose clock is behind.
  token.nbf = now - wire::clocks_differ;
  token.exp = std::min(now + config.fsc.token.count(), contract.content.validity.not_after);
  token.cnf.thumbprint = asked.thumbprint;
  token.prp = grant.properties;
  return token;
}

}  // namespace inburgering::gateway::fsc
