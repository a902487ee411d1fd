#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace inburgering::gateway::delivery {

/// A thread that does one step of work whenever it is woken, and otherwise when the step said it would be
/// time.
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
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      woken_ = false;
      lock.unlock();
      const auto pause = step_();
      lock.lock();
      changed_.wait_for(lock, pause, [this] { return woken_ || stopping_; });
    }
  }

  const std::function<std::chrono::milliseconds()> step_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace inburgering::gateway::delivery
