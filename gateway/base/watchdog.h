#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gateway/base/heartbeat.h"

namespace inburgering::gateway {

/// Listens to all hearts and, while all of them beat, feeds whoever would end a program that stands still.
class Watchdog {
 public:
  struct Manner {
    /// Within which it must be fed; also the usual time of a turn. Zero: nobody asks it.
    std::chrono::milliseconds interval{0};
    std::function<void()> feed;
    /// Told once of each change: who stands still, or nobody any more.
    std::function<void(const std::vector<std::string>& still)> tell;
  };

  explicit Watchdog(Manner manner);
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog();

 private:
  void loop();

  const Manner manner_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace inburgering::gateway
