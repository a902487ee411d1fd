#pragma once
#include <functional>
#include <string>
#include <vector>

#include "gateway/exchange/deciders.h"
#include "gateway/exchange/message.h"
#include "gateway/metrics/metrics.h"
#include "gateway/store/engine/writer.h"
#include "gateway/store/leases.h"

namespace inburgering::gateway::exchange {

/// The one way into the store. A unit of work is decided on a draft (draft.h) by any of several threads, and
/// committed by the writer, many in one transaction; what was overtaken meanwhile is decided anew there.
class Pipeline {
 public:
  /// `leases`: of one node of several; null: there is one.
  Pipeline(config::Live live, const identity::Registry& registry, store::Sealing sealing,
           const store::Database& database, store::Writer& writer, metrics::Metrics& metrics,
           store::Leases* leases = nullptr);
  ~Pipeline() { finish(); }
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// One unit of work. `work` decides on a draft, and may be called a second time: then it decides anew from
  /// what it was given. What it throws undoes all, and comes back in `done`, which is called when the rest is
  /// durable. Units of one party take turns with those of others.
  using Work = std::function<void(Draft&)>;
  using Done = std::function<void(std::exception_ptr)>;
  enum class Size { small, large };  ///< large: is decided when nobody else wants the processor
  void submit(const std::string& party, Work work, Done done, Size size = Size::small);

  /// Takes a message up; `done` is called when its fate is durable.
  void take(Incoming incoming, std::function<void(Taken)> done);
  /// Puts size and digest of the body in the entry, once. `take` does it; whoever makes many ready does it
  /// before.
  void measure(Incoming& incoming) const;
  /// Takes up many messages in one unit, which ends in `entry`, the log entry of what brought them: what they
  /// cause counts as caused by it. `work` hands them over one by one and sees the fate of each.
  using Take = std::function<Taken(const Incoming&)>;
  using TakeTogether = std::function<void(Draft&, const Take&, log::Entry&)>;
  void take_together(log::Entry entry, TakeTogether work, Done done);
  /// Concludes anew what follows from what is known of these dossiers; what changed is logged for each, and
  /// what `more`, which may be null, says of it.
  using More = std::function<void(Draft&, const store::Dossier&, log::Entry&)>;
  void conclude(const config::Tenant& tenant, std::vector<std::string> dossiers, More more,
                std::function<void(bool)> done);
  /// Only writes a log entry; `done` tells whether it is durable.
  void note(log::Entry entry, std::function<void(bool)> done);
  /// One transaction of another kind that ends in a log entry: an attempt at a delivery. `work` may complete
  /// the entry. Failure of the store is left to the next attempt. As `work` of a draft it may be called a
  /// second time, here and below.
  void record(log::Entry entry, std::function<void(store::Session&, log::Entry&)> work,
              std::function<void(bool)> done);
  /// The same for what counts as several exchanges: a bundle of deliveries.
  enum class Haste { now, with_others };  ///< with_others: nobody waits, so it goes along with who does
  void record_all(std::vector<log::Entry> entries, std::function<void(store::Session&)> work,
                  std::function<void(bool)> done, Haste haste = Haste::now);
  /// One transaction that writes its own log entries, or needs none.
  void transact(std::function<void(store::Session&)> work, std::function<void(bool)> done = [](bool) {});
  /// Waits until all that was submitted is decided, written and told.
  void finish();
  /// The lease of a task when this node holds it now; what is written because of it is written under it
  /// (under.h).
  std::optional<store::Lease> hold(const std::string& task) const {
    return leases_ == nullptr ? store::Lease{task} : leases_->hold(task);
  }

  metrics::Metrics& metrics() const { return metrics_; }
  const Ground& ground() const { return ground_; }
  const store::Sealing& sealing() const { return ground_.sealing; }
  const config::Config& config() const { return ground_.config(); }
  schemas::Moment now() const { return ground_.sealing.surroundings.clock.now(); }
  std::string new_id() const { return uuid7(ground_.sealing.surroundings); }
  log::Entry new_entry(std::string_view direction, std::string_view feed, std::string_view kind) const {
    return log::new_entry(ground_.sealing.surroundings, direction, feed, kind);
  }

 private:
  struct Unit;
  void decide_and_write(const std::shared_ptr<Unit>& unit);
  void write(const std::shared_ptr<Unit>& unit);
  void decide(Unit& unit, store::Session& sql) const;
  void commit(Unit& unit, store::Session& sql) const;
  void tell(const std::shared_ptr<Unit>& unit, std::exception_ptr error);
  log::Entry write(store::Session& sql, log::Entry entry) const;

  Ground ground_;
  store::Writer& writer_;
  metrics::Metrics& metrics_;
  store::Leases* leases_;
  Deciders deciders_;  ///< these two last: what they still do needs the rest
  Deciders patient_;   ///< for what is large
};

}  // namespace inburgering::gateway::exchange
