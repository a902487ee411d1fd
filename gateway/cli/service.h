#pragma once
// What the supervisor of the gateway (systemd) hears of it: that it is ready, reads its configuration anew,
// stops, and that its loops live. The line that `systemctl status` shows names no person.
#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include "gateway/base/heartbeat.h"
#include "gateway/base/supervisor.h"
#include "gateway/base/watchdog.h"
#include "gateway/operator/readiness.h"

namespace inburgering::gateway::cli {

class Service {
 public:
  /// Before any thread begins, with the signals that end it held back. Until `started` such a signal ends
  /// the program at once, whatever the start waits for: what it was at, it takes up again the next time.
  Service();

  const Supervisor& supervisor() const { return supervisor_; }
  /// The step that it is at while it starts; the supervisor waits for it as long as that gets on
  /// (heartbeat.h), and no longer.
  void starts(const char* at);
  /// From here the loops beat themselves, and hear the signals.
  void started();
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
  std::atomic<const char*> at_ = "configuratie en sleutels lezen";
  std::optional<Heartbeat> start_;  ///< of the thread that starts
  std::optional<std::jthread> stopper_;
  bool ready_ = false;
  bool reloading_ = false;
  std::string status_;
  const Watchdog watchdog_;  ///< last: its thread uses what stands above
};

}  // namespace inburgering::gateway::cli
