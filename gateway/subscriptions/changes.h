#pragma once
// What can be done to a subscription, by its afnemer over the API and by the operator. Each is done inside
// the caller's transaction, who also writes the log entry.
#include "gateway/config/references.h"
#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::subscriptions {

/// Makes it. False when the id is taken.
bool create(store::Session& sql, const config::Config& config, const wishes::Subscription& wish,
            std::string_view origin, Surroundings around);
/// Changes what it says; what is queued stays, and goes to where it points from now on. Another address or
/// another server must confirm anew.
void change(store::Session& sql, const Standing& standing, const wishes::Subscription& wish,
            schemas::Moment now);
/// What stands in `Authorization` when it is called, from now on; it must confirm anew.
void set_access(store::Session& sql, const store::Sealing& sealing, std::string_view id,
                std::string_view access);
void set_paused(store::Session& sql, const Standing& standing, bool paused);
/// Ends it: no event is queued any more, and what waits is taken out. Answers how many wait.
std::int64_t remove(store::Session& sql, const Standing& standing, Surroundings around);

/// Brings the store in line with the configuration. Answers the ids that were ended because they no longer
/// stand in it, with how many events waited. Throws std::runtime_error when an id is taken by another origin.
struct Ended {
  std::string id;
  std::int64_t waiting;
};
std::vector<Ended> take_up(store::Session& sql, const config::Config& config, Surroundings around);

/// The dossier of this id, when the afnemer may have it by this subscription.
std::optional<store::Dossier> dossier_for(store::Session& sql, const store::Sealing& sealing,
                                          const config::Config& config, const Standing& standing,
                                          std::string_view id);

/// Queues the present state of all dossiers that it wants, or of one. False while that is being done already.
bool start_present(store::Session& sql, const config::Config& config, const Standing& standing,
                   const std::optional<store::Dossier>& dossier, Surroundings around);

/// Which events to repeat: of one dossier, or all that were made in [from, until).
struct Replay {
  std::optional<store::Dossier> dossier{};
  schemas::Moment from{};
  schemas::Moment until{};
};
/// Starts to queue them anew; answers how many events will be gone through.
std::int64_t start_replay(store::Session& sql, const config::Config& config, const Standing& standing,
                          const Replay& replay, Surroundings around);
/// Queues one event anew. False when there is no such event that this subscription may have.
bool replay_one(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
                const Standing& standing, std::string_view event);

/// Puts dead letters back: one, or all that died since a moment, at most 10,000 at once.
std::int64_t retry_dead(store::Session& sql, const Standing& standing,
                        const std::optional<std::string>& event, Milliseconds since, schemas::Moment now);
/// Puts the event that blocks a person among the dead letters, so that the next can go. Answers its id.
std::optional<std::string> skip(store::Session& sql, const Standing& standing, std::string_view lane,
                                schemas::Moment now);

}  // namespace inburgering::gateway::subscriptions
