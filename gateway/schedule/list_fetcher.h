#pragma once
// Fetches revocation lists while the gateway runs, at the latest when half of what remains of one has gone,
// and says in time when one grows old.
#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/identity/revocation.h"

namespace inburgering::gateway::schedule {

/// When a source is asked again. `left`: what remains of the life of the list that it brought; `failures`:
/// tries in a row that brought nothing; `chance` in [0, 1).
std::chrono::milliseconds until_next_fetch(std::chrono::milliseconds every, std::chrono::milliseconds left,
                                           int failures, double chance);

class ListFetcher {
 public:
  /// What an earlier run kept, and what the files hold, is in force when this returns.
  explicit ListFetcher(exchange::Pipeline& pipeline);
  void start() {
    if (keeper_) loop_.start();
  }
  void stop() {
    stopping_ = true;
    loop_.stop();
  }

 private:
  struct Plan {
    schemas::Moment due;
    int failures = 0;
    bool unknown_issuer = false;
    adapters::revocation::Source told;
    std::set<std::string> refused{};  ///< what was told of it before
  };
  std::chrono::milliseconds step();
  void look_at_files();
  void plan_sources();
  void ask(const std::string& address, Plan& plan);
  void tell(Plan& plan, const std::vector<adapters::revocation::Told>& told);
  void watch_ages();
  void watch_statuses();
  void alarm(const std::string& what);

  exchange::Pipeline& pipeline_;
  const config::Revocation& settings_;
  std::unique_ptr<adapters::revocation::Keeper> keeper_;
  std::map<std::string, Plan> plans_;  ///< by address
  std::map<std::filesystem::path, std::filesystem::file_time_type> written_;
  std::map<std::string, Plan> files_;
  std::map<std::string, int> marks_;                  ///< what was told of each list
  std::map<std::string, std::string> statuses_told_;  ///< the last warning about each certificate
  std::set<std::string> foreign_;                     ///< addresses that nobody allowed: told once
  std::atomic<bool> stopping_ = false;
  WakeLoop loop_{"intrekkingslijsten", [this] { return step(); }};
};

}  // namespace inburgering::gateway::schedule
