#pragma once
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "gateway/base/circuit.h"
#include "gateway/base/wake_loop.h"
#include "gateway/delivery/attempt.h"
#include "gateway/delivery/pace.h"
#include "gateway/delivery/sink.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::delivery {

/// Brings events to their subscriptions: at least once, in order per person and subscription, in the
/// way of each (sink.h). A subscription that fails or hangs holds up nobody else; its own persons wait with
/// growing pauses.
class Dispatcher {
 public:
  Dispatcher(exchange::Pipeline& pipeline, const store::Database& database, Sinks& ways);
  void start() { loop_.start(); }
  void wake() { loop_.wake(); }
  /// Starts no new attempts.
  void stop() { loop_.stop(); }

  /// How sinks stand, for metrics and pages.
  struct SinkState {
    std::string subscription;
    bool open = false;  ///< only probed, because it keeps failing
    int under_way = 0;
  };
  std::vector<SinkState> sinks() const;

 private:
  using Standing = std::shared_ptr<const subscriptions::Standing>;
  /// What is known of the other side of a subscription while this process runs.
  struct Side {
    explicit Side(int open_after) : circuit(open_after) {}
    Circuit circuit;
    std::set<std::string> lanes;     ///< under way
    std::deque<store::Lane> window;  ///< due, read ahead, not yet under way; of the loop's thread alone
    store::Lease lease;              ///< under which they were; of that thread too
    int under_way = 0;               ///< requests
    Pace pace;
    Milliseconds seen = 0;         ///< by the clock, at the last look
    Milliseconds looked_over = 0;  ///< its quota, and what the clock did to it
    bool shaking_hands = false;
    bool full = false;  ///< what is due may be waiting for a place
  };

  std::chrono::milliseconds step();
  std::chrono::milliseconds step(const Standing& standing);
  void look_at_lanes(const Standing& standing, const store::Lease& lease, Milliseconds now);
  std::chrono::milliseconds shake_hands(const Standing& standing, Side& sink);
  void shaken(const std::string& subscription, bool look_again);
  void deliver(const Standing& standing, Side& sink, std::set<std::string> claimed, int room);
  bool refill(const Standing& standing, Side& sink, std::set<std::string> claimed, int count);
  bool add_lane(Attempt& attempt, store::Lane lane, int most);
  Errand errand_to(const Standing& standing) const {
    return {pipeline_.config(), pipeline_.sealing(), *standing};
  }
  void send(Attempt attempt);
  void finish(const std::shared_ptr<const Attempt>& attempt, const adapters::transport::Answer& answer);
  void bury(const Attempt& attempt, const store::Lane& lane, const store::Delivery& delivery,
            std::string_view reason);
  void forget(const Attempt& attempt);
  void release(const Attempt& attempt, bool look_again);

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  Sinks& ways_;
  std::unique_ptr<store::Session> reader_;
  mutable std::mutex mutex_;  ///< of sinks_
  std::map<std::string, Side> sinks_;
  WakeLoop loop_{"levering", [this] { return step(); }};
};

}  // namespace inburgering::gateway::delivery
