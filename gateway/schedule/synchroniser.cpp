#include "gateway/schedule/synchroniser.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "gateway/base/milliseconds.h"
#include "gateway/config/askable.h"
#include "gateway/exchange/ask.h"
#include "gateway/exchange/under.h"
#include "gateway/store/alone.h"
#include "gateway/store/stored_rows.h"

namespace inburgering::gateway::schedule {
namespace {

constexpr std::chrono::milliseconds between_looks{1000};
constexpr std::chrono::milliseconds short_rest{20};

bool about_person(const std::string& resource) {
  const auto subject = config::find_askable(resource);
  return subject && subject->person;
}

std::int64_t count_if(const std::vector<std::string>& resources, bool persons) {
  return std::ranges::count_if(resources, [&](const auto& each) { return about_person(each) == persons; });
}

/// A question that this tenant can ask nobody is not handed out, and the total does not wait for it.
void hand_out(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
              store::SyncRun& run, const std::string& dossier, bool persons, Milliseconds now) {
  for (const auto& resource : run.resources) {
    if (about_person(resource) != persons) continue;
    const auto peer = exchange::peer_of(config, run.tenant, resource);
    if (peer.empty()) {
      --run.total;
      continue;
    }
    store::add_sync_question(
        sql, {uuid7(sealing.surroundings), run.tenant, dossier, resource, run.id, now, 0, 1, run.id, peer});
  }
}

/// The dossiers whose turn it is: the next of a list that was given, or of all.
std::vector<std::string> next_dossiers(store::Session& sql, const store::SyncRun& run, int count) {
  if (run.dossiers.empty()) return store::dossiers_after(sql, run.tenant, run.cursor, count);
  auto list = run.dossiers;
  std::ranges::sort(list);
  const auto begin = std::ranges::upper_bound(list, run.cursor);
  return {begin, begin + std::min<std::ptrdiff_t>(count, list.end() - begin)};
}

}  // namespace

void open_run(store::Session& sql, store::SyncRun run, const std::string& who) {
  if (run.resources.empty()) {
    const auto all = config::duo_questions();
    run.resources = {all.begin(), all.end()};
  }
  const auto persons =
      run.dossiers.empty() ? store::count_dossiers(sql, run.tenant) : std::ssize(run.dossiers);
  run.total = persons * count_if(run.resources, true) + count_if(run.resources, false);
  store::add_run(sql, run);
  log::Entry entry;
  entry.message_id = run.id;
  entry.tenant = run.tenant;
  entry.moment = schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(run.started)));
  entry.direction = log::direction::in;
  entry.feed = who.empty() ? log::feed::gateway : log::feed::beheer;
  entry.kind = log::kind::run_started;
  entry.subject = who;
  entry.reference = run.schedule;
  entry.outcome = log::outcome::verwerkt;
  log::append(sql, entry);
}

bool feed(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
          store::SyncRun& run, int persons, Milliseconds now) {
  if (run.fed) return false;
  store::StoredRows rows(sql);
  if (run.cursor.empty() && count_if(run.resources, false) > 0)
    hand_out(sql, sealing, config, run, store::take_dossier(rows, sealing, run.tenant, {}).id, false, now);
  std::vector<std::string> dossiers;
  if (count_if(run.resources, true) > 0) dossiers = next_dossiers(sql, run, persons);
  for (const auto& id : dossiers) {
    const auto dossier = store::find_dossier(sql, sealing, run.tenant, id);
    // DUO is asked by BSN: of the others nothing can be asked, and the total must not wait for it.
    if (dossier && dossier->subject.bsn)
      hand_out(sql, sealing, config, run, id, true, now);
    else
      run.total -= count_if(run.resources, true);
    run.cursor = id;
  }
  run.fed = std::ssize(dossiers) < persons;
  store::save_run(sql, run);
  return true;
}

Synchroniser::Synchroniser(exchange::Pipeline& pipeline, const store::Database& database,
                           store::Writer& writer)
    : pipeline_(pipeline), database_(database), writer_(writer) {}

