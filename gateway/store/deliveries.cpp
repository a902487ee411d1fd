#include "gateway/store/deliveries.h"

#include <algorithm>
#include <tuple>

#include "gateway/store/queues.h"

namespace inburgering::gateway::store {
namespace {

using EventRow = std::tuple<std::string, std::string, long long, std::string, std::string, std::string,
                            std::string, int, long long>;

const std::string event_columns =
    "e.tenant, e.dossier, e.sequence, e.id, e.type, e.message_id, e.sealed, e.present, e.number";
const std::string event_query = "SELECT " + event_columns + " FROM event e ";
const std::string delivery_query = "SELECT d.position, d.previous, d.mark, " + event_columns +
                                   " FROM delivery d JOIN event e ON e.id = d.event ";
const std::string letter_query =
    "SELECT l.position, l.mark, l.reason, l.http_status, l.attempts, l.moment, " + event_columns +
    " FROM dead_letter l JOIN event e ON e.id = l.event ";
const std::string lane_query = "SELECT lane, tenant, COALESCE(due, 0), attempts, failing_since FROM lane ";

using LaneRow = std::tuple<std::string, std::string, long long, int, long long>;
using DeliveryRow = std::tuple<long long, long long, std::string, std::string, std::string, long long,
                               std::string, std::string, std::string, std::string, int, long long>;
using LetterRow =
    std::tuple<long long, std::string, std::string, int, int, long long, std::string, std::string, long long,
               std::string, std::string, std::string, std::string, int, long long>;

StoredEvent event_of(EventRow row) {
  auto& [tenant, dossier, sequence, id, type, message, sealed, present, number] = row;
  return {std::move(tenant),  std::move(dossier), sequence,     std::move(id), std::move(type),
          std::move(message), std::move(sealed),  present != 0, number};
}

/// The columns of an event at the end of a row.
template <std::size_t from, class Row>
StoredEvent event_in(Row&& row) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) {
    return event_of(EventRow(std::move(std::get<from + i>(row))...));
  }(std::make_index_sequence<std::tuple_size_v<EventRow>>{});
}

void count(Session& sql, std::string_view subscription, std::int64_t waiting, std::int64_t dead) {
  sql.gather<Queues>([&](Queues& queues) { queues.count(subscription, waiting, dead); });
}

/// An event that tells what holds was made for one queue, and goes with its place there.
void forget_present(Session& sql, std::string_view event) {
  sql.run({"deliveries.forget_present", "DELETE FROM event WHERE id = :id AND present = 1"}, event);
}

/// Whether it was still there: a person may have skipped it while it was under way.
bool remove(Session& sql, std::string_view subscription, std::int64_t position) {
  return sql.changed({"deliveries.remove",
                      "DELETE FROM delivery WHERE subscription = :name AND position = :position"},
                     subscription, position) > 0;
}

std::vector<Lane> lanes_of(std::string_view subscription, std::vector<LaneRow> rows) {
  std::vector<Lane> lanes;
  lanes.reserve(rows.size());
  for (auto& [name, tenant, due, attempts, since] : rows)
    lanes.push_back({std::string(subscription), std::move(name), std::move(tenant), due, attempts, since});
  return lanes;
}

std::vector<StoredEvent> events_of(std::vector<EventRow> rows) {
  std::vector<StoredEvent> events;
  events.reserve(rows.size());
  for (auto& row : rows) events.push_back(event_of(std::move(row)));
  return events;
}

std::vector<Delivery> deliveries_of(std::vector<DeliveryRow> rows) {
  std::vector<Delivery> deliveries;
  deliveries.reserve(rows.size());
  for (auto& row : rows) {
    const auto position = std::get<0>(row);
    const auto previous = std::get<1>(row);
    auto mark = std::move(std::get<2>(row));
    deliveries.push_back({position, previous, std::move(mark), event_in<3>(row)});
  }
  return deliveries;
}

std::vector<DeadLetter> letters_of(std::vector<LetterRow> rows) {
  std::vector<DeadLetter> letters;
  letters.reserve(rows.size());
  for (auto& row : rows) {
    DeadLetter letter;
    letter.position = std::get<0>(row);
    letter.mark = std::move(std::get<1>(row));
    letter.reason = std::move(std::get<2>(row));
    letter.http_status = std::get<3>(row);
    letter.attempts = std::get<4>(row);
    letter.moment = std::get<5>(row);
    letter.event = event_in<6>(row);
    letters.push_back(std::move(letter));
  }
  return letters;
}

}  // namespace

