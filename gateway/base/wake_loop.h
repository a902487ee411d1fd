#pragma once
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "adapters/transport/guard.h"
#include "gateway/base/heartbeat.h"

namespace inburgering::gateway {

/// A thread that does one step of work whenever it is woken, and otherwise when the step said it would be
/// time. A step that throws is told and counted, and tried again after a pause.
class WakeLoop {
 public:
  /// `name`: Dutch, as an operator is told of it (heartbeat.h). `step` answers how long to sleep when nobody
  /// wakes.
  WakeLoop(std::string name, std::function<std::chrono::milliseconds()> step)
      : name_(std::move(name)), step_(std::move(step)) {}
  WakeLoop(const WakeLoop&) = delete;
  WakeLoop& operator=(const WakeLoop&) = delete;
  ~WakeLoop() { stop(); }

  void start() {
    thread_ = std::thread([this] { loop(); });
  }
  void wake() {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
    }
    changed_.notify_one();
  }
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds after_a_fault{1000};

  void loop() {
    Heartbeat heart(name_);
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      woken_ = false;
      lock.unlock();
      auto pause = after_a_fault;
      adapters::transport::guarded("lus", [&] { pause = step_(); });
      lock.lock();
      sleep(lock, pause, heart);
    }
  }

  void sleep(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds pause, Heartbeat& heart) {
    const auto until = Clock::now() + pause;
    do {
      heart.beat();
      changed_.wait_until(lock, std::min(until, Clock::now() + Heartbeat::rest()),
                          [this] { return woken_ || stopping_; });
    } while (!woken_ && !stopping_ && Clock::now() < until);
  }

  const std::string name_;
  const std::function<std::chrono::milliseconds()> step_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace inburgering::gateway