std::chrono::milliseconds Synchroniser::step() {
  try {
    const auto lease = pipeline_.hold("synchronisatie");
    if (!lease) return between_looks;
    if (!reader_) reader_ = database_.session();
    start_due(milliseconds(pipeline_.now()), *lease);
    bool busy = false;
    for (const auto& run : store::open_runs(*reader_)) {
      if (run.state != store::run_state::running) continue;
      if (store::alone("synchronisatie", [&] { advance(run, *lease); })) busy = true;
    }
    return busy ? short_rest : between_looks;
  } catch (const std::exception& error) {
    spdlog::error("synchronisatie: de opslag is niet bruikbaar, nieuwe poging over 1 s ({})", error.what());
    reader_.reset();
    return between_looks;
  }
}

/// A schedule that is seen for the first time begins to count now; one that was due once or more while the
/// gateway stood still runs once.
void Synchroniser::start_due(Milliseconds now, const store::Lease& lease) {
  const auto& config = pipeline_.config();
  const auto write = exchange::writing_under(writer_, lease);
  for (const auto& schedule : config.schedules)
    for (const auto& tenant : config.tenants) {
      const auto serves = [&](const std::string& code) { return code == "*" || code == tenant.gemeentecode; };
      if (std::ranges::none_of(schedule.gemeenten, serves)) continue;
      const auto owner = tenant.oin.digits();
      const auto due = store::schedule_due(*reader_, schedule.id, owner);
      const auto next = milliseconds(schedule.cron.next(pipeline_.now()));
      if (due && *due > now) {
        // The expression may have been changed to something sooner.
        if (next < *due)
          write([&](store::Session& sql) { store::set_schedule_due(sql, schedule.id, owner, next); });
        continue;
      }
      write([&](store::Session& sql) {
        store::set_schedule_due(sql, schedule.id, owner, next);
        if (!due) return;
        if (store::has_open_run(sql, schedule.id, owner)) {
          spdlog::warn("synchronisatie {} van {} is overgeslagen: de vorige loopt nog", schedule.id, owner);
          return;
        }
        store::SyncRun run;
        run.id = pipeline_.new_id();
        run.schedule = schedule.id;
        run.tenant = owner;
        run.resources = schedule.resources;
        run.started = now;
        open_run(sql, run);
      });
    }
}

void Synchroniser::advance(const store::SyncRun& run, const store::Lease& lease) {
  const int persons = 4 * pipeline_.config().duo.in_flight;
  const auto window = persons * std::ssize(run.resources) / 2;
  if (run.fed) {
    if (run.waiting == 0) finish(run, lease);
    return;
  }
  if (run.waiting >= window) return;
  exchange::writing_under(writer_, lease)([&](store::Session& sql) {
    auto now_open = store::find_run(sql, run.id);
    if (now_open && now_open->state == store::run_state::running)
      feed(sql, pipeline_.sealing(), pipeline_.config(), *now_open, persons, milliseconds(pipeline_.now()));
  });
}

void Synchroniser::finish(const store::SyncRun& run, const store::Lease& lease) {
  log::Entry entry;
  entry.message_id = pipeline_.new_id();
  entry.cause_id = run.id;
  entry.tenant = run.tenant;
  entry.moment = pipeline_.now();
  entry.direction = log::direction::uit;
  entry.feed = log::feed::duo;
  entry.kind = "synchronisatie " + run.schedule;
  entry.party = pipeline_.config().duo.oin.digits();
  entry.outcome = log::outcome::voltooid;
  entry.duration_ms = milliseconds(entry.moment) - run.started;
  pipeline_.record(std::move(entry),
                   exchange::under(lease,
                                   [run](store::Session& sql, log::Entry& noted) {
                                     auto done = run;
                                     done.state = store::run_state::done;
                                     done.ended = milliseconds(noted.moment);
                                     store::save_run(sql, done);
                                     for (const auto& count : store::counts_of(sql, run.id))
                                       noted.size += count.asked;
                                   }),
                   [](bool) {});
}

}  // namespace inburgering::gateway::schedule
