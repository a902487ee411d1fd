#include "gateway/delivery/call.h"

#include <algorithm>

namespace inburgering::gateway::delivery {
namespace {

auto party_of(const config::Config& config, const wishes::Subscription& wish) {
  return std::ranges::find(config.parties, wish.afnemer, &config::Party::oin);
}

}  // namespace

adapters::transport::TlsFiles tls_of(const config::Config& config, const wishes::Subscription& wish) {
  const auto party = party_of(config, wish);
  auto hierarchy = party == config.parties.end() ? config::Hierarchy() : party->hierarchy;
  if (wish.certificaat && hierarchy.certificaat.empty()) hierarchy.certificaat = *wish.certificaat;
  if (wish.vertrouwen && hierarchy.vertrouwen.empty()) hierarchy.vertrouwen = *wish.vertrouwen;
  return config::tls_to(config, hierarchy);
}

adapters::transport::Call call_to(const config::Config& config, const wishes::Subscription& wish,
                                  std::string_view method) {
  adapters::transport::Call call;
  call.method = method;
  call.url = wish.url.value_or("");
  call.tls = tls_of(config, wish);
  call.pin = wish.pin.value_or("");
  const auto party = party_of(config, wish);
  if (party != config.parties.end())
    call.server = party->servers;
  else
    call.server = adapters::transport::ServerIdentity{.oins = {wish.afnemer.digits()}, .pins = {}};
  call.status_decides = true;
  call.timeout = config.delivery.timeout;
  call.connect_timeout = std::min(call.connect_timeout, call.timeout);
  constexpr std::size_t most = std::size_t{64} * 1024;
  call.max_answer = most;
  call.only_public_and =
      std::make_shared<const std::vector<adapters::transport::Network>>(config.delivery.private_networks);
  return call;
}

}  // namespace inburgering::gateway::delivery
