#pragma once
#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"

namespace inburgering::gateway::schedule {

/// Lets the keys of the log follow its entries (log/keys.h).
class KeyWriter {
 public:
  KeyWriter(exchange::Pipeline& pipeline, const store::Database& database)
      : pipeline_(pipeline), database_(database) {}
  void start() { loop_.start(); }
  void stop() { loop_.stop(); }

 private:
  std::chrono::milliseconds step();

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  std::unique_ptr<store::Session> reader_;
  WakeLoop loop_{"sleutels van het logboek", [this] { return step(); }};
};

}  // namespace inburgering::gateway::schedule