void add_event(Session& sql, const StoredEvent& event) {
  constexpr int gone_when_it_arrived = 1;
  constexpr int stays = 2;
  sql.run({"deliveries.add_event",
           "INSERT INTO event (id, tenant, dossier, sequence, type, message_id, present, sealed)"
           " VALUES (:id, :tenant, :dossier, :sequence, :type, :message, :present, :sealed)"},
          event.id, event.tenant, event.dossier, event.sequence, event.type, event.message_id,
          !event.present ? 0
          : event.stays  ? stays
                         : gone_when_it_arrived,
          Bytes{event.sealed});
}

std::optional<StoredEvent> find_event(Session& sql, std::string_view id) {
  static const auto query = event_query + "WHERE e.id = :id";
  auto events = events_of(sql.rows<EventRow>({"deliveries.find_event", query}, id));
  if (events.empty()) return std::nullopt;
  return std::move(events.front());
}

std::vector<StoredEvent> events_after(Session& sql, std::int64_t number, std::int64_t last, int count) {
  static const auto query = event_query +
                            "WHERE e.number > :number AND e.number <= :last AND e.present = 0 ORDER BY "
                            "e.number LIMIT :count";
  return events_of(sql.rows<EventRow>({"deliveries.events_after", query}, number, last, count));
}

std::vector<StoredEvent> events_of_dossier(Session& sql, std::string_view tenant, std::string_view dossier,
                                           std::int64_t after_sequence, int count) {
  static const auto query = event_query +
                            "WHERE e.tenant = :tenant AND e.dossier = :dossier AND e.sequence > :after AND "
                            "e.present = 0 ORDER BY e.sequence LIMIT :count";
  return events_of(
      sql.rows<EventRow>({"deliveries.events_of_dossier", query}, tenant, dossier, after_sequence, count));
}

std::vector<StoredEvent> events_of_message(Session& sql, std::string_view tenant, std::string_view dossier,
                                           std::string_view message_id, int count) {
  static const auto query = event_query +
                            "WHERE e.tenant = :tenant AND e.dossier = :dossier AND e.message_id = :message "
                            "ORDER BY e.sequence LIMIT :count";
  return events_of(
      sql.rows<EventRow>({"deliveries.events_of_message", query}, tenant, dossier, message_id, count));
}

std::vector<std::string> event_ids_of_message(Session& sql, std::string_view tenant, std::string_view dossier,
                                              std::string_view message_id, int count) {
  return sql.list<std::string>({"deliveries.event_ids_of_message",
                                "SELECT id FROM event WHERE tenant = :tenant AND dossier = :dossier AND "
                                "message_id = :message ORDER BY sequence LIMIT :count"},
                               tenant, dossier, message_id, count);
}

Span events_between(Session& sql, std::string_view tenant, std::string_view from, std::string_view until) {
  // In the order of their ids, so that a stretch of time is looked at, and not all that a gemeente ever had;
  // a page at a time, however long that stretch is.
  constexpr std::size_t page = 10'000;
  Span span;
  std::string behind;
  for (std::size_t found = page; found == page;) {
    found = 0;
    for (auto& [number, of, id] : sql.all<std::int64_t, std::string, std::string>(
             {"deliveries.events_between",
              "SELECT number, tenant, id FROM event WHERE id >= :from AND id < :until AND id > :behind AND "
              "present = 0 ORDER BY id LIMIT :count"},
             from, until, behind, page)) {
      ++found;
      behind = std::move(id);
      if (of != tenant) continue;
      span.first = span.count == 0 ? number : std::min(span.first, number);
      span.last = std::max(span.last, number);
      ++span.count;
    }
  }
  return span;
}

void add_delivery(Session& sql, const Destination& to, const StoredEvent& event, std::string_view mark,
                  Milliseconds now) {
  sql.announce(Topic::deliveries);
  sql.gather<Queues>([&](Queues& queues) { queues.put(sql, to, event, mark, now); });
}

std::vector<Lane> due_lanes(Session& sql, std::string_view subscription, Milliseconds now, int count) {
  sql.settle();
  static const auto query =
      lane_query + "WHERE subscription = :name AND due <= :until ORDER BY due LIMIT :count";
  return lanes_of(subscription, sql.rows<LaneRow>({"deliveries.due_lanes", query}, subscription, now, count));
}

std::optional<Milliseconds> next_lane_due(Session& sql, std::string_view subscription, Milliseconds now) {
  sql.settle();
  return sql.one<long long>(
      {"deliveries.next_lane_due",
       "SELECT due FROM lane WHERE subscription = :name AND due > :after ORDER BY due LIMIT 1"},
      subscription, now);
}

std::vector<Lane> failing_lanes(Session& sql, std::string_view subscription, int count) {
  sql.settle();
  static const auto query =
      lane_query + "WHERE subscription = :name AND attempts > 0 ORDER BY failing_since, lane LIMIT :count";
  return lanes_of(subscription, sql.rows<LaneRow>({"deliveries.failing_lanes", query}, subscription, count));
}

