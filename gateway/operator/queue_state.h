#pragma once
#include "gateway/operator/desk.h"
#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::operation {

/// How the queue of one subscription stands.
struct QueueState {
  std::string afnemer;  ///< name of the party
  std::int64_t waiting = 0;
  std::int64_t dead = 0;
  std::int64_t oldest_seconds = 0;  ///< since when the event that waits longest was made
  bool circuit_open = false;
};
QueueState queue_state(const Desk& desk, store::Session& sql, const subscriptions::Standing& standing);

}  // namespace inburgering::gateway::operation
