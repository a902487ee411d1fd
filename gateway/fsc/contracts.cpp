#include "gateway/fsc/contracts.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "adapters/fsc/jcs.h"

namespace inburgering::gateway::fsc {

namespace wire = adapters::fsc;

std::int64_t seconds(schemas::Moment moment) {
  return std::chrono::floor<std::chrono::seconds>(moment.time()).time_since_epoch().count();
}

std::string tenant_of(const config::Config& config, const wire::Contract& contract) {
  std::string found;
  for (const auto& tenant : config.tenants) {
    if (!contract.has_peer(tenant.oin.digits())) continue;
    if (!found.empty()) return {};
    found = tenant.oin.digits();
  }
  return found;
}

namespace {

std::vector<store::FscGrant> grants_of(const wire::Contract& contract) {
  std::vector<store::FscGrant> grants;
  for (std::size_t i = 0; i < contract.content.grants.size(); ++i) {
    const auto& grant = contract.content.grants[i];
    grants.push_back({contract.grant_hashes[i], contract.hash, static_cast<int>(i),
                      wire::kind_of(grant).hash_type,
                      grant.data.outway ? grant.data.outway->peer_id : std::string(),
                      grant.data.service.peer_id, grant.data.service.name});
  }
  return grants;
}

/// An iv is one in whatever case it is written.
std::string in_lower_case(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

}  // namespace

std::optional<NotTaken> take(store::Session& sql, const config::Config& config, const Submission& submission,
                             std::int64_t now) {
  const auto& contract = submission.contract;
  if (const auto present = store::find_fsc_contract(sql, contract.hash); !present) {
    const auto iv = in_lower_case(contract.content.iv);
    if (store::fsc_contract_of_iv(sql, iv))
      return NotTaken{400, "iv", "deze iv is van een ander contract; een nieuw contract krijgt een nieuwe"};
    const auto us = config.oin.digits();
    if (submission.peer != us &&
        store::unsigned_fsc_contracts(sql, submission.peer, us, now) >= most_unanswered)
      return NotTaken{429, "aantal", "er wachten te veel contracten van u op antwoord"};
    store::add_fsc_contract(
        sql,
        {contract.hash, iv, tenant_of(config, contract), contract.text, contract.content.validity.not_before,
         contract.content.validity.not_after, contract.content.created_at, submission.peer},
        contract.peers(), grants_of(contract));
  }
  store::put_fsc_signature(
      sql, {contract.hash, submission.peer, std::string(wire::to_text(submission.verdict)), submission.jws,
            submission.signed_at, submission.certificate_until});
  return std::nullopt;
}

void send_to_others(store::Session& sql, const config::Config& config, const Submission& ours,
                    bool with_contract, Milliseconds now) {
  const auto type = with_contract ? std::string("contract") : std::string(wire::to_text(ours.verdict));
  for (const auto& peer : ours.contract.peers())
    if (peer != config.oin.digits())
      store::put_fsc_sending(sql, {ours.contract.hash, peer, type, 0, now, {}});
}

std::string_view to_text(Stand stand) {
  switch (stand) {
    case Stand::proposed:
      return "voorgesteld";
    case Stand::valid:
      return "geldig";
    case Stand::not_yet:
      return "nog niet ingegaan";
    case Stand::rejected:
      return "afgewezen";
    case Stand::revoked:
      return "ingetrokken door een partij";
    case Stand::expired:
      break;
  }
  return "verlopen";
}

Stand stand_of(const wire::Contract& contract, const std::vector<store::FscSignature>& signatures,
               std::int64_t now) {
  const auto any = [&](wire::Verdict verdict) {
    return std::ranges::any_of(signatures,
                               [&](const auto& each) { return each.type == wire::to_text(verdict); });
  };
  if (any(wire::Verdict::revoke)) return Stand::revoked;
  if (any(wire::Verdict::reject)) return Stand::rejected;
  if (contract.content.validity.not_after <= now) return Stand::expired;
  const auto accepted = [&](const std::string& peer) {
    return std::ranges::any_of(signatures, [&](const auto& each) {
      return each.peer == peer && each.type == wire::to_text(wire::Verdict::accept) &&
             each.certificate_until > now;
    });
  };
  if (!std::ranges::all_of(contract.peers(), accepted)) return Stand::proposed;
  return contract.holds_at(now) ? Stand::valid : Stand::not_yet;
}

std::optional<wire::Contract> reread(const store::FscContract& row) {
  const auto json = wire::read_ijson(row.content);
  auto contract = json ? wire::read_contract(*json) : std::unexpected(wire::Refused{{}, json.error()});
  if (contract && contract->hash == row.hash) return std::move(*contract);
  spdlog::error("contract {} in de opslag is niet wat zijn hash zegt, en telt niet mee", row.hash);
  return std::nullopt;
}

}  // namespace inburgering::gateway::fsc
