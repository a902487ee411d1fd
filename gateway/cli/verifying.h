#pragma once
#include "gateway/config/config.h"
#include "gateway/log/chain.h"

namespace inburgering::gateway::cli {

/// How the log of this gateway is verified: whom its signers must come from, and who they must be.
inline log::Verify usual_verify(const config::Config& config, const store::Keys& keys) {
  log::Verify how{.keys = keys};
  how.anchors = config.client.trust;
  how.oin = config.oin.digits();
  how.time_anchors = config.log.time_stamp_trust;
  return how;
}

}  // namespace inburgering::gateway::cli
