#pragma once
// Brings our contracts and signatures to the other peers in them, until each has them; and tells the
// directory where we are.
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <tuple>

#include "adapters/transport/http_client.h"
#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/store/fsc.h"

namespace inburgering::gateway::fsc {

/// Between two tries at most (Digikoppeling).
inline constexpr std::chrono::seconds longest_pause{300};

class Sender {
 public:
  Sender(exchange::Pipeline& pipeline, const store::Database& database,
         adapters::transport::HttpClient& client)
      : pipeline_(pipeline), database_(database), client_(client) {}
  void start() { loop_.start(); }
  void stop() { loop_.stop(); }

 private:
  using Answer = adapters::transport::Answer;
  using Name = std::tuple<std::string, std::string, std::string>;

  std::chrono::milliseconds step();
  void announce();
  void send(const store::FscSending& sending);
  void drop(const store::FscSending& sending);
  void conclude(store::FscSending sending, const store::Lease& lease, const Answer& answer);

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  adapters::transport::HttpClient& client_;
  std::unique_ptr<store::Session> reader_;
  store::Lease lease_;  ///< of the loop's thread
  bool announced_ = false;
  std::mutex mutex_;
  std::set<Name> in_flight_;
  WakeLoop loop_{"contracten van FSC", [this] { return step(); }};
};

}  // namespace inburgering::gateway::fsc
