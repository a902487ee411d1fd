#pragma once
#include <functional>

#include "adapters/transport/http_server.h"
#include "gateway/operator/metrics.h"
#include "gateway/operator/sync_api.h"

namespace inburgering::gateway::operation {

/// What /readyz tells, worst first.
struct Readiness {
  bool ready = true;
  std::string detail;  ///< Dutch: what is wrong and what to do
};

/// The operator listener (loopback): /healthz the process lives, /readyz it can take messages, /metrics, and
/// synchronisation.
class Operator : public adapters::transport::Handler {
 public:
  /// `refresh` brings gauges up to date before they are scraped.
  Operator(const Metrics& metrics, std::function<void()> refresh, std::function<Readiness()> readiness,
           SyncApi sync)
      : metrics_(metrics),
        refresh_(std::move(refresh)),
        readiness_(std::move(readiness)),
        sync_(std::move(sync)) {}
  bool admit(adapters::transport::Request&) override { return true; }
  void answer(adapters::transport::Request request, Done done) override;

 private:
  const Metrics& metrics_;
  std::function<void()> refresh_;
  std::function<Readiness()> readiness_;
  SyncApi sync_;
};

}  // namespace inburgering::gateway::operation
