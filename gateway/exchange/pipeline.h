#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/config/config.h"
#include "gateway/exchange/dossier_update.h"
#include "gateway/identity/registry.h"
#include "gateway/log/exchange_log.h"
#include "gateway/metrics/metrics.h"
#include "gateway/store/engine/writer.h"
#include "gateway/store/questions.h"
#include "mapping/change.h"

namespace inburgering::gateway::exchange {

enum class Fate {
  accepted,
  repeated,    ///< answered as the first time, nothing done
  conflict,    ///< the reference was used before for other content
  refused,     ///< by `Incoming::check` or `also`; `Taken::faults` says why
  unavailable  ///< the store cannot take it now: nothing was kept, nothing may be acknowledged
};

/// Why a message is not taken up, decided inside the transaction.
struct Refusal {
  int http_status = 422;
  schemas::Faults faults;
};

struct Taken {
  Fate fate = Fate::unavailable;
  int http_status = 503;
  std::string answer;
  schemas::Faults faults{};  ///< why it was refused
  bool asked = false;        ///< whether it led to questions
};

/// A message that was read, translated and may be taken up.
struct Incoming {
  log::Entry entry;  ///< who, when, what; the pipeline adds dossier, outcome and events
  const config::Tenant* tenant = nullptr;
  std::string body;
  std::string
      sender;  ///< feed, sender and reference together; empty: repeats are not recognised by reference
  mapping::Translation translation;
  std::vector<std::string> questions;  ///< DUO resources to ask because of this message
  int http_status = 201;               ///< what the sender is answered once all is durable
  std::string answer;
  /// Only about persons whom this gemeente keeps a dossier of: of anyone else nothing is kept, not even who
  /// it was (outcome niet-relevant).
  bool known_only = false;
  /// The dossier that the message is about, where it names that instead of a person.
  std::string dossier{};
  /// Judges inside the transaction, before anything is taken up; a refusal keeps nothing of the message but
  /// its log entry.
  std::function<std::optional<Refusal>(store::Session&)> check{};
  /// More to do in the same transaction; a refusal keeps nothing of the message but its log entry. Sees the
  /// message's own body sealed. Null dossier: the one that was named does not exist.
  std::function<std::optional<schemas::Faults>(store::Session&, const store::Dossier*)> also{};
  bool sealed = false;    ///< the body is sealed, and the entry holds its hash and size
  bool together = false;  ///< one of many: what is concluded from all of them comes when all were taken up
};

/// The one way into the store: message, dossier, events, deliveries, questions and log entry in one
/// transaction.
class Pipeline {
 public:
  /// What to wake when there is new work.
  struct Wake {
    std::function<void()> deliveries;
    std::function<void()> questions;
    std::function<void()> meldingen;
  };

  Pipeline(const config::Config& config, const identity::Registry& registry, store::Sealing sealing,
           store::Writer& writer, metrics::Metrics& metrics);
  void on_new_work(Wake wake) { wake_ = std::move(wake); }

  /// Takes a message up; `done` is called when its fate is durable.
  void take(Incoming incoming, std::function<void(Taken)> done);
  /// Seals the body, once. `take` does it; whoever has another thread than the writer's does it before.
  void seal(Incoming& incoming) const;
  /// Takes up many messages in one transaction, which ends in `entry`, the log entry of what brought them:
  /// what they cause counts as caused by it. `work` hands them over one by one and sees the fate of each;
  /// what it throws undoes all, and comes back in `done`. `work` runs on the thread that everybody waits for.
  using Take = std::function<Taken(Incoming)>;
  void take_together(log::Entry entry, std::function<void(const Take&, log::Entry&)> work,
                     std::function<void(std::exception_ptr)> done);
  /// Concludes anew what follows from what is known of these dossiers; what changed is logged for each, and
  /// what `more`, which may be null, says of it. In the same transaction.
  using More = std::function<void(store::Session&, const store::Dossier&, log::Entry&)>;
  void conclude(const config::Tenant& tenant, std::vector<std::string> dossiers, More more,
                std::function<void(bool)> done);
  /// Only writes a log entry; `done` tells whether it is durable.
  void note(log::Entry entry, std::function<void(bool)> done);
  /// One transaction of another kind that ends in a log entry: an attempt at a delivery or a question. `work`
  /// may complete the entry. Failure of the store is left to the next attempt.
  void record(log::Entry entry, std::function<void(store::Session&, log::Entry&)> work,
              std::function<void(bool)> done);

  /// The same for what counts as several exchanges: a bundle of deliveries.
  void record_all(std::vector<log::Entry> entries, std::function<void(store::Session&)> work,
                  std::function<void(bool)> done);
  /// One transaction that writes its own log entries, or needs none.
  void transact(std::function<void(store::Session&)> work, std::function<void(bool)> done = [](bool) {});

  metrics::Metrics& metrics() const { return metrics_; }
  const store::Sealing& sealing() const { return sealing_; }
  const config::Config& config() const { return config_; }
  schemas::Moment now() const { return sealing_.surroundings.clock.now(); }
  std::string new_id() const { return uuid7(sealing_.surroundings); }
  log::Entry new_entry(std::string_view direction, std::string_view feed, std::string_view kind) const {
    return log::new_entry(sealing_.surroundings, direction, feed, kind);
  }
  void wake_deliveries() const;
  void wake_questions() const;
  void wake_meldingen() const;

 private:
  void take_in(store::Session& sql, Incoming& incoming, Taken& taken) const;
  bool concerns(store::Session& sql, Incoming& incoming, Taken& taken) const;
  bool repeated(store::Session& sql, Incoming& incoming, const std::string& sender_hash, Taken& taken) const;
  void refuse(store::Session& sql, log::Entry& entry, Refusal refusal, Taken& taken) const;
  void write(store::Session& sql, log::Entry& entry) const;

  const config::Config& config_;
  const identity::Registry& registry_;
  store::Sealing sealing_;
  store::Writer& writer_;
  metrics::Metrics& metrics_;
  Wake wake_;
};

}  // namespace inburgering::gateway::exchange
