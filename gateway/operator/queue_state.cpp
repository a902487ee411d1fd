#include "gateway/operator/queue_state.h"

#include <algorithm>

namespace inburgering::gateway::operation {

QueueState queue_state(const config::Config& config, store::Session& sql,
                       const subscriptions::Standing& standing, schemas::Moment now, const Sinks& sinks) {
  QueueState state;
  const auto counts = store::queue_counts(sql, standing.id());
  state.waiting = counts.waiting;
  state.dead = counts.dead;
  for (const auto& party : config.parties)
    if (party.oin.digits() == standing.row.afnemer) state.afnemer = party.naam;
  for (const auto& sink : sinks)
    if (sink.subscription == standing.id()) state.circuit_open = sink.open;
  if (const auto made = moment_of_uuid7(store::oldest_event(sql, standing.id()).value_or("")))
    state.oldest_seconds =
        std::chrono::duration_cast<std::chrono::seconds>(now.time() - made->time()).count();
  return state;
}

}  // namespace inburgering::gateway::operation
