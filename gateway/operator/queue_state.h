#pragma once
#include "gateway/delivery/dispatcher.h"
#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::operation {

using Sinks = std::vector<delivery::Dispatcher::SinkState>;

/// How the queue of one subscription stands.
struct QueueState {
  std::string afnemer;  ///< name of the party
  std::int64_t waiting = 0;
  std::int64_t dead = 0;
  std::int64_t oldest_seconds = 0;  ///< since when the event that waits longest was made
  bool circuit_open = false;
};
/// `sinks` is what only the running gateway knows.
QueueState queue_state(const config::Config& config, store::Session& sql,
                       const subscriptions::Standing& standing, schemas::Moment now, const Sinks& sinks);

}  // namespace inburgering::gateway::operation
