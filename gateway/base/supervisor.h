#pragma once
// Who started this program and looks after it, where that is systemd or something that speaks as it does:
// sd_notify(3), sd_listen_fds(3), sd_watchdog_enabled(3). Each is a few lines and a promise that does not
// change, so that no library is asked for it.
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::gateway {

class Supervisor {
 public:
  /// Reads what it left in the environment of this process, and takes that away: no child is to think that it
  /// is meant. Before any thread begins.
  static Supervisor of_this_process();

  /// Tells it something, in lines of NAME=value; nothing happens when nobody asked to be told.
  void tell(std::string_view lines) const;
  /// That from here on the configuration is read anew, until it is told READY=1.
  void tell_reloading() const;
  bool is_told() const { return !notify_socket_.empty(); }

  /// Within which it wants to hear WATCHDOG=1; zero when it does not.
  std::chrono::milliseconds watchdog() const { return watchdog_; }
  /// Sockets that listen already, by the name that they were given; ours to close.
  const std::map<std::string, std::vector<int>>& sockets() const { return sockets_; }
  /// Whether only this machine can reach it.
  static bool is_loopback(int socket);

 private:
  std::string notify_socket_;
  std::chrono::milliseconds watchdog_{0};
  std::map<std::string, std::vector<int>> sockets_;
};

}  // namespace inburgering::gateway
