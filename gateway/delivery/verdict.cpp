#include "gateway/delivery/verdict.h"

#include <algorithm>

#include "gateway/base/backoff.h"
#include "gateway/base/milliseconds.h"
#include "gateway/delivery/sink.h"

namespace inburgering::gateway::delivery {
namespace {

using adapters::transport::Answer;

/// The answers after which an event is not tried again.
bool means_never(const config::Config& config, const wishes::Subscription& wish, int status) {
  if (!wish.nooit.empty()) return std::ranges::find(wish.nooit, status) != wish.nooit.end();
  return std::ranges::find(config.delivery.never, status) != config.delivery.never.end();
}

std::chrono::milliseconds horizon_of(const config::Config& config, const wishes::Subscription& wish) {
  return wish.horizon_uren ? std::chrono::hours(*wish.horizon_uren) : config.delivery.horizon;
}

/// From when the event was made until this attempt began, in milliseconds.
std::int64_t waited(const store::StoredEvent& event, const log::Entry& attempt) {
  const auto made = moment_of_uuid7(event.id);
  if (!made) return 0;
  return std::max<std::int64_t>(0, (attempt.moment.time() - made->time()).count() - attempt.duration_ms);
}

}  // namespace

std::chrono::milliseconds pause_of(const config::Config& config, const Answer& answer, int failures,
                                   schemas::Moment now, double chance) {
  return pause_after(failures, config.delivery.first_retry, config.delivery.max_retry, chance,
                     adapters::transport::find_header(answer.headers, "Retry-After"), now,
                     config.delivery.max_retry_after);
}

Verdict judge(const config::Config& config, const Attempt& attempt, const Answer& answer, schemas::Moment now,
              const std::function<double()>& chance) {
  const auto& wish = attempt.standing->wish;
  Verdict verdict;
  verdict.good = arrived(answer);
  if (verdict.good) return verdict;
  verdict.never = means_never(config, wish, answer.status);
  verdict.what = failure_of(answer);
  verdict.asked_rest = retry_after(adapters::transport::find_header(answer.headers, "Retry-After"), now,
                                   config.delivery.max_retry_after);
  const auto moment = milliseconds(now);
  for (const auto& part : attempt.parts) {
    Fate fate;
    fate.failing_since = part.lane.failing_since > 0 ? part.lane.failing_since : moment;
    // Of a bundle that was refused for good, each is tried alone to see which it was.
    fate.due = verdict.never
                   ? moment
                   : moment + pause_of(config, answer, part.lane.attempts + 1, now, chance()).count();
    if (attempt.alone()) {
      if (verdict.never)
        fate.dead = store::reason::refused;
      else if (moment - fate.failing_since >= horizon_of(config, wish).count())
        fate.dead = store::reason::horizon;
    }
    verdict.fates.push_back(fate);
  }
  return verdict;
}

log::Entry entry_of(Surroundings around, const subscriptions::Standing& standing,
                    const store::StoredEvent& event) {
  auto entry = log::new_entry(around, log::direction::uit, log::feed::afnemer, event.type);
  entry.cause_id = event.message_id;
  entry.tenant = event.tenant;
  entry.party = standing.row.afnemer;
  entry.reference = event.id;
  entry.dossier = event.dossier;
  return entry;
}

std::vector<log::Entry> entries_of(Surroundings around, const Attempt& attempt, const Answer& answer,
                                   const Verdict& verdict) {
  std::vector<log::Entry> entries;
  for (const auto& part : attempt.parts)
    for (const auto& delivery : part.deliveries) {
      auto entry = entry_of(around, *attempt.standing, delivery.event);
      if (!attempt.message_id.empty()) entry.message_id = attempt.message_id;
      entry.trace_id = attempt.trace_id;
      entry.outcome = verdict.good ? log::outcome::afgeleverd : log::outcome::mislukt;
      entry.http_status = answer.status;
      entry.duration_ms = answer.duration.count();
      entry.steps = {{"wachtrij", waited(delivery.event, entry)}, {"aflevering", entry.duration_ms}};
      entry.size = static_cast<std::int64_t>(attempt.alone() ? attempt.size : delivery.event.sealed.size());
      if (!verdict.good)
        entry.faults = {{"abonnement " + attempt.standing->id(), "levering",
                         verdict.what + (verdict.never && attempt.alone()
                                             ? "; deze gebeurtenis wordt niet opnieuw aangeboden"
                                             : "; de levering wordt herhaald")}};
      entries.push_back(std::move(entry));
    }
  return entries;
}

}  // namespace inburgering::gateway::delivery
