#pragma once
#include <map>
#include <string>

#include "adapters/transport/http_client.h"
#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/log/retention.h"

namespace inburgering::gateway::schedule {

/// Keeps the log as it should be: signs checkpoints and has them time-stamped, removes what is due, samples
/// the queues for the monitor, and warns of certificates that expire.
class LogKeeper {
 public:
  LogKeeper(exchange::Pipeline& pipeline, const store::Database& database, store::Writer& writer,
            adapters::transport::HttpClient& client, log::Signer signer);
  void start() { loop_.start(); }
  /// Signs what was written since the last checkpoint, then ends.
  void stop();

 private:
  std::chrono::milliseconds step();
  void wipe(schemas::Moment now);
  void keep(schemas::Moment now, const store::Lease& lease);
  void checkpoint(const store::Lease& lease);
  void stamp(const log::Checkpoint& checkpoint, const store::Lease& lease);
  void sample(const store::Lease& lease);
  void measure(schemas::Moment now, const store::Lease& lease);
  void look_at_certificates();
  void look_at_tokens();

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  store::Writer& writer_;
  adapters::transport::HttpClient& client_;
  log::Signer signer_;
  std::unique_ptr<store::Session> reader_;
  schemas::Moment next_checkpoint_{};
  schemas::Moment next_clean_up_{};
  const config::Config* planned_by_ = nullptr;  ///< the configuration that says when that is
  schemas::Moment next_wipe_{};                 ///< of what was removed, from the files
  bool owed_ = false;                           ///< something was removed and still stands in the files
  schemas::Moment next_look_{};
  schemas::Moment next_look_at_tokens_{};
  std::map<std::string, std::string> gone_;  ///< keys in tokens that could not be used, and why
  Milliseconds sampled_ = 0;
  schemas::Moment next_measurement_{};
  WakeLoop loop_{"onderhoud van het logboek", [this] { return step(); }};
};

/// One clean-up with its log entry: what the gateway does by schedule, and `log clean` by hand.
log::Removed clean_up(const config::Config& config, const store::Database& database,
                      const store::Writer::Write& write, const store::Keys& keys, const log::Signer& signer,
                      Surroundings around);

}  // namespace inburgering::gateway::schedule