std::optional<Lane> find_lane(Session& sql, std::string_view subscription, std::string_view name) {
  sql.settle();
  static const auto query = lane_query + "WHERE subscription = :name AND lane = :lane";
  auto lanes = lanes_of(subscription, sql.rows<LaneRow>({"deliveries.find_lane", query}, subscription, name));
  if (lanes.empty()) return std::nullopt;
  return std::move(lanes.front());
}

std::vector<std::string> waiting_in_lane(Session& sql, std::string_view subscription, std::string_view lane,
                                         int count) {
  sql.settle();
  return sql.list<std::string>(
      {"deliveries.waiting_in_lane",
       "SELECT event FROM delivery WHERE subscription = :name AND lane = :lane ORDER "
       "BY position LIMIT :count"},
      subscription, lane, count);
}

std::vector<Delivery> heads_of(Session& sql, const Lane& lane, int count) {
  sql.settle();
  static const auto query =
      delivery_query +
      "WHERE d.subscription = :name AND d.position IN (SELECT position FROM delivery"
      " WHERE subscription = :name AND lane = :lane ORDER BY position LIMIT :count) ORDER BY d.position";
  return deliveries_of(
      sql.rows<DeliveryRow>({"deliveries.heads_of", query}, lane.subscription, lane.name, count));
}

std::vector<Delivery> deliveries_after(Session& sql, std::string_view subscription, std::int64_t position,
                                       int count) {
  sql.settle();
  static const auto query =
      delivery_query +
      "WHERE d.subscription = :name AND d.position > :position ORDER BY d.position LIMIT :count";
  return deliveries_of(
      sql.rows<DeliveryRow>({"deliveries.deliveries_after", query}, subscription, position, count));
}

void arrived(Session& sql, const Lane& lane, const std::vector<Delivery>& deliveries, bool ordered,
             Milliseconds now) {
  sql.gather<Queues>(
      [&](Queues& queues) { queues.take(lane.subscription, deliveries, &lane, ordered, now); });
}

void fetched(Session& sql, std::string_view subscription, const std::vector<Delivery>& deliveries) {
  sql.gather<Queues>([&](Queues& queues) { queues.take(subscription, deliveries, nullptr, true, 0); });
}

void postpone(Session& sql, const Lane& lane, Milliseconds due, int attempts, Milliseconds failing_since) {
  sql.settle();
  sql.run({"deliveries.postpone",
           "UPDATE lane SET due = :due, attempts = :attempts, failing_since = :since"
           " WHERE subscription = :name AND lane = :lane"},
          due, attempts, failing_since, lane.subscription, lane.name);
}

void hurry(Session& sql, std::string_view subscription, Milliseconds now) {
  sql.settle();
  sql.announce(Topic::deliveries);
  sql.run({"deliveries.hurry",
           "UPDATE lane SET due = :now WHERE subscription = :name AND attempts > 0 AND due > :later"},
          now, subscription, now);
}

bool waits_too_long(Session& sql, std::string_view subscription, Milliseconds now, Milliseconds latest) {
  return sql
      .one<int>({"deliveries.waits_too_long",
                 "SELECT 1 FROM lane WHERE subscription = :name AND due > :now AND (attempts = 0 OR due > "
                 ":latest) LIMIT 1"},
                subscription, now, latest)
      .has_value();
}

void bring_forward(Session& sql, std::string_view subscription, Milliseconds now, Milliseconds latest) {
  sql.announce(Topic::deliveries);
  sql.run({"deliveries.bring_forward",
           "UPDATE lane SET due = :due WHERE subscription = :name AND due > :now AND (attempts = 0 OR due > "
           ":latest)"},
          now, subscription, now, latest);
}

void bury(Session& sql, const Lane& lane, const Delivery& delivery, std::string_view reason, int http_status,
          bool ordered, Milliseconds now) {
  sql.settle();
  if (!remove(sql, lane.subscription, delivery.position)) return;
  sql.run(
      {"deliveries.bury",
       "INSERT INTO dead_letter (subscription, position, event, mark, reason, http_status, attempts, moment)"
       " VALUES (:name, :position, :event, :mark, :reason, :status, :attempts, :moment)"},
      lane.subscription, delivery.position, delivery.event.id, delivery.mark, reason, http_status,
      lane.attempts + 1, now);
  count(sql, lane.subscription, -1, 1);
  arrived(sql, lane, {}, ordered, now);  // it is gone
}

