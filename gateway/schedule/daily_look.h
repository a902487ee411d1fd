#pragma once
#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"

namespace inburgering::gateway::schedule {

/// Once a day, and at the start, concludes anew what follows from what taalscholen told: that a school fell
/// silent shows by no message. What was concluded before and still holds makes no event, so looking twice
/// does no harm.
class DailyLook {
 public:
  DailyLook(exchange::Pipeline& pipeline, const store::Database& database)
      : pipeline_(pipeline), database_(database) {}
  void start() { loop_.start(); }
  void stop() { loop_.stop(); }

 private:
  std::chrono::milliseconds step();
  void look_at(const config::Tenant& tenant, const store::Lease& lease);

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  std::optional<schemas::Day> looked_;
  std::atomic<bool> failed_ = false;
  WakeLoop loop_{[this] { return step(); }};
};

}  // namespace inburgering::gateway::schedule
