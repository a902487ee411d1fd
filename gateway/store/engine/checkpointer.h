#pragma once
#include <filesystem>
#include <memory>

#include "gateway/base/wake_loop.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// Of SQLite: brings over what was committed from the WAL to the store's own file, beside who writes: what it
/// leaves when the WAL is full the writer brings over itself, and that is little.
class Checkpointer {
 public:
  explicit Checkpointer(const Database& database) : database_(database) {}
  void start() { loop_.start(); }
  void stop() { loop_.stop(); }

 private:
  std::chrono::milliseconds step();

  const Database& database_;
  std::unique_ptr<Session> session_;
  WakeLoop loop_{"opslag bijwerken", [this] { return step(); }};
};

}  // namespace inburgering::gateway::store
