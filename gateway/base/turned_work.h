#pragma once
#include <functional>
#include <mutex>
#include <string>

#include "gateway/base/turns.h"

namespace inburgering::gateway {

/// Work for several parties, done in the threads of those who bring it, at most `at_once` at the same time:
/// of one party in its order, and the parties take turns (turns.h). Who brings more than its turn goes on at
/// once, so a loop of which the threads are more than `at_once` always has one that hears the next party.
class TurnedWork {
 public:
  using Work = std::move_only_function<void()>;
  explicit TurnedWork(int at_once) : free_(at_once) {}
  /// Does the work in this thread, or in another that brings some. What it throws ends nothing else
  /// (adapters/transport/guard.h).
  void bring(const std::string& party, Work work);

 private:
  std::mutex mutex_;
  Turns<Work> waiting_;
  int free_;
};

}  // namespace inburgering::gateway
