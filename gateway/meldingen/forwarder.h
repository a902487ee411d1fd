#pragma once
#include <set>

#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/identity/registry.h"
#include "gateway/meldingen/verdict.h"

namespace inburgering::gateway::meldingen {

/// Brings reports to DUO, in order per person, and tells the afnemer that made them what became of them.
/// Nothing is sent twice on a guess: that it is being sent is on disk before it is sent, and where the answer
/// was lost DUO is asked first what it has. What DUO cannot be asked about waits for a person.
class Forwarder {
 public:
  Forwarder(exchange::Pipeline& pipeline, const identity::Registry& registry, const store::Database& database,
            store::Writer& writer, adapters::transport::HttpClient& client);
  void start() { loop_.start(); }
  void wake() { loop_.wake(); }
  void stop() { loop_.stop(); }

 private:
  using Answer = adapters::transport::Answer;

  std::chrono::milliseconds step();
  void work_on(const store::StoredMelding& row);
  void put_off(const store::StoredMelding& row);
  void set_aside(const store::StoredMelding& row);
  std::optional<Job> prepare(const store::StoredMelding& row);
  void send(Job job);
  void ask_back(Job job);
  void conclude(Job job, log::Entry entry, Verdict verdict, const Answer& answer);
  void apply(exchange::Draft& draft, const Job& job, const Verdict& verdict, const Answer& answer,
             log::Entry& entry) const;
  void take_effect(exchange::Draft& draft, const Job& job, const Answer& answer, log::Entry& entry,
                   std::string& note) const;
  void tell(exchange::Draft& draft, const Job& job, const Verdict& verdict, const std::string& note,
            log::Entry& entry) const;
  Circumstances circumstances() const;
  log::Entry entry_of(const Job& job, std::string_view method, std::string_view name) const;
  void release(const std::string& id, bool look_again);

  exchange::Pipeline& pipeline_;
  const identity::Registry& registry_;
  const store::Database& database_;
  store::Writer& writer_;
  adapters::transport::HttpClient& client_;
  std::unique_ptr<store::Session> reader_;
  store::Lease lease_;  ///< under which it looks; of the loop's thread
  std::optional<std::int64_t>
      recovered_;  ///< the number of the lease under which it did: another node may have had it since
  std::mutex mutex_;
  std::set<std::string> in_flight_;
  WakeLoop loop_{"meldingen", [this] { return step(); }};
};

}  // namespace inburgering::gateway::meldingen
