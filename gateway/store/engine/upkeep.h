#pragma once
#include <memory>

#include "gateway/base/wake_loop.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// Keeps the store quick beside who writes (Engine::keep_up).
class Upkeep {
 public:
  explicit Upkeep(const Database& database) : database_(database) {}
  void start() { loop_.start(); }
  void stop() { loop_.stop(); }

 private:
  std::chrono::milliseconds step();

  const Database& database_;
  std::unique_ptr<Session> session_;
  WakeLoop loop_{"opslag bijwerken", [this] { return step(); }};
};

}  // namespace inburgering::gateway::store
