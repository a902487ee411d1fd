#include "gateway/subscriptions/changes.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <set>

#include "gateway/base/milliseconds.h"
#include "gateway/subscriptions/feed.h"

namespace inburgering::gateway::subscriptions {
namespace {

/// The lowest UUIDv7 of a moment: ids of events rise with time.
std::string first_id_of(schemas::Moment moment) {
  constexpr int hex_digits = 12;
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex(hex_digits, '0');
  auto left = static_cast<std::uint64_t>(std::max<Milliseconds>(0, milliseconds(moment)));
  for (int i = hex_digits - 1; i >= 0; --i, left /= digits.size())
    hex[static_cast<std::size_t>(i)] = digits[left % digits.size()];
  return hex.substr(0, 8) + "-" + hex.substr(8) + "-0000-0000-000000000000";
}

std::string definition_of(const wishes::Subscription& wish) {
  return boost::json::serialize(schemas::write_json(wish));
}

bool other_server(const wishes::Subscription& one, const wishes::Subscription& other) {
  return one.url != other.url || one.certificaat != other.certificaat || one.pin != other.pin ||
         one.vertrouwen != other.vertrouwen;
}

store::Job job_for(const Standing& standing, std::string_view kind, Surroundings around) {
  store::Job job;
  job.id = uuid7(around);
  job.subscription = standing.id();
  job.kind = kind;
  job.started = milliseconds(around.clock.now());
  return job;
}

}  // namespace

bool create(store::Session& sql, const config::Config& config, const wishes::Subscription& wish,
            std::string_view origin, Surroundings around) {
  if (store::find_subscription(sql, wish.id)) return false;
  store::SubscriptionRow row;
  row.id = wish.id;
  row.afnemer = wish.afnemer.digits();
  row.origin = origin;
  row.definition = definition_of(wish);
  row.created = milliseconds(around.clock.now());
  row.confirm_due = row.created;
  store::put_subscription(sql, row);
  if (wish.beginstand.value_or(false)) start_present(sql, config, *find(sql, wish.id), std::nullopt, around);
  return true;
}

void change(store::Session& sql, const Standing& standing, const wishes::Subscription& wish,
            schemas::Moment now) {
  auto row = standing.row;
  row.definition = definition_of(wish);
  if (other_server(standing.wish, wish)) {
    row.confirmed = false;
    row.allowed_rate = 0;
  }
  row.confirm_due = milliseconds(now);
  row.confirm_attempts = 0;
  store::put_subscription(sql, row);
  // Whoever changes something wants to see whether it helps.
  store::hurry(sql, row.id, milliseconds(now));
}

void set_paused(store::Session& sql, const Standing& standing, bool paused) {
  auto row = standing.row;
  row.paused = paused;
  store::put_subscription(sql, row);
}

std::int64_t remove(store::Session& sql, const Standing& standing, Surroundings around) {
  const auto waiting = store::queue_counts(sql, standing.id()).waiting;
  if (standing.row.removed) return waiting;
  store::delete_jobs(sql, standing.id());
  auto row = standing.row;
  row.removed = true;
  store::put_subscription(sql, row);
  auto job = job_for(standing, store::job_kind::removal, around);
  job.total = waiting;
  store::put_job(sql, job);
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
    } else if (standing->wish != wish) {
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
  auto job = job_for(standing, store::job_kind::present, around);
  if (dossier) {
    job.tenant = dossier->tenant;
    job.dossier = dossier->id;
    job.total = 1;
  } else {
    for (const auto& tenant : config.tenants)
      if (of_gemeente(standing.wish, tenant))
        job.total += store::count_open_dossiers(sql, tenant.oin.digits());
  }
  store::put_job(sql, job);
  store::touch_subscriptions(sql);
  return true;
}

std::int64_t start_replay(store::Session& sql, const config::Config& config, const Standing& standing,
                          const Replay& replay, Surroundings around) {
  auto job = job_for(standing, store::job_kind::replay, around);
  if (replay.dossier) {
    job.tenant = replay.dossier->tenant;
    job.dossier = replay.dossier->id;
    job.last_number = replay.dossier->last_sequence;
    job.total = replay.dossier->last_sequence;
  } else {
    job.from_id = first_id_of(replay.from);
    job.until_id = first_id_of(replay.until);
    // Of its own gemeenten alone: how much there is of others is nobody's business.
    for (const auto& tenant : config.tenants) {
      if (!serves(config, standing, tenant)) continue;
      const auto span = store::events_between(sql, tenant.oin.digits(), job.from_id, job.until_id);
      if (span.count == 0) continue;
      job.cursor_number = job.total == 0 ? span.first - 1 : std::min(job.cursor_number, span.first - 1);
      job.last_number = std::max(job.last_number, span.last);
      job.total += span.count;
    }
  }
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
