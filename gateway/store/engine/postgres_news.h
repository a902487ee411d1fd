#pragma once
#include <memory>
#include <string>

#include "gateway/base/topics.h"
#include "gateway/base/wake_loop.h"

namespace inburgering::gateway::store {

/// Hears what other nodes committed that is new, and wakes who listens here. Should a word be lost, each who
/// works looks by itself within a second or so.
class PostgresNews {
 public:
  PostgresNews(std::string conninfo, const Topics& topics);
  ~PostgresNews();
  void start() { loop_.start(); }
  void stop() { loop_.stop(); }

 private:
  struct Ear;
  std::chrono::milliseconds step();

  const std::string conninfo_;
  const Topics& topics_;
  std::unique_ptr<Ear> ear_;
  WakeLoop loop_{"nieuws van andere nodes", [this] { return step(); }};
};

}  // namespace inburgering::gateway::store
