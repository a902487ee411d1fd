#include "gateway/subscriptions/changes.h"

#include <set>

#include "gateway/base/milliseconds.h"
#include "gateway/subscriptions/decisions.h"
#include "gateway/subscriptions/feed.h"

namespace inburgering::gateway::subscriptions {
namespace {

Begun begun(Surroundings around) { return {uuid7(around), around.clock.now()}; }

void write(store::Session& sql, const Standing& standing, const Decision& decision, schemas::Moment now) {
  if (decision.ends_jobs) store::delete_jobs(sql, standing.id());
  if (decision.row) store::put_subscription(sql, *decision.row);
  if (decision.job) store::put_job(sql, *decision.job);
  if (decision.hurries) store::hurry(sql, standing.id(), milliseconds(now));
}

}  // namespace

bool create(store::Session& sql, const config::Config& config, const wishes::Subscription& wish,
            std::string_view origin, Surroundings around) {
  if (store::find_subscription(sql, wish.id)) return false;
  store::put_subscription(sql, *make(wish, origin, around.clock.now()).row);
  if (wish.beginstand.value_or(false)) start_present(sql, config, *find(sql, wish.id), std::nullopt, around);
  return true;
}

void change(store::Session& sql, const Standing& standing, const wishes::Subscription& wish,
            schemas::Moment now) {
  write(sql, standing, change(standing, wish, now), now);
}

void set_access(store::Session& sql, const store::Sealing& sealing, std::string_view id,
                std::string_view access) {
  auto row = store::find_subscription(sql, id);
  if (!row) return;
  row->access = sealing.keys.seal(access, "toegang:" + row->id, sealing.surroundings.random);
  row->confirmed = false;
  row->confirm_due = milliseconds(sealing.surroundings.clock.now());
  row->confirm_attempts = 0;
  store::put_subscription(sql, *row);
}

void set_paused(store::Session& sql, const Standing& standing, bool paused) {
  write(sql, standing, pause(standing, paused), {});
}

std::int64_t remove(store::Session& sql, const Standing& standing, Surroundings around) {
  const auto waiting = store::queue_counts(sql, standing.id()).waiting;
  write(sql, standing, end(standing, waiting, begun(around)), around.clock.now());
  return waiting;
}

std::vector<Ended> take_up(store::Session& sql, const config::Config& config, Surroundings around) {
  std::vector<Ended> ended;
  std::set<std::string> named;
  for (const auto& wish : config.subscriptions) {
    named.insert(wish.id);
    const auto standing = find(sql, wish.id);
    if (!standing) {
      create(sql, config, wish, store::origin::config, around);
    } else if (standing->row.origin != store::origin::config || standing->row.removed) {
      throw std::runtime_error("abonnement " + wish.id +
                               (standing->row.removed
                                    ? " wordt nog verwijderd; start over een ogenblik opnieuw"
                                    : " is al door de afnemer zelf of door de beheerder gemaakt; kies in de "
                                      "configuratie een ander id"));
    } else if (auto asked = wish; standing->wish != asked.keep_version(standing->wish)) {
      change(sql, *standing, wish, around.clock.now());
    }
  }
  const auto before = present(sql);
  for (const auto& standing : before)
    if (standing->row.origin == store::origin::config && !standing->row.removed &&
        !named.contains(standing->id()))
      ended.push_back({standing->id(), remove(sql, *standing, around)});
  return ended;
}

std::optional<store::Dossier> dossier_for(store::Session& sql, const store::Sealing& sealing,
                                          const config::Config& config, const Standing& standing,
                                          std::string_view id) {
  for (const auto& tenant : config.tenants) {
    if (!serves(config, standing, tenant)) continue;
    if (auto found = store::find_dossier(sql, sealing, tenant.oin.digits(), id)) return found;
  }
  return std::nullopt;
}

bool start_present(store::Session& sql, const config::Config& config, const Standing& standing,
                   const std::optional<store::Dossier>& dossier, Surroundings around) {
  if (store::present_job(sql, standing.id())) return false;
  std::int64_t dossiers = 0;
  for (const auto& tenant : config.tenants)
    if (!dossier && of_gemeente(standing.wish, tenant))
      dossiers += store::count_open_dossiers(sql, tenant.oin.digits());
  store::put_job(sql, dossier ? present_one(standing, *dossier, begun(around))
                              : present_all(standing, dossiers, begun(around)));
  store::touch_subscriptions(sql);
  return true;
}

std::int64_t start_replay(store::Session& sql, const config::Config& config, const Standing& standing,
                          const Replay& replay, Surroundings around) {
  Stretch stretch{first_uuid7(replay.from), first_uuid7(replay.until)};
  // Of its own gemeenten alone: how much there is of others is nobody's business.
  for (const auto& tenant : config.tenants)
    if (!replay.dossier && serves(config, standing, tenant))
      stretch.spans.push_back(store::events_between(sql, tenant.oin.digits(), stretch.from, stretch.until));
  const auto job = replay.dossier ? repeat_one(standing, *replay.dossier, begun(around))
                                  : repeat_stretch(standing, stretch, begun(around));
  store::put_job(sql, job);
  return job.total;
}

bool replay_one(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
                const Standing& standing, std::string_view event) {
  const auto found = store::find_event(sql, event);
  return found && !found->present && queue_again(sql, sealing, config, standing, *found);
}

std::int64_t retry_dead(store::Session& sql, const Standing& standing,
                        const std::optional<std::string>& event, Milliseconds since, schemas::Moment now) {
  if (event) {
    const auto letter = store::find_dead_letter(sql, standing.id(), *event);
    if (letter) store::revive(sql, standing.destination(), *letter, milliseconds(now));
    return letter ? 1 : 0;
  }
  constexpr int at_once = 10'000;
  std::int64_t revived = 0;
  for (const auto& letter : store::dead_letters(sql, standing.id(), 0, at_once)) {
    if (letter.moment < since) continue;
    store::revive(sql, standing.destination(), letter, milliseconds(now));
    ++revived;
  }
  return revived;
}

std::optional<std::string> skip(store::Session& sql, const Standing& standing, std::string_view name,
                                schemas::Moment now) {
  const auto lane = store::find_lane(sql, standing.id(), name);
  if (!lane || lane->attempts == 0) return std::nullopt;
  const auto heads = store::heads_of(sql, *lane, 1);
  if (heads.empty()) return std::nullopt;
  store::bury(sql, *lane, heads.front(), store::reason::skipped, 0, standing.wish.ordered(),
              milliseconds(now));
  return heads.front().event.id;
}

}  // namespace inburgering::gateway::subscriptions
