#include "gateway/exchange/pipeline.h"

#include <memory>
#include <set>
#include <utility>

#include "gateway/exchange/derived.h"

namespace inburgering::gateway::exchange {

struct Pipeline::Unit {
  std::string party;
  Work work;
  Done done;
  Size size = Size::small;
  int overtaken = 0;                 ///< times that it is decided anew elsewhere
  bool again = false;                ///< it was just overtaken, and wrote nothing
  std::unique_ptr<Draft> draft{};    ///< decided, to be tried once
  std::unique_ptr<Draft> written{};  ///< what it came to
};

Pipeline::Pipeline(config::Live live, const identity::Registry& registry, store::Sealing sealing,
                   const store::Database& database, store::Writer& writer, metrics::Metrics& metrics,
                   store::Leases* leases)
    : ground_{std::move(live), registry, sealing},
      writer_(writer),
      metrics_(metrics),
      leases_(leases),
      deciders_(database, Deciders::Kind::prompt),
      patient_(database, Deciders::Kind::patient) {}

void Pipeline::submit(const std::string& party, Work work, Done done, Size size) {
  const auto unit = std::make_shared<Unit>(party, std::move(work), std::move(done), size);
  // Where nobody waits, deciding elsewhere first would gain nothing.
  if (size == Size::small && writer_.idle()) return write(unit);
  decide_and_write(unit);
}

void Pipeline::write(const std::shared_ptr<Unit>& unit) {
  writer_.submit([this, unit](store::Session& sql) { commit(*unit, sql); },
                 [this, unit](std::exception_ptr error) { tell(unit, std::move(error)); }, unit->party);
}

void Pipeline::decide_and_write(const std::shared_ptr<Unit>& unit) {
  auto& deciders = unit->size == Size::small ? deciders_ : patient_;
  deciders.submit(unit->party, [this, unit](store::Session* sql) {
    try {
      if (sql != nullptr) decide(*unit, *sql);
    } catch (const store::Unavailable&) {
      unit->draft.reset();  // the writer tries it too, and knows whether the store is there
    } catch (...) {
      return tell(unit, std::current_exception());
    }
    write(unit);
  });
}

/// Over one moment of the store, as the deciding thread reads it.
void Pipeline::decide(Unit& unit, store::Session& sql) const {
  store::reading(sql, [&] {
    unit.draft = std::make_unique<Draft>(ground_, sql);
    unit.work(*unit.draft);
  });
}

void Pipeline::commit(Unit& unit, store::Session& sql) const {
  auto draft = std::exchange(unit.draft, nullptr);
  unit.again = false;
  if (draft && !draft->stands(sql)) {
    metrics_.count_overtaken();
    // What is large is decided anew where nobody waits for it, a few times.
    constexpr int elsewhere = 3;
    unit.again = unit.size == Size::large && !draft->is_exact() && unit.overtaken++ < elsewhere;
    if (unit.again) return;
    draft.reset();
  }
  if (!draft) {
    // Here nothing can come between what is read and what is written.
    draft = std::make_unique<Draft>(ground_, sql);
    unit.work(*draft);
  }
  draft->write(sql);
  unit.written = std::move(draft);
}

void Pipeline::tell(const std::shared_ptr<Unit>& unit, std::exception_ptr error) {
  if (!error && unit->again) return decide_and_write(unit);
  if (!error)
    for (const auto& entry : unit->written->entries) metrics_.count(entry);
  unit->done(std::move(error));
}

void Pipeline::take(Incoming incoming, std::function<void(Taken)> done) {
  measure(incoming);
  incoming.entry.step("nakijken en vertalen", now());
  const auto message = std::make_shared<const Incoming>(std::move(incoming));
  const auto taken = std::make_shared<Taken>();
  submit(
      message->entry.party, [message, taken](Draft& draft) { *taken = exchange::decide(draft, *message); },
      [taken, done = std::move(done)](std::exception_ptr error) { done(error ? Taken() : *taken); });
}

void Pipeline::measure(Incoming& incoming) const {
  if (incoming.measured) return;
  incoming.measured = true;
  auto& entry = incoming.entry;
  entry.body_digest = sealing().keys.digest(incoming.tenant->oin.digits(), incoming.body);
  entry.size = static_cast<std::int64_t>(incoming.body.size());
}

void Pipeline::take_together(log::Entry entry, TakeTogether work, Done done) {
  struct Touched {
    const config::Tenant* tenant;
    std::string dossier;
    auto operator<=>(const Touched&) const = default;
  };
  // Much work of a party stands apart from its single messages.
  const auto party = entry.party + " veel";
  submit(
      party,
      [this, entry = std::move(entry), work = std::move(work)](Draft& draft) {
        auto whole = entry;
        std::set<Touched> touched;
        draft.join_trace(whole);
        const auto take = [&](const Incoming& one) {
          auto incoming = one;
          incoming.together = true;
          incoming.entry.cause_id = whole.cause_id;
          incoming.entry.trace_id = whole.trace_id;
          measure(incoming);
          auto taken = exchange::decide(draft, incoming);
          whole.events += taken.events;
          if (taken.fate == Fate::accepted) touched.insert({incoming.tenant, taken.dossier});
          return taken;
        };
        work(draft, take, whole);
        // Once for each person, however many rows there were of one.
        const auto cause = cause_of(whole);
        for (const auto& [tenant, id] : touched)
          if (const auto dossier = store::find_dossier(draft, sealing(), tenant->oin.digits(), id))
            whole.events += update_derived(draft, *tenant, *dossier, cause).events;
        draft.entries.push_back(std::move(whole));
      },
      std::move(done), Size::large);
}

void Pipeline::conclude(const config::Tenant& tenant, std::vector<std::string> dossiers, More more,
                        std::function<void(bool)> done) {
  submit(
      {},
      [this, &tenant, dossiers = std::move(dossiers), more = std::move(more)](Draft& draft) {
        for (const auto& id : dossiers) {
          const auto dossier = store::find_dossier(draft, sealing(), tenant.oin.digits(), id);
          if (!dossier) continue;
          auto entry = new_entry(log::direction::in, log::feed::gateway, "dagelijkse controle");
          entry.tenant = dossier->tenant;
          entry.dossier = id;
          entry.outcome = log::outcome::verwerkt;
          draft.join_trace(entry);
          auto cause = cause_of(entry);
          cause.of_time = true;
          entry.events = update_derived(draft, tenant, *dossier, cause).events;
          if (more) more(draft, *dossier, entry);
          if (entry.events > 0 || !entry.faults.empty()) draft.entries.push_back(std::move(entry));
        }
      },
      [done = std::move(done)](std::exception_ptr error) { done(!error); }, Size::large);
}

log::Entry Pipeline::write(store::Session& sql, log::Entry entry) const {
  log::finish_incoming(entry, now());
  log::append(sql, entry);
  return entry;
}

void Pipeline::note(log::Entry entry, std::function<void(bool)> done) {
  record(std::move(entry), [](store::Session&, log::Entry&) {}, std::move(done));
}

void Pipeline::record(log::Entry entry, std::function<void(store::Session&, log::Entry&)> work,
                      std::function<void(bool)> done) {
  const auto party = entry.party;
  const auto written = std::make_shared<log::Entry>();
  writer_.submit(
      [this, written, entry = std::move(entry), work = std::move(work)](store::Session& sql) {
        auto completed = entry;
        work(sql, completed);
        *written = write(sql, std::move(completed));
      },
      [this, written, done = std::move(done)](std::exception_ptr error) {
        if (!error) metrics_.count(*written);
        done(!error);
      },
      party);
}

void Pipeline::record_all(std::vector<log::Entry> entries, std::function<void(store::Session&)> work,
                          std::function<void(bool)> done, Haste haste) {
  const auto party = entries.empty() ? std::string() : entries.front().party;
  const auto shared = std::make_shared<const std::vector<log::Entry>>(std::move(entries));
  auto unit = [this, shared, work = std::move(work)](store::Session& sql) {
    work(sql);
    for (const auto& entry : *shared) write(sql, entry);
  };
  auto told = [this, shared, done = std::move(done)](std::exception_ptr error) {
    if (!error)
      for (const auto& entry : *shared) metrics_.count(entry);
    done(!error);
  };
  if (haste == Haste::now)
    writer_.submit(std::move(unit), std::move(told), party);
  else
    writer_.submit_patiently(std::move(unit), std::move(told), party);
}

void Pipeline::transact(std::function<void(store::Session&)> work, std::function<void(bool)> done) {
  writer_.submit(std::move(work), [done = std::move(done)](std::exception_ptr error) { done(!error); });
}

void Pipeline::finish() {
  // What is told of a unit may submit another, or the same again.
  for (int round = 0; round < 5; ++round) {
    deciders_.finish();
    patient_.finish();
    writer_.finish();
  }
}

}  // namespace inburgering::gateway::exchange
