#pragma once
// Who on this machine may read a key, or change what the gateway is told to trust.
#include "gateway/config/config.h"

namespace inburgering::gateway::config {

/// Keys that others than the owner and its group may read, or others than the owner may write; and a
/// configuration, certificate, anchor or list that others than the owner may write. In production each is a
/// reason not to start; in test they are told. Dutch, with the command that mends it.
schemas::Faults check_file_modes(const Config& config);

}  // namespace inburgering::gateway::config
