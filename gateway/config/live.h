#pragma once
// The configuration of now. It may become another while everything goes on; what was begun with one goes on
// with that.
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/config/config.h"

namespace inburgering::gateway::config {

/// Copies are the same configuration, and become another together. Who asks more than one thing of it asks
/// once for `now`, and works with that.
class Live {
 public:
  /// Of one that outlives it.
  Live(const Config& config);  // NOLINT(google-explicit-constructor): it is one that never changes
  /// Stays as long as any copy of this: whoever is at work may hold on to it.
  const Config& now() const { return *shared_->present.load(); }
  /// There are as many as were ever taken up.
  void renew(std::unique_ptr<const Config> config) const;

 private:
  struct Shared {
    std::atomic<const Config*> present;
    std::mutex renewing;
    std::vector<std::unique_ptr<const Config>> own{};
  };
  std::shared_ptr<Shared> shared_;
};

/// Gives a configuration that was read anew what the running one has in use: the files and lists of `tls`,
/// which only a restart changes.
void keep_in_use(const Config& running, Config& read);

/// What differs between two configurations and only a restart can change: the names of keys, "tls",
/// "limits.body". Parties, tenants, subscriptions, schedules, deliveries, retention and the requests a second
/// can change at any time.
std::vector<std::string> needs_restart(const Config& running, const Config& read);

}  // namespace inburgering::gateway::config
