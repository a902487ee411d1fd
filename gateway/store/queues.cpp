#include "gateway/store/queues.h"

namespace inburgering::gateway::store {
namespace {

using soci::into;
using soci::use;

std::int64_t count(Session& sql, const char* query) {
  long long number = 0;
  sql << query, into(number);
  return number;
}

}  // namespace

void add_event(Session& sql, const StoredEvent& event) {
  sql.run(
      "INSERT INTO event (tenant, dossier, sequence, id, type, message_id, sealed)"
      " VALUES (:tenant, :dossier, :sequence, :id, :type, :message, :sealed)",
      event.tenant, event.dossier, event.sequence, event.id, event.type, event.message_id, event.sealed);
}

void add_delivery(Session& sql, std::string_view subscription, const StoredEvent& event, Milliseconds now) {
  sql.run(
      "INSERT INTO delivery (subscription, dossier, sequence, tenant) VALUES (:name, :dossier, :sequence, "
      ":tenant)",
      subscription, event.dossier, event.sequence, event.tenant);
  // A lane that is there keeps its due time: it may be waiting out a failure.
  sql.run(
      "INSERT INTO lane (subscription, dossier, tenant, due, attempts) VALUES (:name, :dossier, :tenant, "
      ":due, 0)"
      " ON CONFLICT (subscription, dossier) DO NOTHING",
      subscription, event.dossier, event.tenant, now);
}

std::vector<Lane> due_lanes(Session& sql, std::string_view subscription, Milliseconds now, int count) {
  std::vector<Lane> lanes;
  for (auto& [dossier, tenant, due, attempts] : sql.all<std::string, std::string, long long, int>(
           "SELECT dossier, tenant, due, attempts FROM lane WHERE subscription = :name AND due <= :until "
           "ORDER BY due "
           "LIMIT :count",
           subscription, now, count))
    lanes.push_back({std::string(subscription), std::move(dossier), std::move(tenant), due, attempts});
  return lanes;
}

std::optional<StoredEvent> head_of(Session& sql, const Lane& lane) {
  auto found = sql.one<long long, std::string, std::string, std::string, std::string>(
      "SELECT e.sequence, e.id, e.type, e.message_id, e.sealed FROM delivery d"
      " JOIN event e ON e.tenant = d.tenant AND e.dossier = d.dossier AND e.sequence = d.sequence"
      " WHERE d.subscription = :name AND d.dossier = :dossier AND d.tenant = :tenant ORDER BY d.sequence "
      "LIMIT 1",
      lane.subscription, lane.dossier, lane.tenant);
  if (!found) return std::nullopt;
  auto& [sequence, id, type, message, sealed] = *found;
  return StoredEvent{lane.tenant,     lane.dossier,       sequence,         std::move(id),
                     std::move(type), std::move(message), std::move(sealed)};
}

void delivered(Session& sql, const Lane& lane, std::int64_t sequence, Milliseconds now) {
  sql.run(
      "DELETE FROM delivery WHERE subscription = :name AND dossier = :dossier AND sequence = :done AND "
      "tenant = "
      ":tenant",
      lane.subscription, lane.dossier, sequence, lane.tenant);
  const auto next = sql.one<long long>(
      "SELECT sequence FROM delivery WHERE subscription = :name AND dossier = :dossier ORDER BY sequence "
      "LIMIT 1",
      lane.subscription, lane.dossier);
  if (next)
    sql.run("UPDATE lane SET due = :due, attempts = 0 WHERE subscription = :name AND dossier = :dossier", now,
            lane.subscription, lane.dossier);
  else
    sql.run("DELETE FROM lane WHERE subscription = :name AND dossier = :dossier", lane.subscription,
            lane.dossier);
}

void postpone(Session& sql, const Lane& lane, Milliseconds until, int attempts) {
  const long long due = until;
  sql << "UPDATE lane SET due = :due, attempts = :attempts WHERE subscription = :name AND dossier = :dossier",
      use(due), use(attempts), use(lane.subscription), use(lane.dossier);
}

void add_question(Session& sql, const Question& question) {
  const long long due = question.due;
  sql << "INSERT INTO question (id, tenant, dossier, resource, cause_id, due, attempts, peer)"
         " VALUES (:id, :tenant, :dossier, :resource, :cause, :due, :attempts, :peer)"
         " ON CONFLICT (tenant, dossier, resource) DO UPDATE SET id = excluded.id, cause_id = "
         "excluded.cause_id,"
         " due = excluded.due, attempts = excluded.attempts, priority = 0, peer = excluded.peer",
      use(question.id), use(question.tenant), use(question.dossier), use(question.resource),
      use(question.cause_id), use(due), use(question.attempts), use(question.peer);
}

void add_sync_question(Session& sql, const Question& question) {
  const long long due = question.due;
  sql << "INSERT INTO question (id, tenant, dossier, resource, cause_id, due, attempts, priority, run, peer)"
         " VALUES (:id, :tenant, :dossier, :resource, :cause, :due, 0, 1, :run, :peer)"
         " ON CONFLICT (tenant, dossier, resource) DO UPDATE SET run = excluded.run",
      use(question.id), use(question.tenant), use(question.dossier), use(question.resource),
      use(question.cause_id), use(due), use(question.run), use(question.peer);
}

std::vector<Question> due_questions(Session& sql, std::string_view peer, int priority, Milliseconds now,
                                    int count) {
  std::vector<Question> questions;
  for (auto& [id, tenant, dossier, resource, cause, due, attempts, run] :
       sql.all<std::string, std::string, std::string, std::string, std::string, long long, int, std::string>(
           "SELECT id, tenant, dossier, resource, cause_id, due, attempts, run FROM question"
           " WHERE peer = :peer AND priority = :priority AND due <= :until ORDER BY due LIMIT :count",
           peer, priority, now, count))
    questions.push_back({std::move(id), std::move(tenant), std::move(dossier), std::move(resource),
                         std::move(cause), due, attempts, priority, std::move(run), std::string(peer)});
  return questions;
}

bool waits(Session& sql, const Question& question) {
  return sql
      .one<int>(
          "SELECT 1 FROM question WHERE tenant = :tenant AND dossier = :dossier AND resource = :resource AND "
          "id = :id"
          " AND attempts = :attempts",
          question.tenant, question.dossier, question.resource, question.id, question.attempts)
      .has_value();
}

bool answered(Session& sql, const Question& question) {
  soci::statement removal =
      (sql.prepare
           << "DELETE FROM question WHERE tenant = :tenant AND dossier = :dossier AND resource = :resource"
              " AND id = :id",
       use(question.tenant), use(question.dossier), use(question.resource), use(question.id));
  removal.execute(true);
  return removal.get_affected_rows() > 0;
}

void postpone(Session& sql, const Question& question, Milliseconds until, int attempts) {
  const long long due = until;
  sql << "UPDATE question SET due = :due, attempts = :attempts"
         " WHERE tenant = :tenant AND dossier = :dossier AND resource = :resource AND id = :id",
      use(due), use(attempts), use(question.tenant), use(question.dossier), use(question.resource),
      use(question.id);
}

std::int64_t waiting_deliveries(Session& sql) { return count(sql, "SELECT COUNT(*) FROM delivery"); }
std::int64_t waiting_questions(Session& sql) { return count(sql, "SELECT COUNT(*) FROM question"); }

std::optional<Milliseconds> next_lane_due(Session& sql, std::string_view subscription, Milliseconds now) {
  const std::string name(subscription);
  const long long after = now;
  long long due = 0;
  sql << "SELECT due FROM lane WHERE subscription = :name AND due > :after ORDER BY due LIMIT 1", use(name),
      use(after), into(due);
  if (!sql.got_data()) return std::nullopt;
  return due;
}

std::optional<Milliseconds> next_question_due(Session& sql, std::string_view peer, Milliseconds now) {
  const std::string whom(peer);
  const long long after = now;
  long long due = 0;
  std::optional<Milliseconds> next;
  for (const int priority : {0, 1}) {
    sql << "SELECT due FROM question WHERE peer = :peer AND priority = :priority AND due > :after ORDER BY "
           "due "
           "LIMIT 1",
        use(whom), use(priority), use(after), into(due);
    if (sql.got_data() && (!next || due < *next)) next = due;
  }
  return next;
}

}  // namespace inburgering::gateway::store
