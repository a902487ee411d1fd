#pragma once
#include "adapters/transport/http_client.h"
#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"

namespace inburgering::gateway::logboek {

/// Under which the log keeps how far it told.
inline constexpr std::string_view reader_name = "logboek";

/// Tells the Logboek dataverwerkingen of every processing about a person, in the order of the exchange log.
/// What is told stands in the log already, written in the transaction of the processing itself; how far the
/// logboek confirmed is kept beside it. So nothing is left out when the logboek cannot be reached for a
/// while, and what was told twice has the same span id.
class Exporter {
 public:
  Exporter(exchange::Pipeline& pipeline, const store::Database& database,
           adapters::transport::HttpClient& client)
      : pipeline_(pipeline), database_(database), client_(client) {}
  void start();
  void stop() { loop_.stop(); }
  /// Since when what is due could not be told; nothing while all is well.
  std::optional<schemas::Moment> failing_since() const;

 private:
  std::chrono::milliseconds step();
  bool tell(std::int64_t from, const store::Lease& lease);

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  adapters::transport::HttpClient& client_;
  std::unique_ptr<store::Session> reader_;
  mutable std::mutex mutex_;
  std::optional<schemas::Moment> failing_since_;
  WakeLoop loop_{"logboek dataverwerkingen", [this] { return step(); }};
};

}  // namespace inburgering::gateway::logboek
