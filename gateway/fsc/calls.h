#pragma once
// Calls to the Managers of other peers.
#include <string>
#include <string_view>

#include "adapters/transport/http_client.h"
#include "gateway/config/config.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::fsc {

/// Over mutual TLS under the group's anchors; who answers must be this peer.
adapters::transport::Call call_to(const config::Config& config, std::string_view peer,
                                  const std::string& address, std::string method, std::string_view path,
                                  std::string body = {});
/// Where the Manager of a peer is, as it told last, or else as the configuration says; empty when neither
/// does.
std::string manager_of(store::Session& sql, const config::Config& config, const std::string& peer);

}  // namespace inburgering::gateway::fsc
