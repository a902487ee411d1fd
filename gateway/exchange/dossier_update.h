#pragma once
#include <optional>
#include <string>

#include "gateway/exchange/draft.h"
#include "mapping/change.h"

namespace inburgering::gateway::exchange {

/// The message behind an update.
struct Cause {
  std::string message_id;
  std::string traceparent;
  schemas::Moment moment;
  std::optional<schemas::Oin> only_for{};  ///< the one afnemer that is told; none = all that want it
  /// The message that says it, where that is an answer to what the cause gave reason to ask; else empty.
  std::string told_in{};
  bool of_time = false;  ///< nobody said anything: what it concludes follows from the day
  /// The afnemer whose own word this is: its subscriptions are not told it again, unless they want to be
  /// (wishes::Subscription::eigen_registraties).
  std::optional<schemas::Oin> sender{};
};
/// Of a message whose log entry has its trace.
Cause cause_of(const log::Entry& entry);

struct Updated {
  store::Dossier dossier;
  std::int64_t events = 0;
  schemas::Faults remarks{};          ///< on what was said, for the log entry
  bool registration_changed = false;  ///< the person is registered in another gemeente than was known
};

/// Lays what is said over the dossier: what is already known is dropped, what changed becomes a numbered
/// event, and each subscription that wants it gets a delivery.
Updated update_dossier(Draft& draft, const config::Tenant& tenant, const mapping::Translation& translation,
                       const Cause& cause);

}  // namespace inburgering::gateway::exchange
