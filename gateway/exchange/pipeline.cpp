#include "gateway/exchange/pipeline.h"

#include <memory>
#include <set>
#include <utility>

#include "gateway/exchange/ask.h"
#include "gateway/exchange/derived.h"
#include "gateway/exchange/follow_up.h"
#include "gateway/exchange/relocation.h"
#include "gateway/store/received.h"

namespace inburgering::gateway::exchange {

Pipeline::Pipeline(const config::Config& config, const identity::Registry& registry, store::Sealing sealing,
                   store::Writer& writer, metrics::Metrics& metrics)
    : config_(config), registry_(registry), sealing_(sealing), writer_(writer), metrics_(metrics) {}

void Pipeline::take(Incoming incoming, std::function<void(Taken)> done) {
  struct Shared {
    Incoming incoming;
    Taken taken;
  };
  auto shared = std::make_shared<Shared>();
  seal(incoming);  // here, on the caller's thread: the writer's thread is the one that everybody waits for
  incoming.entry.step("nakijken en vertalen", now());
  const auto party = incoming.entry.party;
  shared->incoming = std::move(incoming);
  writer_.submit([this, shared](store::Session& sql) { take_in(sql, shared->incoming, shared->taken); },
                 [this, shared, done = std::move(done)](std::exception_ptr error) {
                   if (error) return done({});
                   const auto& [incoming_done, taken] = *shared;
                   metrics_.count(incoming_done.entry);
                   if (incoming_done.entry.events > 0 && wake_.deliveries) wake_.deliveries();
                   if (taken.asked && wake_.questions) wake_.questions();
                   done(taken);
                 },
                 party);
}

void Pipeline::seal(Incoming& incoming) const {
  if (incoming.sealed) return;
  incoming.sealed = true;
  auto& entry = incoming.entry;
  entry.body_digest = sealing_.keys.digest(incoming.body);
  entry.size = static_cast<std::int64_t>(incoming.body.size());
  incoming.body = sealing_.keys.seal(incoming.body, "body:" + entry.message_id, sealing_.surroundings.random);
}

void Pipeline::take_in(store::Session& sql, Incoming& incoming, Taken& taken) const {
  auto& entry = incoming.entry;
  const auto& tenant = incoming.tenant->oin.digits();
  entry.tenant = tenant;
  entry.step("wachten op opslag", now());
  log::join_trace(sql, entry);
  const auto sender_hash =
      incoming.sender.empty() ? std::string() : sealing_.keys.find_hash("sender:" + incoming.sender);
  if (!sender_hash.empty() && repeated(sql, incoming, sender_hash, taken)) return;
  if (incoming.check)
    if (auto refusal = incoming.check(sql)) return refuse(sql, entry, std::move(*refusal), taken);
  if (!incoming.dossier.empty()) {
    const auto named = store::find_dossier(sql, sealing_, tenant, incoming.dossier);
    if (!named) return refuse(sql, entry, {422, incoming.also(sql, nullptr).value()}, taken);
    incoming.translation.subject = named->subject;
  }
  if (incoming.known_only && !concerns(sql, incoming, taken)) return;
  const auto cause = cause_of(entry);
  auto updated = update_dossier(sql, sealing_, config_, *incoming.tenant, incoming.translation, cause);
  if (entry.feed == "duo" && !updated.dossier.closed.empty()) {
    const auto again = reopen(sql, {sealing_, config_, registry_}, *incoming.tenant, updated.dossier, cause);
    updated.events += again.events;
    updated.dossier = again.dossier;
    updated.dossier.closed.clear();
    updated.dossier.fresh = true;
  }
  if (incoming.also)
    if (auto faults = incoming.also(sql, &updated.dossier))
      return refuse(sql, entry, {422, std::move(*faults)}, taken);
  if (!sender_hash.empty())
    store::remember_received(sql, sealing_, tenant, sender_hash,
                             {entry.body_digest, incoming.http_status, incoming.answer, entry.message_id});
  store::keep_body(sql, tenant, entry.message_id, incoming.body);
  entry.body_kept = true;
  entry.dossier = updated.dossier.id;
  entry.events = updated.events;
  // DUO is asked by BSN: of a person known by v-nummer alone nothing can be asked yet.
  if (!updated.dossier.subject.bsn && !incoming.questions.empty()) {
    entry.faults.push_back(
        {"/bsn", "vraag", "van deze persoon is alleen het v-nummer bekend; DUO kan niets worden gevraagd"});
    incoming.questions.clear();
  }
  for (const auto& resource : incoming.questions)
    ask(sql, sealing_, config_, tenant, updated.dossier.id, resource, entry.message_id);
  const bool asked =
      follow_up(sql, sealing_, config_, *incoming.tenant, updated, incoming.translation, entry.message_id) ||
      !incoming.questions.empty() || incoming.translation.vorig_bsn;
  if (entry.feed == "taalschool" && !incoming.together) {
    const auto derived = update_derived(sql, sealing_, config_, *incoming.tenant, updated.dossier, cause);
    entry.events += derived.events;
  }
  entry.outcome = "verwerkt";
  entry.http_status = incoming.http_status;
  taken = {Fate::accepted, incoming.http_status, incoming.answer, {}, asked};
  write(sql, entry);
}

void Pipeline::take_together(log::Entry entry, std::function<void(const Take&, log::Entry&)> work,
                             std::function<void(std::exception_ptr)> done) {
  struct Touched {
    const config::Tenant* tenant;
    std::string dossier;
    auto operator<=>(const Touched&) const = default;
  };
  // Much work of a party stands apart from its single messages.
  const auto party = entry.party + " veel";
  auto shared = std::make_shared<log::Entry>(std::move(entry));
  writer_.submit(
      [this, shared, work = std::move(work)](store::Session& sql) {
        std::set<Touched> touched;
        log::join_trace(sql, *shared);
        const auto take = [&](Incoming incoming) {
          Taken taken;
          incoming.together = true;
          incoming.entry.cause_id = shared->cause_id;
          incoming.entry.trace_id = shared->trace_id;
          seal(incoming);
          take_in(sql, incoming, taken);
          shared->events += incoming.entry.events;
          if (taken.fate == Fate::accepted) touched.insert({incoming.tenant, incoming.entry.dossier});
          return taken;
        };
        work(take, *shared);
        // Once for each person, however many rows there were of one.
        const auto cause = cause_of(*shared);
        for (const auto& [tenant, id] : touched)
          if (const auto dossier = store::find_dossier(sql, sealing_, tenant->oin.digits(), id))
            shared->events += update_derived(sql, sealing_, config_, *tenant, *dossier, cause).events;
        write(sql, *shared);
      },
      [this, shared, done = std::move(done)](std::exception_ptr error) {
        if (!error) {
          metrics_.count(*shared);
          wake_deliveries();
          wake_questions();
        }
        done(std::move(error));
      },
      party);
}

void Pipeline::conclude(const config::Tenant& tenant, std::vector<std::string> dossiers, More more,
                        std::function<void(bool)> done) {
  writer_.submit(
      [this, &tenant, dossiers = std::move(dossiers), more = std::move(more)](store::Session& sql) {
        for (const auto& id : dossiers) {
          const auto dossier = store::find_dossier(sql, sealing_, tenant.oin.digits(), id);
          if (!dossier) continue;
          log::Entry entry;
          entry.message_id = new_id();
          entry.tenant = dossier->tenant;
          entry.moment = now();
          entry.direction = "in";
          entry.feed = "gateway";
          entry.kind = "dagelijkse controle";
          entry.dossier = id;
          entry.outcome = "verwerkt";
          log::join_trace(sql, entry);
          entry.events = update_derived(sql, sealing_, config_, tenant, *dossier, cause_of(entry)).events;
          if (more) more(sql, *dossier, entry);
          if (entry.events > 0 || !entry.faults.empty()) write(sql, entry);
        }
      },
      [this, done = std::move(done)](std::exception_ptr error) {
        if (!error) {
          wake_deliveries();
          wake_meldingen();
        }
        done(!error);
      });
}

/// Whether the message is about someone whom this gemeente keeps a dossier of; if so the translation is about
/// that dossier from here on. Else the message is answered and only that is logged.
bool Pipeline::concerns(store::Session& sql, Incoming& incoming, Taken& taken) const {
  auto& [subject, bron, changes, complete, volgorde, vorig_bsn, laatste] = incoming.translation;
  const auto& tenant = incoming.tenant->oin.digits();
  auto known = store::find_person(sql, sealing_, tenant, subject);
  if (vorig_bsn) {
    const auto before = store::find_person(sql, sealing_, tenant, {vorig_bsn, {}});
    const auto cause = cause_of(incoming.entry);
    if (before && known && before->id != known->id)
      merge(sql, {sealing_, config_, registry_}, *incoming.tenant, *before, *known, cause);
    else if (before)
      known = store::correct_bsn(sql, sealing_, *before, *subject.bsn);
    if (before && known) {
      mapping::canonical::Persoon persoon;
      persoon.vorig_burgerservicenummer = vorig_bsn->digits();
      changes.insert(changes.begin(), {mapping::Actie::gewijzigd, std::move(persoon)});
    }
  }
  if (!known || !known->closed.empty()) {
    auto& entry = incoming.entry;
    entry.outcome = "niet-relevant";
    entry.http_status = incoming.http_status;
    entry.body_digest.clear();
    entry.faults.clear();
    taken = {Fate::accepted, incoming.http_status, incoming.answer};
    write(sql, entry);
    return false;
  }
  store::remember_kenmerken(sql, sealing_.keys, *known, subject.kenmerken);
  subject = known->subject;
  return true;
}

/// Answers a message whose reference was used before; false when it was not.
bool Pipeline::repeated(store::Session& sql, Incoming& incoming, const std::string& sender_hash,
                        Taken& taken) const {
  auto& entry = incoming.entry;
  const auto earlier = store::find_received(sql, sealing_.keys, entry.tenant, sender_hash);
  if (!earlier) return false;
  const bool same = earlier->digest == entry.body_digest;
  taken = {same ? Fate::repeated : Fate::conflict, earlier->http_status,
           earlier->answer.value_or(incoming.answer)};
  incoming.questions.clear();
  entry.outcome = same ? "herhaald" : "geweigerd";
  entry.http_status = same ? earlier->http_status : 0;
  if (!same)
    entry.faults = {
        {"", "referentie", "deze referentie is eerder gebruikt voor een bericht met andere inhoud"}};
  write(sql, entry);
  return true;
}

void Pipeline::refuse(store::Session& sql, log::Entry& entry, Refusal refusal, Taken& taken) const {
  taken.fate = Fate::refused;
  taken.http_status = refusal.http_status;
  taken.faults = refusal.faults;
  entry.outcome = "geweigerd";
  entry.http_status = refusal.http_status;
  entry.faults = std::move(refusal.faults);
  write(sql, entry);
}

void Pipeline::write(store::Session& sql, log::Entry& entry) const {
  if (entry.direction == "in") {
    entry.duration_ms = (now().time() - entry.moment.time()).count();
    if (!entry.steps.empty()) entry.step("opslaan", now());
  }
  log::append(sql, entry);
}

void Pipeline::note(log::Entry entry, std::function<void(bool)> done) {
  record(std::move(entry), [](store::Session&, log::Entry&) {}, std::move(done));
}

void Pipeline::record(log::Entry entry, std::function<void(store::Session&, log::Entry&)> work,
                      std::function<void(bool)> done) {
  const auto party = entry.party;
  auto shared = std::make_shared<log::Entry>(std::move(entry));
  writer_.submit(
      [this, shared, work = std::move(work)](store::Session& sql) {
        work(sql, *shared);
        write(sql, *shared);
      },
      [this, shared, done = std::move(done)](std::exception_ptr error) {
        if (!error) metrics_.count(*shared);
        done(!error);
      },
      party);
}

void Pipeline::record_all(std::vector<log::Entry> entries, std::function<void(store::Session&)> work,
                          std::function<void(bool)> done) {
  const auto party = entries.empty() ? std::string() : entries.front().party;
  auto shared = std::make_shared<std::vector<log::Entry>>(std::move(entries));
  writer_.submit(
      [this, shared, work = std::move(work)](store::Session& sql) {
        work(sql);
        for (auto& entry : *shared) write(sql, entry);
      },
      [this, shared, done = std::move(done)](std::exception_ptr error) {
        if (!error)
          for (const auto& entry : *shared) metrics_.count(entry);
        done(!error);
      },
      party);
}

void Pipeline::transact(std::function<void(store::Session&)> work, std::function<void(bool)> done) {
  writer_.submit(std::move(work), [done = std::move(done)](std::exception_ptr error) { done(!error); });
}

void Pipeline::wake_deliveries() const {
  if (wake_.deliveries) wake_.deliveries();
}

void Pipeline::wake_questions() const {
  if (wake_.questions) wake_.questions();
}

void Pipeline::wake_meldingen() const {
  if (wake_.meldingen) wake_.meldingen();
}

}  // namespace inburgering::gateway::exchange
