#pragma once
// Files of taalscholen that were broken off: by a gateway that ended, a command that was, a store that was
// full for a while.
#include "gateway/base/wake_loop.h"
#include "gateway/intake/file_worker.h"
#include "gateway/intake/taalschool.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::intake {

/// Looks for them now and then, and has them finished on the thread for files.
class UnfinishedFiles {
 public:
  UnfinishedFiles(exchange::Pipeline& pipeline, const store::Database& database, FileWorker& files)
      : pipeline_(pipeline), database_(database), files_(files) {}
  void start() { loop_.start(); }
  void stop() { loop_.stop(); }

 private:
  std::chrono::milliseconds step();
  void finish(const std::string& id);

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  FileWorker& files_;
  WakeLoop loop_{"onderbroken bestanden", [this] { return step(); }};
};

}  // namespace inburgering::gateway::intake
