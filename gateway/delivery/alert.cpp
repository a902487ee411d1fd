#include "gateway/delivery/alert.h"

#include <spdlog/spdlog.h>

#include "gateway/base/milliseconds.h"

namespace inburgering::gateway::delivery {

void raise(store::Session& sql, const exchange::Pipeline& pipeline, const subscriptions::Standing& standing,
           std::string_view kind, std::string_view what) {
  constexpr Milliseconds a_day = std::chrono::milliseconds(std::chrono::hours(24)).count();
  const auto now = pipeline.now();
  if (!store::alert_now(sql, standing.id(), kind, milliseconds(now), a_day)) return;
  auto entry = pipeline.new_entry(log::direction::uit, log::feed::gateway, "alarm " + std::string(kind));
  entry.party = standing.row.afnemer;
  entry.reference = standing.id();
  entry.outcome = log::outcome::alarm;
  entry.faults = {{"abonnement " + standing.id(), std::string(kind), std::string(what)}};
  log::append(sql, entry);
  pipeline.metrics().alert(kind);
  spdlog::error("alarm {}, abonnement {}: {}", kind, standing.id(), what);
}

}  // namespace inburgering::gateway::delivery
