#pragma once
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "gateway/delivery/wake_loop.h"
#include "gateway/store/deliveries.h"
#include "gateway/surroundings.h"

namespace inburgering::gateway::delivery {

/// Requests of afnemers that wait until there is something to fetch.
class LongPolls {
 public:
  LongPolls(const store::Database& database, const Clock& clock) : database_(database), clock_(clock) {}
  void start() { loop_.start(); }
  void wake() { loop_.wake(); }
  /// Answers all that wait.
  void stop();

  /// Calls `answer` once, when the queue of this subscription holds something behind `position`, or at the
  /// moment `until`. At most 1000 wait; one more is answered at once.
  void wait(std::string subscription, std::int64_t position, store::Milliseconds until,
            std::function<void()> answer);

 private:
  struct Waiting {
    std::string subscription;
    std::int64_t position;
    store::Milliseconds until;
    std::function<void()> answer;
  };
  std::chrono::milliseconds step();

  const store::Database& database_;
  const Clock& clock_;
  std::unique_ptr<store::Session> reader_;
  std::mutex mutex_;
  std::list<Waiting> waiting_;
  bool stopped_ = false;
  WakeLoop loop_{[this] { return step(); }};
};

}  // namespace inburgering::gateway::delivery
