#pragma once
#include <optional>
#include <string>

#include "gateway/config/config.h"
#include "gateway/log/exchange_log.h"
#include "gateway/store/dossiers.h"
#include "mapping/change.h"

namespace inburgering::gateway::exchange {

/// The message behind an update.
struct Cause {
  std::string message_id;
  std::string traceparent;
  schemas::Moment moment;
  std::optional<schemas::Oin> only_for{};  ///< the one afnemer that is told; none = all that want it
};
/// Of a message whose log entry has its trace.
Cause cause_of(const log::Entry& entry);

struct Updated {
  store::Dossier dossier;
  std::int64_t events = 0;
  bool registration_changed = false;  ///< the person is registered in another gemeente than was known
};

/// Lays what a message says over the dossier, inside the caller's transaction: what is already known is
/// dropped, what changed becomes a numbered event, and each subscription that wants it gets a delivery.
Updated update_dossier(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
                       const config::Tenant& tenant, const mapping::Translation& translation,
                       const Cause& cause);

}  // namespace inburgering::gateway::exchange
