#include "gateway/meldingen/forwarder.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "adapters/duo/vraag.h"
#include "adapters/transport/guard.h"
#include "gateway/base/milliseconds.h"
#include "gateway/exchange/ask.h"
#include "gateway/exchange/dossier_update.h"
#include "gateway/exchange/take_up.h"
#include "gateway/exchange/under.h"
#include "gateway/log/trace.h"
#include "gateway/store/received.h"
#include "gateway/store/sealed.h"
#include "schemas/record/json_text.h"

namespace inburgering::gateway::meldingen {
namespace {

namespace state = store::melding_state;

constexpr std::chrono::milliseconds rest{1000};
constexpr int at_once = 4;
constexpr std::chrono::hours longest_wait{25};  // more than anybody may ask us to wait
constexpr std::string_view task = "meldingen aan DUO";

/// What a report leads to is caused by the report, in the trace of this exchange about it.
exchange::Cause cause_of(exchange::Draft& draft, const store::StoredMelding& row, log::Entry& entry) {
  draft.join_trace(entry);
  auto cause = exchange::cause_of(entry);
  cause.message_id = row.id;
  return cause;
}

}  // namespace

Forwarder::Forwarder(exchange::Pipeline& pipeline, const identity::Registry& registry,
                     const store::Database& database, store::Writer& writer,
                     adapters::transport::HttpClient& client)
    : pipeline_(pipeline), registry_(registry), database_(database), writer_(writer), client_(client) {}

std::chrono::milliseconds Forwarder::step() {
  try {
    auto lease = pipeline_.hold(std::string(task));
    if (!lease) return rest;
    lease_ = std::move(*lease);
    if (!reader_) reader_ = database_.session();
    const auto now = milliseconds(pipeline_.now());
    if (recovered_ != lease_.fence) {
      // Where another node may have sent one a moment ago, DUO is not asked before it can have taken it in.
      const auto& duo = pipeline_.config().duo;
      const auto due = lease_.fence == 0 ? now : now + (duo.timeout + duo.ask_back).count();
      writer_.run(
          exchange::under(lease_, [due](store::Session& sql) { store::recover_meldingen(sql, due); }));
      recovered_ = lease_.fence;
    }
    for (const auto& row : store::due_meldingen(*reader_, now, 2 * at_once)) {
      {
        const std::lock_guard lock(mutex_);
        if (std::ssize(in_flight_) >= at_once || !in_flight_.insert(row.id).second) continue;
      }
      try {
        work_on(row);
      } catch (...) {
        release(row.id, false);
        throw;
      }
    }
    const auto next = store::next_melding_due(*reader_, now);
    // None is put so far away: the clock was ahead.
    if (const auto latest = now + std::chrono::milliseconds(longest_wait).count(); next && *next > latest)
      pipeline_.transact(exchange::under(
          lease_, [now, latest](store::Session& sql) { store::bring_meldingen_forward(sql, now, latest); }));
    return next ? std::clamp(std::chrono::milliseconds(*next - now), std::chrono::milliseconds(1), rest)
                : rest;
  } catch (const std::exception& error) {
    spdlog::error("meldingen aan DUO: de opslag is niet bruikbaar, nieuwe poging over 1 s ({})",
                  error.what());
    reader_.reset();
    return rest;
  }
}

void Forwarder::work_on(const store::StoredMelding& row) {
  if (registry_.tenant_by_oin(row.tenant) == nullptr) return put_off(row);
  std::optional<Job> job;
  try {
    // It may have been concluded after the list was read and before it was claimed.
    const auto fresh = store::find_melding(*reader_, row.tenant, row.id);
    if (!fresh || fresh->state != row.state) return release(row.id, false);
    job = prepare(*fresh);
  } catch (const store::Unavailable&) {
    throw;
  } catch (const std::exception&) {
    adapters::transport::note_caught("melding aan DUO");
  }
  if (!job) return set_aside(row);
  // Under way and not in flight: what became of it could not be written.
  if (row.state == state::ask_back || row.state == state::on_its_way) return ask_back(std::move(*job));
  if (row.state == state::waiting) return send(std::move(*job));
  // A person decided.
  auto entry = entry_of(*job, "besluit", row.operatie);
  conclude(std::move(*job), std::move(entry), judge_decided(row.state), {});
}

/// A report whose gemeente is gone must not be looked at every second.
void Forwarder::put_off(const store::StoredMelding& row) {
  spdlog::error("melding {}: de gemeente staat niet meer in de configuratie; over een uur opnieuw", row.id);
  auto later = row;
  later.due = milliseconds(pipeline_.now()) + std::chrono::milliseconds(std::chrono::hours(1)).count();
  writer_.run(
      exchange::under(lease_, [&](store::Session& sql) { store::move_melding(sql, later, row.state); }));
  release(row.id, false);
}

/// A report that cannot be carried out, because it or its dossier cannot be read: it ends here, is told, and
/// the later ones about this person go on.
void Forwarder::set_aside(const store::StoredMelding& row) {
  const auto& sealing = pipeline_.sealing();
  auto ended = row;
  ended.state = state::refused;
  ended.ended = milliseconds(pipeline_.now());
  ended.sealed_note = sealing.keys.seal(
      "deze melding is in de opslag niet te lezen en niet aan DUO gedaan; bied haar opnieuw aan",
      "toelichting:" + row.id, sealing.surroundings.random);  // says nothing of the person
  auto entry = pipeline_.new_entry(log::direction::uit, log::feed::duo, row.method + " " + row.operatie);
  entry.cause_id = row.id;
  entry.tenant = row.tenant;
  entry.dossier = row.dossier;
  entry.outcome = log::outcome::alarm;
  entry.faults = {{"melding", "onleesbaar",
                   "melding " + row.id +
                       " is in de opslag niet te lezen en niet aan DUO gedaan; laat haar opnieuw aanbieden"}};
  pipeline_.metrics().alert("melding-onleesbaar");
  spdlog::error("{}", entry.faults.front().message);
  pipeline_.record(std::move(entry),
                   exchange::under(lease_,
                                   [ended, was = row.state](store::Session& sql, log::Entry&) {
                                     store::move_melding(sql, ended, was);
                                   }),
                   [this, id = row.id](bool written) { release(id, written); });
}

/// Opens the report; nothing when it cannot be worked on now.
std::optional<Job> Forwarder::prepare(const store::StoredMelding& row) {
  const auto& sealing = pipeline_.sealing();
  Job job;
  job.row = row;
  job.lease = lease_;
  job.tenant = registry_.tenant_by_oin(row.tenant);
  const auto* operatie = adapters::duo::find_operatie(row.method, row.operatie);
  const auto dossier = store::find_dossier(*reader_, sealing, row.tenant, row.dossier);
  if (job.tenant == nullptr || operatie == nullptr || !dossier) return std::nullopt;
  if (dossier->unreadable) return std::nullopt;
  const auto text = store::try_open(sealing.keys, row.sealed, "melding:" + row.id);
  auto json = text ? schemas::parse_json(*text) : schemas::refuse("", "onleesbaar", "");
  auto melding = json ? mapping::duo::read_melding(*operatie, *json) : std::unexpected(json.error());
  if (!melding) return std::nullopt;
  job.melding = std::move(*melding);
  job.dossier = *dossier;
  job.bericht_id = uuid4(sealing.surroundings.random);
  return job;
}

void Forwarder::send(Job job) {
  auto moved = job.row;
  moved.state = state::on_its_way;
  bool ours = false;
  writer_.run(exchange::under(
      job.lease, [&](store::Session& sql) { ours = store::move_melding(sql, moved, job.row.state); }));
  if (!ours) return release(job.row.id, true);
  // Writing may have taken long: another node may be at it by now, and asks DUO what became of this one.
  if (const auto still = pipeline_.hold(std::string(task)); !still || still->fence != job.lease.fence)
    return release(job.row.id, false);
  job.row = std::move(moved);
  const auto& config = pipeline_.config();
  const auto body = mapping::duo::wire_body(job.melding);
  const adapters::duo::MessageHeaders headers{job.tenant->oin, config.duo.oin, job.bericht_id};
  auto call = adapters::duo::melding(
      *job.melding.operatie, config.duo.url,
      {job.dossier.subject.bsn, job.melding.instellingsnummer, job.melding.contactpersoon.value_or(0)},
      headers, body.value_or(""), config::tls_to(config, config.duo.hierarchy));
  call.timeout = config.duo.timeout;
  call.server = config.duo.servers;
  auto entry = entry_of(job, job.row.method, job.row.operatie);
  entry.size = static_cast<std::int64_t>(call.body.size());
  if (!call.body.empty()) entry.body_digest = pipeline_.sealing().keys.digest(entry.tenant, call.body);
  entry.trace_id = log::trace_of(*reader_, entry.cause_id);
  log::pass_on(call.headers, entry.trace_id, entry.message_id);
  client_.send(std::move(call), [this, job = std::move(job), entry](const Answer& answer) mutable {
    // What stays under way without being in flight is asked back.
    const auto id = job.row.id;
    const bool good = adapters::transport::guarded("antwoord op een melding", [&] {
      auto verdict = judge(job, answer, circumstances());
      conclude(std::move(job), std::move(entry), std::move(verdict), answer);
    });
    if (!good) release(id, false);
  });
}

void Forwarder::ask_back(Job job) {
  const auto& config = pipeline_.config();
  const auto* resource = adapters::duo::find_resource(job.melding.operatie->resource);
  auto entry = entry_of(job, "navraag", job.row.operatie);
  if (resource == nullptr) {
    auto verdict = judge_lost(job, "bij DUO is niet na te vragen of deze melding er is");
    return conclude(std::move(job), std::move(entry), std::move(verdict), {});
  }
  const adapters::duo::MessageHeaders headers{job.tenant->oin, config.duo.oin, job.bericht_id};
  auto call = adapters::duo::question(*resource, config.duo.url, job.dossier.subject.bsn, headers,
                                      config::tls_to(config, config.duo.hierarchy));
  call.timeout = config.duo.timeout;
  call.server = config.duo.servers;
  entry.trace_id = log::trace_of(*reader_, entry.cause_id);
  log::pass_on(call.headers, entry.trace_id, entry.message_id);
  client_.send(std::move(call), [this, job = std::move(job), entry](const Answer& answer) mutable {
    std::optional<std::vector<mapping::canonical::Object>> known;
    try {
      known = store::all_objects(*database_.reader(), pipeline_.sealing(), job.dossier);
    } catch (const std::exception&) {  // the store could not be read: asked again later
    }
    auto verdict = judge_looking_back(job, answer, known, circumstances());
    conclude(std::move(job), std::move(entry), std::move(verdict), answer);
  });
}

void Forwarder::conclude(Job job, log::Entry entry, Verdict verdict, const Answer& answer) {
  entry.outcome = verdict.outcome;
  entry.http_status = answer.status;
  entry.duration_ms = answer.duration.count();
  entry.faults = verdict.faults;
  const auto id = job.row.id;
  const auto party = entry.party;
  const auto lease = job.lease;
  pipeline_.submit(party,
                   exchange::under(lease,
                                   [this, entry = std::move(entry), job = std::move(job),
                                    verdict = std::move(verdict), answer](exchange::Draft& draft) {
                                     auto noted = entry;
                                     apply(draft, job, verdict, answer, noted);
                                     draft.entries.push_back(std::move(noted));
                                   }),
                   [this, id](std::exception_ptr error) { release(id, !error); });
}

/// The outcome, with its log entry.
void Forwarder::apply(exchange::Draft& draft, const Job& job, const Verdict& verdict, const Answer& answer,
                      log::Entry& entry) const {
  const auto& sealing = pipeline_.sealing();
  auto row = job.row;
  const bool sent = row.state == state::on_its_way || row.state == state::ask_back;
  row.state = verdict.state;
  row.attempts += sent ? 1 : 0;
  row.due = milliseconds(entry.moment) + verdict.pause.count();
  auto note = verdict.note;
  const bool final = verdict.state == state::accepted || verdict.state == state::refused ||
                     verdict.state == state::withdrawn;
  if (final) row.ended = milliseconds(entry.moment);
  if (verdict.state == state::accepted) take_effect(draft, job, answer, entry, note);
  row.sealed_note = note.empty() ? std::string()
                                 : sealing.keys.seal(note, "toelichting:" + row.id,
                                                     sealing.surroundings.random, job.dossier.key);
  if (!draft.move_melding(row, job.row.state)) {
    entry.outcome = log::outcome::achterhaald;
    return;
  }
  if (!answer.body.empty()) {
    draft.keep_body(row.tenant, entry.message_id,
                    sealing.keys.seal(answer.body, "body:" + entry.message_id, sealing.surroundings.random,
                                      job.dossier.key));
    // What was sent is kept with the melding; what the log keeps is the answer.
    entry.body_digest = pipeline_.sealing().keys.digest(entry.tenant, answer.body);
    entry.body_kept = true;
  }
  if (final || verdict.state == state::uncertain) tell(draft, job, verdict, note, entry);
}

/// What DUO accepted now holds in the dossier too; and where DUO can be asked for it, DUO's own word follows.
void Forwarder::take_effect(exchange::Draft& draft, const Job& job, const Answer& answer, log::Entry& entry,
                            std::string& note) const {
  auto melding = job.melding;
  if (melding.operatie->name == "contactpersoon" && melding.operatie->method == "POST") {
    const auto number = adapters::duo::new_contactpersoon(answer.body);
    if (!number) {
      note = "DUO heeft de contactpersoon vastgelegd maar noemde geen nummer";
      return;
    }
    note = "contactpersoonId " + std::to_string(*number);
    for (auto& object : melding.objects)
      if (auto* persoon = std::get_if<mapping::canonical::Contactpersoon>(&object))
        persoon->contactpersoon_id = *number;
  }
  const auto& sealing = pipeline_.sealing();
  const auto cause = cause_of(draft, job.row, entry);
  const auto update = [&](const mapping::Subject& subject) {
    entry.events +=
        exchange::take_up(draft, *job.tenant, mapping::duo::effect(melding, subject, job.bericht_id), cause,
                          entry.feed, entry.message_id)
            .events;
  };
  update(job.dossier.subject);
  if (melding.operatie->name == "contactpersoon" && melding.operatie->method == "DELETE") {
    mapping::canonical::Contactpersoon persoon;
    persoon.contactpersoon_id = melding.contactpersoon;
    for (const auto& id : store::dossiers_with(draft, sealing, job.row.tenant, persoon))
      if (const auto linked = store::find_dossier(draft, sealing, job.row.tenant, id))
        update(linked->subject);
  }
  if (const auto& resource = melding.operatie->resource; !resource.empty())
    exchange::ask(draft, job.row.tenant, job.row.dossier, resource, job.row.id);
}

void Forwarder::tell(exchange::Draft& draft, const Job& job, const Verdict& verdict, const std::string& note,
                     log::Entry& entry) const {
  namespace codes = mapping::canonical::codes;
  using schemas::Code;
  mapping::canonical::Melding melding;
  melding.melding_id = job.row.id;
  melding.soort = job.row.operatie;
  melding.handeling = Code<codes::handeling>::of(job.row.method == "DELETE" ? "verwijderen" : "vastleggen");
  if (!job.melding.kenmerk.empty()) melding.kenmerk = job.melding.kenmerk;
  melding.status = Code<codes::meldingstatus>::of(verdict.state);
  melding.toelichting =
      schemas::Stated<std::string>::or_no_value(note.empty() ? std::nullopt : std::optional(note));
  melding.aangeboden = schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(job.row.created)));
  auto cause = cause_of(draft, job.row, entry);
  if (const auto oin = schemas::Oin::parse(job.row.afnemer)) cause.only_for = *oin;
  const auto updated = exchange::update_dossier(
      draft, *job.tenant,
      {job.dossier.subject,
       {std::string(log::feed::duo), job.bericht_id, std::nullopt},
       {{mapping::Actie::vastgelegd, melding, mapping::rule("duo", "meldingstatus")}},
       {}},
      cause);
  entry.events += updated.events;
}

Circumstances Forwarder::circumstances() const {
  return {pipeline_.now(), pipeline_.sealing().surroundings.random.fraction(),
          pipeline_.config().duo.ask_back};
}

log::Entry Forwarder::entry_of(const Job& job, std::string_view method, std::string_view name) const {
  log::Entry entry;
  entry.message_id = pipeline_.new_id();
  entry.cause_id = job.row.id;
  entry.tenant = job.row.tenant;
  entry.moment = pipeline_.now();
  entry.direction = log::direction::uit;
  entry.feed = log::feed::duo;
  entry.kind = std::string(method) + " " + std::string(name);
  entry.party = pipeline_.config().duo.oin.digits();
  entry.reference = job.bericht_id;
  entry.dossier = job.row.dossier;
  return entry;
}

void Forwarder::release(const std::string& id, bool look_again) {
  {
    const std::lock_guard lock(mutex_);
    in_flight_.erase(id);
  }
  if (look_again) wake();
}

}  // namespace inburgering::gateway::meldingen
