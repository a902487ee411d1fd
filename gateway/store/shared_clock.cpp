#include "gateway/store/shared_clock.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace inburgering::gateway::store {

void SharedClock::compare(Session& sql) {
  using std::chrono::milliseconds;
  constexpr milliseconds much{2'000};
  const auto asked = own_.now().time();
  const auto theirs = sql.engine().moment_ms();
  if (!theirs) return;
  const auto answered = own_.now().time();
  const milliseconds ahead = schemas::Moment::Time(milliseconds(*theirs)) - (asked + (answered - asked) / 2);
  ahead_ = ahead;
  const bool differs = std::chrono::abs(ahead) >= much;
  if (differs && !std::exchange(told_, true))
    spdlog::warn(
        "de klok van deze machine loopt {} s {} bij die van de database; de gateway houdt die van de "
        "database aan. Zet "
        "beide gelijk (NTP): certificaten en logs van het systeem gaan wel naar de klok van de machine",
        std::chrono::abs(ahead).count() / 1000, ahead.count() > 0 ? "achter" : "voor");
  else if (!differs)
    told_ = false;
}

}  // namespace inburgering::gateway::store
