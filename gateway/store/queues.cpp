#include "gateway/store/queues.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <type_traits>
#include <utility>

namespace inburgering::gateway::store {
namespace {

/// So many are named in one statement, or one: there are two of each kind to keep ready.
constexpr std::size_t named_at_once = 16;

/// A statement that names several: what stands before their places and behind, and how many values it has
/// before.
struct Naming {
  std::string_view name, before, behind;
  std::size_t values;
};

/// Does it for all: so many at a time, and where fewer are left the last stands for itself again. `bind`
/// gives the values before, `row` is called for each that it answers.
template <class Each, class Bind, class Row>
void by_name(Session& sql, const Naming& naming, const std::vector<Each>& all, const Bind& bind,
             const Row& row) {
  for (std::size_t from = 0; from < all.size();) {
    const auto count = all.size() - from == 1 ? 1 : named_at_once;
    std::string text(naming.before);
    for (std::size_t i = 1; i <= count; ++i)
      text += (i == 1 ? "?" : ", ?") + std::to_string(naming.values + i);
    text += naming.behind;
    Execution execution(sql, {naming.name, text});
    bind(execution);
    for (std::size_t i = from; i < from + count; ++i) {
      const auto& each = all[std::min(i, all.size() - 1)];
      if constexpr (std::is_integral_v<Each>)
        execution.bind(each);
      else
        execution.bind(std::string_view(each));
    }
    if constexpr (std::is_same_v<Row, std::nullptr_t>)
      execution.finish();
    else
      while (execution.next()) row(execution);
    from += count;
  }
}

}  // namespace

Queues::Queue& Queues::queue(std::string_view subscription) {
  const auto found = queues_.find(subscription);
  return found != queues_.end() ? found->second : queues_[std::string(subscription)];
}

void Queues::count(std::string_view subscription, std::int64_t waiting, std::int64_t dead) {
  auto& of = queue(subscription);
  of.waiting += waiting;
  of.dead += dead;
}

void Queues::put(Session& sql, const Destination& to, const StoredEvent& event, std::string_view mark,
                 Milliseconds now) {
  auto& of = queue(to.subscription);
  if (!of.last_position)
    of.last_position =
        sql.one<std::int64_t>({"queues.put.read_last_position",
                               "SELECT last_position FROM subscription_queue WHERE subscription = :name"},
                              to.subscription)
            .value_or(0);
  ++of.waiting;
  of.put.push_back({.lane = to.ordered ? event.dossier : event.id,
                    .tenant = event.tenant,
                    .event = event.id,
                    .mark = std::string(mark),
                    .position = ++*of.last_position,
                    .sequence = mark == mark::replay ? 0 : event.sequence,
                    .follows = to.ordered && mark == mark::none,
                    .due = to.pushed ? std::optional(now) : std::nullopt});
}

void Queues::take(std::string_view subscription, const std::vector<Delivery>& deliveries, const Lane* lane,
                  bool ordered, Milliseconds now) {
  auto& of = queue(subscription);
  for (const auto& delivery : deliveries)
    of.taken.push_back({delivery.position, delivery.event.present ? delivery.event.id : std::string()});
  if (lane == nullptr) return;
  auto& lanes = ordered ? of.ordered : of.unordered;
  lanes.names.push_back(lane->name);
  lanes.due = std::max(lanes.due, now);
}

void Queues::write(Session& sql) {
  for (auto& [subscription, queue] : queues_) {
    write_put(sql, subscription, std::move(queue.put));
    queue.waiting -= write_taken(sql, subscription, queue.taken);
    write_lanes(sql, subscription, queue.ordered, true);
    write_lanes(sql, subscription, queue.unordered, false);
    write_counts(sql, subscription, queue);
  }
}

void Queues::write_put(Session& sql, std::string_view subscription, std::vector<Put> put) {
  while (!put.empty()) {
    // Of each lane its next: before the lane hears of it, what it says was last is what comes before this.
    std::set<std::string, std::less<>> lanes;
    std::vector<Put> now, later;
    for (auto& each : put) (lanes.insert(each.lane).second ? now : later).push_back(std::move(each));
    for (const auto& each : now)
      sql.run({"queues.write.put_delivery",
               "INSERT INTO delivery (subscription, position, lane, event, mark, previous)"
               " VALUES (:name, :position, :lane, :event, :mark, CASE WHEN :follows = 1 THEN COALESCE((SELECT"
               " last_sequence FROM lane WHERE subscription = :queue AND lane = :person), 0) ELSE 0 END)"},
              subscription, each.position, each.lane, each.event, each.mark, each.follows, subscription,
              each.lane);
    // A lane that waits keeps its due time: it may be waiting out a failure. What is fetched is never due.
    for (const auto& each : now)
      sql.run({"queues.write.put_lane",
               "INSERT INTO lane (subscription, lane, tenant, due, attempts, failing_since, last_sequence)"
               " VALUES (:name, :lane, :tenant, :due, 0, 0, :sequence)"
               " ON CONFLICT (subscription, lane) DO UPDATE SET due = COALESCE(lane.due, excluded.due),"
               " last_sequence = CASE WHEN excluded.last_sequence > lane.last_sequence THEN"
               " excluded.last_sequence ELSE lane.last_sequence END"},
              subscription, each.lane, each.tenant, each.due, each.sequence);
    put = std::move(later);
  }
}

/// How many were still there: a person may have skipped one while it was under way.
std::int64_t Queues::write_taken(Session& sql, std::string_view subscription,
                                 const std::vector<Taken>& taken) {
  std::int64_t gone = 0;
  std::vector<std::int64_t> positions;
  for (const auto& each : taken) positions.push_back(each.position);
  std::vector<std::string> present;
  by_name(
      sql,
      {"queues.write.remove_deliveries", "DELETE FROM delivery WHERE subscription = ?1 AND position IN (",
       ") RETURNING position", 1},
      positions, [&](Execution& execution) { execution.bind(subscription); },
      [&](const Execution& execution) {
        ++gone;
        const auto found = std::ranges::find(taken, execution.number(0), &Taken::position);
        if (found != taken.end() && !found->present.empty()) present.push_back(found->present);
      });
  // An event that tells what holds was made for one queue, and goes with its place there.
  for (const auto& event : present)
    sql.run({"queues.write.forget_present", "DELETE FROM event WHERE id = :id AND present = 1"}, event);
  return gone;
}

/// What becomes of lanes whose heads are gone: the next is due, one that is empty rests, or goes where no
/// order is kept.
void Queues::write_lanes(Session& sql, std::string_view subscription, const Lanes& lanes, bool ordered) {
  by_name(
      sql,
      {"queues.write.move_lanes_on",
       "UPDATE lane SET due = CASE WHEN (SELECT MIN(position) FROM delivery WHERE delivery.subscription ="
       " lane.subscription AND delivery.lane = lane.lane) IS NOT NULL THEN CAST(?1 AS BIGINT) END, attempts "
       "= 0,"
       " failing_since = 0 WHERE subscription = ?2 AND lane IN (",
       ")", 2},
      lanes.names,
      [&](Execution& execution) {
        execution.bind(lanes.due);
        execution.bind(subscription);
      },
      nullptr);
  if (ordered) return;
  by_name(
      sql,
      {"queues.write.remove_lanes", "DELETE FROM lane WHERE subscription = ?1 AND due IS NULL AND lane IN (",
       ")", 1},
      lanes.names, [&](Execution& execution) { execution.bind(subscription); }, nullptr);
}

void Queues::write_counts(Session& sql, std::string_view subscription, const Queue& queue) {
  if (queue.last_position)
    sql.run({"queues.write.put_subscription_queue",
             "INSERT INTO subscription_queue (subscription, last_position, waiting, dead)"
             " VALUES (:name, :last, :waiting, :dead) ON CONFLICT (subscription) DO UPDATE SET"
             " last_position = excluded.last_position, waiting = subscription_queue.waiting +"
             " excluded.waiting, dead = subscription_queue.dead + excluded.dead"},
            subscription, *queue.last_position, queue.waiting, queue.dead);
  else if (queue.waiting != 0 || queue.dead != 0)
    sql.run({"queues.write.change_subscription_queue",
             "UPDATE subscription_queue SET waiting = waiting + :waiting, dead = dead + :dead"
             " WHERE subscription = :name"},
            queue.waiting, queue.dead, subscription);
}

}  // namespace inburgering::gateway::store
