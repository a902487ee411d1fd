#pragma once
#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"

namespace inburgering::gateway::schedule {

/// Once a day, at the start and after another configuration, concludes anew what the day alone changes and no
/// message tells: of persons at a taalschool, that it fell silent; and the clocks of those dossiers for which
/// one is due, which are found by the day that was written with them. What was concluded before and still
/// holds makes no event, so looking twice, or going on where another stopped, does no harm.
class DailyLook {
 public:
  DailyLook(exchange::Pipeline& pipeline, const store::Database& database)
      : pipeline_(pipeline), database_(database) {}
  void start() { loop_.start(); }
  void stop() { loop_.stop(); }
  /// Looks, when it is time to; answers when to ask again.
  std::chrono::milliseconds step();

 private:
  void look_at_schools(const config::Tenant& tenant, const store::Lease& lease);
  void look_at_klokken(const config::Tenant& tenant, const store::Lease& lease, schemas::Day today);
  void conclude(const config::Tenant& tenant, const store::Lease& lease, std::vector<std::string> dossiers,
                exchange::Pipeline::More more);

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  struct Looked {
    schemas::Day day;
    std::string configuration;
    bool operator==(const Looked&) const = default;
  };
  std::optional<Looked> looked_;
  std::atomic<bool> failed_ = false;
  WakeLoop loop_{"dagelijkse blik", [this] { return step(); }};
};

}  // namespace inburgering::gateway::schedule
