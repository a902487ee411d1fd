#pragma once
#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "gateway/delivery/wake_loop.h"
#include "gateway/store/database.h"
#include "gateway/surroundings.h"

namespace inburgering::gateway::operation {

/// Requests that wait until the log has grown.
class Tail {
 public:
  Tail(const store::Database& database, const Clock& clock) : database_(database), clock_(clock) {}
  void start() { loop_.start(); }
  /// Answers all that wait.
  void stop();
  /// Calls `answer` once: when the log runs beyond `seq`, or at the moment `until`. At most 200 wait; one
  /// more is answered at once.
  void wait(std::int64_t seq, schemas::Moment until, std::function<void()> answer);

 private:
  struct Waiting {
    std::int64_t seq;
    schemas::Moment until;
    std::function<void()> answer;
  };
  std::chrono::milliseconds step();

  const store::Database& database_;
  const Clock& clock_;
  std::unique_ptr<store::Session> reader_;
  std::mutex mutex_;
  std::list<Waiting> waiting_;
  bool stopped_ = false;
  delivery::WakeLoop loop_{[this] { return step(); }};
};

}  // namespace inburgering::gateway::operation
