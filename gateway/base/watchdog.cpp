#include "gateway/base/watchdog.h"

#include <algorithm>
#include <utility>

#include "adapters/transport/guard.h"

namespace inburgering::gateway {
namespace {

using Interval = std::chrono::milliseconds;

/// A few times within the interval, and never so seldom that who looks for readiness is told late.
Interval tick_of(Interval interval) {
  constexpr Interval seldom{1000}, often{10};
  return interval.count() == 0 ? seldom : std::clamp(interval / 4, often, seldom);
}

}  // namespace

Watchdog::Watchdog(Manner manner) : manner_(std::move(manner)) {
  if (manner_.interval.count() > 0) Heartbeat::set_usual(manner_.interval);
  thread_ = std::thread([this] { loop(); });
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Watchdog::loop() {
  const auto tick = tick_of(manner_.interval);
  std::vector<std::string> told;
  auto last = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    // Of a time in which the whole program was held up, and this thread with it, no loop is to blame for more
    // than a moment.
    const auto now = std::chrono::steady_clock::now();
    const auto elapsed = std::chrono::duration_cast<Interval>(now - std::exchange(last, now));
    Heartbeat::listen(std::min(elapsed, 2 * tick));
    auto still = Heartbeat::still();
    if (still.empty()) adapters::transport::guarded("waakhond", manner_.feed);
    if (still != told) adapters::transport::guarded("waakhond", [&] { manner_.tell(still); });
    told = std::move(still);
    lock.lock();
    changed_.wait_for(lock, tick, [this] { return stopping_; });
  }
}

}  // namespace inburgering::gateway
