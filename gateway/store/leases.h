#pragma once
// Work that is done by one node at a time, of several that share a store: bringing the events of a
// subscription, asking a peer, a schedule, keeping the log. Whoever holds the lease of such a task does it,
// and every write of it carries the lease's fencing number: a node that slept, and does not know that another
// took over, writes nothing any more.
//
// No two clocks are compared. Who holds a lease counts up its beats; who sees them stand still for `expires`,
// by its own steady clock, takes it with the next number. The holder itself, by its own steady clock, begins
// nothing from `margin` before that.
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/base/surroundings.h"
#include "gateway/base/wake_loop.h"
#include "gateway/store/engine/writer.h"
#include "gateway/store/shared_clock.h"

namespace inburgering::gateway::store {

struct Lease {
  std::string task;
  std::int64_t fence = 0;  ///< 0: no other node shares the store
};

/// Another node took over meanwhile: what was about to be written under the lease is not.
class LeaseLost : public Failure {
 public:
  explicit LeaseLost(const std::string& what) : Failure(what, true) {}
};

/// Throws LeaseLost when it is not the present one. Inside the caller's transaction.
void must_hold(Session& sql, const Lease& lease);

/// A node, and what it does, as it stands in the store.
struct NodeRow {
  std::string node, instance, version;
  std::int64_t beats = 0;
};
struct LeaseRow {
  std::string task, instance;
  std::int64_t fence = 0, beats = 0;
};
std::vector<NodeRow> nodes(Session& sql);
std::vector<LeaseRow> leases(Session& sql);

/// The leases of this process.
class Leases {
 public:
  static constexpr std::chrono::milliseconds beat{2'000};
  static constexpr std::chrono::milliseconds expires{10'000};
  static constexpr std::chrono::milliseconds margin{2'000};

  using Steady = std::chrono::steady_clock::time_point (*)();
  /// `steady`: given by tests.
  /// `clock`: compared at each beat with that of the database, where it is one that can be.
  Leases(std::string node, std::string version, Writer& writer, Random& random, SharedClock* clock = nullptr,
         Steady steady = &std::chrono::steady_clock::now);

  /// The lease of a task when this node holds it now. Who asks wants it: from then on it is taken when it is
  /// free and no other node has fewer.
  std::optional<Lease> hold(const std::string& task);

  void start() { loop_.start(); }
  /// Gives all of them back, so that others need not wait.
  void stop();
  /// One beat: keeps what it has, and takes what is free. As the loop does.
  void step();
  const std::string& instance() const { return instance_; }

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Held {
    std::int64_t fence = 0;
    Moment until;     ///< begins nothing from here on
    Moment leaves{};  ///< given back then, once what is under way is over
    bool is_leaving() const { return leaves != Moment(); }
  };
  /// What was seen of somebody's beats, and since when it is the same.
  struct Seen {
    std::int64_t fence = 0, beats = -1;
    std::string instance;
    Moment since;
  };
  /// What one look at the store leads to.
  struct Plan {
    std::vector<std::pair<std::string, std::int64_t>> held;  ///< tasks with their numbers
    std::size_t alive = 0;                                   ///< nodes
    std::size_t fair = 0;                                    ///< tasks that each should have
    bool others_have_less = false;
    std::vector<std::string> gone;  ///< names of nodes of which nothing was heard any more
    std::string namesake;           ///< another instance that is there, and has the name of this one
  };

  Plan beat_in(Session& sql, Moment now);
  bool stands_still(Seen& seen, const std::string& instance, std::int64_t fence, std::int64_t beats,
                    Moment now) const;
  void give_back(const Plan& plan, Moment now);

  const std::string node_, version_, instance_;
  Writer& writer_;
  SharedClock* const clock_;
  const Steady steady_;
  std::mutex mutex_;  ///< of wanted_ and held_
  std::map<std::string, Moment> wanted_;
  std::map<std::string, Held> held_;
  std::map<std::string, Seen> seen_leases_, seen_nodes_;  ///< of the thread that beats alone
  std::string told_;                                      ///< whom it was said of that it has our name
  bool is_cut_off_ = false;                               ///< the last beat could not be written
  WakeLoop loop_{"taken van deze node", [this] {
                   step();
                   return beat;
                 }};
};

}  // namespace inburgering::gateway::store
