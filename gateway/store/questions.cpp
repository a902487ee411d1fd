#include "gateway/store/questions.h"

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

std::int64_t waiting_questions(Session& sql) { return count(sql, "SELECT COUNT(*) FROM question"); }

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