std::vector<DeadLetter> dead_letters(Session& sql, std::string_view subscription, std::int64_t after,
                                     int count) {
  static const auto query =
      letter_query + "WHERE l.subscription = :name AND l.position > :after ORDER BY l.position LIMIT :count";
  return letters_of(sql.rows<LetterRow>({"deliveries.dead_letters", query}, subscription, after, count));
}

std::vector<std::string> newest_dead(Session& sql, std::string_view subscription, int count) {
  return sql.list<std::string>({"deliveries.newest_dead",
                                "SELECT event FROM dead_letter WHERE subscription = :name ORDER BY position "
                                "DESC LIMIT :count"},
                               subscription, count);
}

std::optional<DeadLetter> find_dead_letter(Session& sql, std::string_view subscription,
                                           std::string_view event) {
  static const auto query =
      letter_query + "WHERE l.subscription = :name AND l.event = :event ORDER BY l.position LIMIT 1";
  auto letters = letters_of(sql.rows<LetterRow>({"deliveries.find_dead_letter", query}, subscription, event));
  if (letters.empty()) return std::nullopt;
  return std::move(letters.front());
}

void revive(Session& sql, const Destination& to, const DeadLetter& letter, Milliseconds now) {
  sql.run(
      {"deliveries.revive", "DELETE FROM dead_letter WHERE subscription = :name AND position = :position"},
      to.subscription, letter.position);
  count(sql, to.subscription, 0, -1);
  add_delivery(sql, to, letter.event, letter.event.present ? mark::present : mark::replay, now);
}

std::optional<std::string> oldest_event(Session& sql, std::string_view subscription) {
  sql.settle();
  return sql.one<std::string>(
      {"deliveries.oldest_event",
       "SELECT event FROM delivery WHERE subscription = :name ORDER BY position LIMIT 1"},
      subscription);
}

QueueCounts queue_counts(Session& sql, std::string_view subscription) {
  sql.settle();
  const auto row = sql.one<long long, long long, long long>(
      {"deliveries.queue_counts",
       "SELECT last_position, waiting, dead FROM subscription_queue WHERE subscription = :name"},
      subscription);
  if (!row) return {};
  const auto& [last, waiting, dead] = *row;
  return {last, waiting, dead};
}

std::int64_t drop_oldest(Session& sql, std::string_view subscription, bool ordered, int count) {
  sql.settle();
  const auto oldest =
      sql.all<long long, std::string, std::string>({"deliveries.drop_oldest.read_oldest",
                                                    "SELECT position, lane, event FROM delivery WHERE "
                                                    "subscription = :name ORDER BY position LIMIT :count"},
                                                   subscription, count);
  for (const auto& [position, lane, event] : oldest) {
    remove(sql, subscription, position);
    forget_present(sql, event);
    // One with more behind it keeps its due time: it may be waiting out a failure.
    if (!sql.one<int>({"deliveries.drop_oldest.read_next",
                       "SELECT 1 FROM delivery WHERE subscription = :name AND lane = :lane"},
                      subscription, lane))
      arrived(sql, {std::string(subscription), lane, {}}, {}, ordered, 0);
  }
  store::count(sql, subscription, -static_cast<std::int64_t>(oldest.size()), 0);
  return static_cast<std::int64_t>(oldest.size());
}

bool forget_queue(Session& sql, std::string_view subscription, int count) {
  sql.settle();
  bool left = false;
  for (const auto& [position, event] : sql.all<long long, std::string>(
           {"deliveries.forget_queue.read_dead_letter",
            "SELECT position, event FROM dead_letter WHERE subscription = :name LIMIT :count"},
           subscription, count)) {
    sql.run({"deliveries.forget_queue.remove_dead_letter",
             "DELETE FROM dead_letter WHERE subscription = :name AND position = :position"},
            subscription, position);
    sql.run({"deliveries.forget_queue.remove_event", "DELETE FROM event WHERE id = :id AND present = 1"},
            event);
    left = true;
  }
  for (const auto& [lane] :
       sql.all<std::string>({"deliveries.forget_queue.read_lane",
                             "SELECT lane FROM lane WHERE subscription = :name LIMIT :count"},
                            subscription, count)) {
    sql.run({"deliveries.forget_queue.remove_lane",
             "DELETE FROM lane WHERE subscription = :name AND lane = :lane"},
            subscription, lane);
    left = true;
  }
  if (!left)
    sql.run({"deliveries.forget_queue.remove_subscription_queue",
             "DELETE FROM subscription_queue WHERE subscription = :name"},
            subscription);
  return !left;
}

std::int64_t waiting_deliveries(Session& sql) {
  sql.settle();
  return sql
      .one<long long>(
          {"deliveries.waiting_deliveries", "SELECT COALESCE(SUM(waiting), 0) FROM subscription_queue"})
      .value_or(0);
}

}  // namespace inburgering::gateway::store
