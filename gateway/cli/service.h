#pragma once
// What the supervisor of the gateway (systemd) hears of it: that it is ready, reads its configuration anew,
// stops, and that its loops live. The line that `systemctl status` shows names no person.
#include <atomic>
#include <string>

#include "gateway/base/supervisor.h"
#include "gateway/base/watchdog.h"
#include "gateway/operator/readiness.h"

namespace inburgering::gateway::cli {

class Service {
 public:
  /// Before any thread begins.
  Service();

  const Supervisor& supervisor() const { return supervisor_; }
  /// What it is at while it starts; the supervisor waits for it meanwhile, however long that takes.
  void starts(const std::string& at);
  /// How it stands: told when that is another than before. The first time that all is well it is ready.
  void stands(const operation::Readiness& readiness, const std::string& at_work);
  bool is_ready() const { return ready_; }
  /// Reads its configuration anew, until `stands` tells how it stands then.
  void reloads();
  void stops();

 private:
  void tell(const std::string& state, const std::string& status);

  Supervisor supervisor_;
  std::atomic<bool> starting_ = true;
  bool ready_ = false;
  bool reloading_ = false;
  std::string status_;
  const Watchdog watchdog_;  ///< last: its thread uses what stands above
};

}  // namespace inburgering::gateway::cli
