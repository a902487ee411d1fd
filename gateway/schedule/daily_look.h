#pragma once
#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"

namespace inburgering::gateway::schedule {

/// Once a day, at the start and after another configuration, concludes anew what the day alone changes and no
/// message tells, of those dossiers that are due: a clock, or a taalschool that proves silent. They are found
/// by the day that was written with them; after other clocks or rules all are due. Where the gemeente wants
/// its hours reported by themselves, that is done for all who go to school. What was concluded before and
/// still holds makes no event, so looking twice, or going on where another stopped, does no harm.
class DailyLook {
 public:
  DailyLook(exchange::Pipeline& pipeline, const store::Database& database)
      : pipeline_(pipeline), database_(database) {}
  void start() { loop_.start(); }
  void stop() { loop_.stop(); }
  /// Looks, when it is time to; answers when to ask again.
  std::chrono::milliseconds step();

 private:
  void report_all_hours(const config::Tenant& tenant, const store::Lease& lease);
  void look_at_due(const config::Tenant& tenant, const store::Lease& lease, schemas::Day today);
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
