#pragma once
#include <memory>

#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"

namespace inburgering::gateway::delivery {

/// Fills queues with present states and replays, and empties those of subscriptions that ended: part by part,
/// each part a transaction, going on after a restart where it was.
class Feeder {
 public:
  Feeder(exchange::Pipeline& pipeline, const store::Database& database)
      : pipeline_(pipeline), database_(database) {}
  void start() { loop_.start(); }
  void wake() { loop_.wake(); }
  void stop() { loop_.stop(); }

 private:
  std::chrono::milliseconds step();

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  std::unique_ptr<store::Session> reader_;
  WakeLoop loop_{"beginstanden en herhalingen", [this] { return step(); }};
};

}  // namespace inburgering::gateway::delivery
