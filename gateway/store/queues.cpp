#include "gateway/store/queues.h"

namespace inburgering::gateway::store {
namespace {

using soci::into;
using soci::use;

std::int64_t count(soci::session& sql, const char* query) {
  long long number = 0;
  sql << query, into(number);
  return number;
}

}  // namespace

void add_event(soci::session& sql, const StoredEvent& event) {
  const long long sequence = event.sequence;
  sql << "INSERT INTO event (tenant, dossier, sequence, id, type, message_id, sealed)"
         " VALUES (:tenant, :dossier, :sequence, :id, :type, :message, :sealed)",
      use(event.tenant), use(event.dossier), use(sequence), use(event.id), use(event.type),
      use(event.message_id), use(event.sealed);
}

void add_delivery(soci::session& sql, std::string_view subscription, const StoredEvent& event,
                  Milliseconds now) {
  const std::string name(subscription);
  const long long sequence = event.sequence;
  const long long due = now;
  sql << "INSERT INTO delivery (subscription, dossier, sequence, tenant) VALUES (:name, :dossier, :sequence, "
         ":tenant)",
      use(name), use(event.dossier), use(sequence), use(event.tenant);
  // A lane that is there keeps its due time: it may be waiting out a failure.
  sql << "INSERT INTO lane (subscription, dossier, tenant, due, attempts) VALUES (:name, :dossier, :tenant, "
         ":due, 0)"
         " ON CONFLICT (subscription, dossier) DO NOTHING",
      use(name), use(event.dossier), use(event.tenant), use(due);
}

std::vector<Lane> due_lanes(soci::session& sql, std::string_view subscription, Milliseconds now, int count) {
  const std::string name(subscription);
  const long long until = now;
  std::vector<Lane> lanes;
  Lane lane;
  long long due = 0;
  soci::statement rows =
      (sql.prepare << "SELECT subscription, dossier, tenant, due, attempts FROM lane"
                      " WHERE subscription = :name AND due <= :until ORDER BY due LIMIT :count",
       use(name), use(until), use(count), into(lane.subscription), into(lane.dossier), into(lane.tenant),
       into(due), into(lane.attempts));
  for (rows.execute(); rows.fetch();) {
    lane.due = due;
    lanes.push_back(lane);
  }
  return lanes;
}

std::optional<StoredEvent> head_of(soci::session& sql, const Lane& lane) {
  StoredEvent event;
  long long sequence = 0;
  sql << "SELECT e.tenant, e.dossier, e.sequence, e.id, e.type, e.message_id, e.sealed FROM delivery d"
         " JOIN event e ON e.tenant = d.tenant AND e.dossier = d.dossier AND e.sequence = d.sequence"
         " WHERE d.subscription = :name AND d.dossier = :dossier AND d.tenant = :tenant ORDER BY d.sequence "
         "LIMIT 1",
      use(lane.subscription), use(lane.dossier), use(lane.tenant), into(event.tenant), into(event.dossier),
      into(sequence), into(event.id), into(event.type), into(event.message_id), into(event.sealed);
  if (!sql.got_data()) return std::nullopt;
  event.sequence = sequence;
  return event;
}

void delivered(soci::session& sql, const Lane& lane, std::int64_t sequence, Milliseconds now) {
  const long long done = sequence;
  const long long due = now;
  sql << "DELETE FROM delivery WHERE subscription = :name AND dossier = :dossier AND sequence = :done AND "
         "tenant = :tenant",
      use(lane.subscription), use(lane.dossier), use(done), use(lane.tenant);
  long long next = 0;
  sql << "SELECT sequence FROM delivery WHERE subscription = :name AND dossier = :dossier ORDER BY sequence "
         "LIMIT 1",
      use(lane.subscription), use(lane.dossier), into(next);
  if (sql.got_data())
    sql << "UPDATE lane SET due = :due, attempts = 0 WHERE subscription = :name AND dossier = :dossier",
        use(due), use(lane.subscription), use(lane.dossier);
  else
    sql << "DELETE FROM lane WHERE subscription = :name AND dossier = :dossier", use(lane.subscription),
        use(lane.dossier);
}

void postpone(soci::session& sql, const Lane& lane, Milliseconds until, int attempts) {
  const long long due = until;
  sql << "UPDATE lane SET due = :due, attempts = :attempts WHERE subscription = :name AND dossier = :dossier",
      use(due), use(attempts), use(lane.subscription), use(lane.dossier);
}

void add_question(soci::session& sql, const Question& question) {
  const long long due = question.due;
  sql << "INSERT INTO question (id, tenant, dossier, resource, cause_id, due, attempts, peer)"
         " VALUES (:id, :tenant, :dossier, :resource, :cause, :due, :attempts, :peer)"
         " ON CONFLICT (tenant, dossier, resource) DO UPDATE SET id = excluded.id, cause_id = "
         "excluded.cause_id,"
         " due = excluded.due, attempts = excluded.attempts, priority = 0, peer = excluded.peer",
      use(question.id), use(question.tenant), use(question.dossier), use(question.resource),
      use(question.cause_id), use(due), use(question.attempts), use(question.peer);
}

void add_sync_question(soci::session& sql, const Question& question) {
  const long long due = question.due;
  sql << "INSERT INTO question (id, tenant, dossier, resource, cause_id, due, attempts, priority, run, peer)"
         " VALUES (:id, :tenant, :dossier, :resource, :cause, :due, 0, 1, :run, :peer)"
         " ON CONFLICT (tenant, dossier, resource) DO UPDATE SET run = excluded.run",
      use(question.id), use(question.tenant), use(question.dossier), use(question.resource),
      use(question.cause_id), use(due), use(question.run), use(question.peer);
}

std::vector<Question> due_questions(soci::session& sql, std::string_view peer, int priority, Milliseconds now,
                                    int count) {
  const std::string whom(peer);
  const long long until = now;
  std::vector<Question> questions;
  Question question;
  long long due = 0;
  soci::statement rows =
      (sql.prepare
           << "SELECT id, tenant, dossier, resource, cause_id, due, attempts, priority, run, peer FROM "
              "question"
              " WHERE peer = :peer AND priority = :priority AND due <= :until ORDER BY due LIMIT :count",
       use(whom), use(priority), use(until), use(count), into(question.id), into(question.tenant),
       into(question.dossier), into(question.resource), into(question.cause_id), into(due),
       into(question.attempts), into(question.priority), into(question.run), into(question.peer));
  for (rows.execute(); rows.fetch();) {
    question.due = due;
    questions.push_back(question);
  }
  return questions;
}

bool waits(soci::session& sql, const Question& question) {
  int found = 0;
  sql << "SELECT 1 FROM question WHERE tenant = :tenant AND dossier = :dossier AND resource = :resource AND "
         "id = :id"
         " AND attempts = :attempts",
      use(question.tenant), use(question.dossier), use(question.resource), use(question.id),
      use(question.attempts), into(found);
  return sql.got_data();
}

bool answered(soci::session& sql, const Question& question) {
  soci::statement removal =
      (sql.prepare
           << "DELETE FROM question WHERE tenant = :tenant AND dossier = :dossier AND resource = :resource"
              " AND id = :id",
       use(question.tenant), use(question.dossier), use(question.resource), use(question.id));
  removal.execute(true);
  return removal.get_affected_rows() > 0;
}

void postpone(soci::session& sql, const Question& question, Milliseconds until, int attempts) {
  const long long due = until;
  sql << "UPDATE question SET due = :due, attempts = :attempts"
         " WHERE tenant = :tenant AND dossier = :dossier AND resource = :resource AND id = :id",
      use(due), use(attempts), use(question.tenant), use(question.dossier), use(question.resource),
      use(question.id);
}

std::int64_t waiting_deliveries(soci::session& sql) { return count(sql, "SELECT COUNT(*) FROM delivery"); }
std::int64_t waiting_questions(soci::session& sql) { return count(sql, "SELECT COUNT(*) FROM question"); }

std::optional<Milliseconds> next_lane_due(soci::session& sql, std::string_view subscription,
                                          Milliseconds now) {
  const std::string name(subscription);
  const long long after = now;
  long long due = 0;
  sql << "SELECT due FROM lane WHERE subscription = :name AND due > :after ORDER BY due LIMIT 1", use(name),
      use(after), into(due);
  if (!sql.got_data()) return std::nullopt;
  return due;
}

std::optional<Milliseconds> next_question_due(soci::session& sql, std::string_view peer, Milliseconds now) {
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
