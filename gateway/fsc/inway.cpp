#include "gateway/fsc/inway.h"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "adapters/fsc/certificate.h"
#include "adapters/fsc/transaction.h"
#include "gateway/identity/registry.h"

namespace inburgering::gateway::fsc {

namespace wire = adapters::fsc;

namespace {

std::unexpected<NotLetIn> refused(std::string rule, wire::Code code, std::string_view why) {
  return std::unexpected(NotLetIn{std::move(rule), wire::error_answer(code, why)});
}

std::string_view why_of(wire::Code code) {
  switch (code) {
    case wire::Code::access_token_missing:
      return "deze partij komt over FSC, en er is geen token (Fsc-Authorization)";
    case wire::Code::access_token_expired:
      return "het token is verlopen; haal een nieuw";
    case wire::Code::wrong_group_id_in_token:
      return "het token is van een andere groep";
    case wire::Code::missing_log_record_id:
      return "de header Fsc-Transaction-Id ontbreekt";
    case wire::Code::invalid_log_record_id:
      return "Fsc-Transaction-Id is geen UUID van versie 7";
    default:
      return "het token is niet van hier, of niet voor wie het brengt";
  }
}

const config::Tenant* tenant_of_oin(const config::Config& config, const std::string& oin) {
  const auto found =
      std::ranges::find(config.tenants, oin, [](const auto& tenant) { return tenant.oin.digits(); });
  return found == config.tenants.end() ? nullptr : &*found;
}

}  // namespace

std::string IncomingCall::record(std::int64_t now) const {
  return boost::json::serialize(wire::transaction_record(transaction, wire::Direction::incoming, token, now));
}

bool is_narrowed(const config::Config& config, const config::Party& party, const config::Party& narrow) {
  return std::ranges::any_of(config.tenants, [&](const auto& tenant) {
    return identity::serves(party, tenant) && !identity::serves(narrow, tenant);
  });
}

std::expected<config::Party, std::string> narrowed(const config::Config& config, const config::Party& party,
                                                   const std::optional<std::string>& delegator,
                                                   const std::optional<std::string>& offered_for) {
  auto narrow = party;
  const auto to_tenant = [&](const config::Tenant& tenant) {
    if (!identity::serves(narrow, tenant)) return false;
    narrow.gemeenten = {tenant.gemeentecode};
    return true;
  };
  if (delegator) {
    const auto* tenant = tenant_of_oin(config, *delegator);
    const auto mandate =
        std::ranges::find(narrow.mandates, *delegator, [](const auto& oin) { return oin.digits(); });
    if (tenant != nullptr) {
      if (!to_tenant(*tenant)) return std::unexpected("deze partij werkt hier niet voor deze gemeente");
    } else if (mandate == narrow.mandates.end()) {
      return std::unexpected("deze partij heeft hier geen mandaat van wie zij belt");
    } else if (!offered_for) {
      // A mandate says for whom, and nothing of whose data: that is for the contract to say.
      return std::unexpected(
          "dit contract zegt niet om welke gemeente het gaat; laat de dienst namens die gemeente bieden");
    }
    narrow.mandates = mandate == narrow.mandates.end() ? std::vector<schemas::Oin>() : std::vector{*mandate};
  }
  if (offered_for) {
    const auto* tenant = tenant_of_oin(config, *offered_for);
    if (tenant == nullptr || !to_tenant(*tenant))
      return std::unexpected("deze dienst wordt hier niet namens die organisatie geboden");
  }
  if (party.role == config::Role::afnemer && is_narrowed(config, party, narrow))
    return std::unexpected(
        "een afnemer krijgt gebeurtenissen van al haar gemeenten samen en kan hier niet voor één daarvan "
        "bellen; "
        "sluit een contract op eigen naam");
  return narrow;
}

std::expected<IncomingCall, NotLetIn> judge_call(const adapters::transport::Request& head,
                                                 const config::Config& config, const config::Party& party,
                                                 const Own& own, std::int64_t now) {
  using adapters::transport::find_header;
  const auto held = own.all();
  const auto certificate =
      head.peer.certificate ? wire::read_der(*head.peer.certificate) : wire::Certificate();
  const auto thumbprint = certificate ? wire::thumbprint_of(certificate.get()) : std::string();
  const auto us = config.oin.digits();
  auto token = wire::judge_token(
      find_header(head.headers, wire::header::authorization),
      {now, config.fsc.groep, us, head.peer.serial_number, thumbprint, [&](std::string_view wanted) {
         const auto found =
             std::ranges::find(held, wanted, [](const auto& each) { return each->thumbprint; });
         return found == held.end() ? nullptr : (*found)->own.chain.front().get();
       }});
  if (!token) return refused("token", token.error(), why_of(token.error()));
  auto transaction = wire::read_transaction(find_header(head.headers, wire::header::transaction));
  if (!transaction) return refused("transactie", transaction.error(), why_of(transaction.error()));
  const auto* service = service_named(token->svc);
  if (service == nullptr)
    return refused("dienst", wire::Code::service_not_found, "deze dienst wordt hier niet geboden");
  auto narrow = narrowed(config, party, token->source_delegator(), token->pdi);
  if (!narrow) return refused("mandaat", wire::Code::access_token_invalid, narrow.error());
  return IncomingCall{std::move(*token), std::move(*transaction), service,
                      std::make_shared<const config::Party>(std::move(*narrow))};
}

adapters::transport::Response answered(adapters::transport::Response response,
                                       const std::string& transaction) {
  constexpr int not_now = 503;
  if (response.status == not_now)
    response = wire::error_answer(wire::Code::transaction_log_write_error,
                                  "de transactie kan nu niet worden vastgelegd; er is niets gedaan");
  response.headers.emplace_back(wire::header::transaction, transaction);
  return response;
}

}  // namespace inburgering::gateway::fsc
