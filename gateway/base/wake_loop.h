#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "adapters/transport/guard.h"

namespace inburgering::gateway {

/// A thread that does one step of work whenever it is woken, and otherwise when the step said it would be
/// time. A step that throws is told and counted, and tried again after a pause.
class WakeLoop {
 public:
  /// `step` answers how long to sleep when nobody wakes.
  explicit WakeLoop(std::function<std::chrono::milliseconds()> step) : step_(std::move(step)) {}
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
  /// Whether its step is busy for so long that something must be wrong.
  bool stuck() const {
    constexpr std::chrono::minutes far_too_long{5};
    const auto since = busy_since_.load();
    return since != Clock::time_point() && Clock::now() - since > far_too_long;
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
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      woken_ = false;
      lock.unlock();
      busy_since_ = Clock::now();
      auto pause = after_a_fault;
      adapters::transport::guarded("lus", [&] { pause = step_(); });
      busy_since_ = Clock::time_point();
      lock.lock();
      changed_.wait_for(lock, pause, [this] { return woken_ || stopping_; });
    }
  }

  const std::function<std::chrono::milliseconds()> step_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<Clock::time_point> busy_since_{};
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace inburgering::gateway
