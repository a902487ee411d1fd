#pragma once
#include "gateway/config/config.h"
#include "gateway/config/reader.h"

namespace inburgering::gateway::config {

/// `fsc`: the group of which this gateway is a peer.
void read_fsc(Reader fsc, Config& config);
/// What a peer that is called as one of the group must be.
adapters::transport::ServerIdentity peer_of_group(const Config& config, std::string_view peer);

}  // namespace inburgering::gateway::config
