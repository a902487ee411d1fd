#pragma once
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "adapters/transport/http_client.h"
#include "gateway/delivery/wake_loop.h"
#include "gateway/pipeline/pipeline.h"

namespace inburgering::gateway::delivery {

/// Brings events to their subscriptions: at least once, in order per person and subscription, over mutual
/// TLS. A subscription that fails or hangs holds up nobody else; its own persons wait with growing pauses.
class Dispatcher {
 public:
  Dispatcher(pipeline::Pipeline& pipeline, const store::Database& database,
             adapters::transport::HttpClient& client);
  void start() { loop_.start(); }
  void wake() { loop_.wake(); }
  /// Starts no new attempts.
  void stop() { loop_.stop(); }

 private:
  using LaneName = std::pair<std::string, std::string>;  // subscription, dossier

  std::chrono::milliseconds step();
  std::chrono::milliseconds step(const config::Subscription& subscription);
  void attempt(const config::Subscription& subscription, const store::Lane& lane,
               const store::StoredEvent& event);
  void finish(const config::Subscription& subscription, const store::Lane& lane,
              const store::StoredEvent& event, const adapters::transport::Answer& answer);
  bool claim(const store::Lane& lane, int limit);
  void release(const store::Lane& lane, bool look_again);

  pipeline::Pipeline& pipeline_;
  const store::Database& database_;
  adapters::transport::HttpClient& client_;
  std::unique_ptr<store::Session> reader_;
  std::mutex mutex_;
  std::set<LaneName> in_flight_;
  WakeLoop loop_{[this] { return step(); }};
};

}  // namespace inburgering::gateway::delivery
