#include "gateway/fsc/calls.h"

#include <algorithm>

#include "adapters/fsc/error.h"
#include "gateway/config/fsc.h"
#include "gateway/store/fsc.h"

namespace inburgering::gateway::fsc {

adapters::transport::Call call_to(const config::Config& config, std::string_view peer,
                                  const std::string& address, std::string method, std::string_view path,
                                  std::string body) {
  adapters::transport::Call call;
  call.method = std::move(method);
  call.url = address + std::string(path);
  call.headers = {{std::string(adapters::fsc::header::manager), config.fsc.manager_adres}};
  if (!body.empty()) call.headers.emplace_back("Content-Type", "application/json");
  call.body = std::move(body);
  call.tls = config::tls_to(config, config.fsc.hierarchy);
  call.server = config::peer_of_group(config, peer);
  call.timeout = std::chrono::seconds(10);
  // An address that a peer gave itself leads to no network that the configuration does not name.
  if (std::ranges::find(config.fsc.peers, address, &config::Fsc::Peer::manager) == config.fsc.peers.end())
    call.only_public_and =
        std::make_shared<const std::vector<adapters::transport::Network>>(config.delivery.private_networks);
  return call;
}

std::string manager_of(store::Session& sql, const config::Config& config, const std::string& peer) {
  if (auto known = store::find_fsc_peer(sql, peer); known && !known->address.empty()) return known->address;
  const auto named =
      std::ranges::find(config.fsc.peers, peer, [](const auto& each) { return each.oin.digits(); });
  return named == config.fsc.peers.end() ? std::string() : named->manager;
}

}  // namespace inburgering::gateway::fsc
