#pragma once
#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::subscriptions {

/// The CloudEvent of a kept event, with its data: what `wants` looks at. Nothing when it cannot be read.
std::optional<boost::json::object> open_event(const store::Sealing& sealing, const store::StoredEvent& event);

/// Queues the present state of one dossier, as far as the subscription wants it; answers how many events.
std::int64_t queue_present(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
                           const Standing& standing, const config::Tenant& tenant,
                           const store::Dossier& dossier);
/// Queues an event anew, when the subscription wants it.
bool queue_again(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
                 const Standing& standing, const store::StoredEvent& event);

/// The event that a subscription was told of thinly, opened, when its afnemer may have what it says: it is
/// one that this subscription gets, of a gemeente that it may have, and its own when it tells a present
/// state.
std::optional<std::pair<store::StoredEvent, boost::json::object>> find_told(store::Session& sql,
                                                                            const store::Sealing& sealing,
                                                                            const config::Config& config,
                                                                            const Standing& standing,
                                                                            std::string_view event);

/// Does a part of a job, small enough that others need not wait for it; false when nothing was left to do.
/// The log entry of its end is left to the caller.
bool feed_some(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
               store::Job& job);

}  // namespace inburgering::gateway::subscriptions
