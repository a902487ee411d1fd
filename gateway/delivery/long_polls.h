#pragma once
#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "gateway/base/surroundings.h"
#include "gateway/base/wake_loop.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::delivery {

/// Requests that wait until there is something to fetch.
class LongPolls {
 public:
  struct Manner {
    std::chrono::milliseconds look_again{1000};  ///< while someone waits and nobody wakes
    std::size_t most = 1000;                     ///< that wait at once
  };
  LongPolls(const store::Database& database, const Clock& clock, Manner manner)
      : database_(database), clock_(clock), manner_(manner) {}
  void start() { loop_.start(); }
  void wake() { loop_.wake(); }
  /// Answers all that wait.
  void stop();

  /// Calls `answer` once, when `there` says that there is something, or at the moment `until`. One more than
  /// may wait is answered at once.
  using There = std::function<bool(store::Session&)>;
  void wait(There there, Milliseconds until, std::function<void()> answer);

 private:
  struct Waiting {
    There there;
    Milliseconds until;
    std::function<void()> answer;
  };
  std::chrono::milliseconds step();
  bool is_there(const Waiting& waiting);

  const store::Database& database_;
  const Clock& clock_;
  const Manner manner_;
  std::unique_ptr<store::Session> reader_;
  std::mutex mutex_;
  std::list<Waiting> waiting_;
  bool stopped_ = false;
  WakeLoop loop_{"wie wacht op nieuws", [this] { return step(); }};
};

}  // namespace inburgering::gateway::delivery
