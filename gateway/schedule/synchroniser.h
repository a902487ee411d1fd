#pragma once
#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/store/sync.h"

namespace inburgering::gateway::schedule {

/// Starts runs when their schedules say so, and hands out their questions a window at a time, so that a run
/// of any size takes little room and goes on where it was after a restart. Downtime is caught up once; of one
/// schedule and gemeente never two runs are open.
class Synchroniser {
 public:
  Synchroniser(exchange::Pipeline& pipeline, const store::Database& database, store::Writer& writer);
  void start() { loop_.start(); }
  void wake() { loop_.wake(); }
  void stop() { loop_.stop(); }

 private:
  std::chrono::milliseconds step();
  void start_due(Milliseconds now, const store::Lease& lease);
  void advance(const store::SyncRun& run, const store::Lease& lease);
  void finish(const store::SyncRun& run, const store::Lease& lease);

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  store::Writer& writer_;
  std::unique_ptr<store::Session> reader_;
  WakeLoop loop_{"synchronisatie", [this] { return step(); }};
};

/// Puts a run into the store, with the number of questions it will come to, and into the log, as the
/// beginning of a journey: started by `who`, or by the gateway itself when that is empty. Inside the caller's
/// transaction.
void open_run(store::Session& sql, store::SyncRun run, const std::string& who = {});

/// Hands out the next questions of a run and moves its cursor. Answers whether there were any.
bool feed(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
          store::SyncRun& run, int persons, Milliseconds now);

}  // namespace inburgering::gateway::schedule
