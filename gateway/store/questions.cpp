#include "gateway/store/questions.h"

namespace inburgering::gateway::store {

void add_question(Session& sql, const Question& question) {
  sql.announce(Topic::questions);
  sql.run({"questions.add_question",
           "INSERT INTO question (id, tenant, dossier, resource, cause_id, due, attempts, peer)"
           " VALUES (:id, :tenant, :dossier, :resource, :cause, :due, :attempts, :peer)"
           " ON CONFLICT (tenant, dossier, resource) DO UPDATE SET id = excluded.id, cause_id = "
           "excluded.cause_id,"
           " due = excluded.due, attempts = excluded.attempts, priority = 0, peer = excluded.peer"},
          question.id, question.tenant, question.dossier, question.resource, question.cause_id, question.due,
          question.attempts, question.peer);
}

void add_sync_question(Session& sql, const Question& question) {
  sql.announce(Topic::questions);
  sql.run(
      {"questions.add_sync_question",
       "INSERT INTO question (id, tenant, dossier, resource, cause_id, due, attempts, priority, run, peer)"
       " VALUES (:id, :tenant, :dossier, :resource, :cause, :due, 0, 1, :run, :peer)"
       " ON CONFLICT (tenant, dossier, resource) DO UPDATE SET run = excluded.run"},
      question.id, question.tenant, question.dossier, question.resource, question.cause_id, question.due,
      question.run, question.peer);
}

std::vector<Question> due_questions(Session& sql, std::string_view peer, int priority, Milliseconds now,
                                    int count) {
  std::vector<Question> questions;
  for (auto& [id, tenant, dossier, resource, cause, due, attempts, run] :
       sql.all<std::string, std::string, std::string, std::string, std::string, long long, int, std::string>(
           {"questions.due_questions",
            "SELECT id, tenant, dossier, resource, cause_id, due, attempts, run FROM question"
            " WHERE peer = :peer AND priority = :priority AND due <= :until ORDER BY due LIMIT :count"},
           peer, priority, now, count))
    questions.push_back({std::move(id), std::move(tenant), std::move(dossier), std::move(resource),
                         std::move(cause), due, attempts, priority, std::move(run), std::string(peer)});
  return questions;
}

bool waits(Session& sql, const Question& question) {
  return sql
      .one<int>({"questions.waits",
                 "SELECT 1 FROM question WHERE tenant = :tenant AND dossier = :dossier AND resource = "
                 ":resource AND "
                 "id = :id"
                 " AND attempts = :attempts"},
                question.tenant, question.dossier, question.resource, question.id, question.attempts)
      .has_value();
}

bool answered(Session& sql, const Question& question) {
  return sql.changed(
             {"questions.answered",
              "DELETE FROM question WHERE tenant = :tenant AND dossier = :dossier AND resource = :resource"
              " AND id = :id"},
             question.tenant, question.dossier, question.resource, question.id) > 0;
}

void postpone(Session& sql, const Question& question, Milliseconds until, int attempts) {
  sql.run({"questions.postpone",
           "UPDATE question SET due = :due, attempts = :attempts"
           " WHERE tenant = :tenant AND dossier = :dossier AND resource = :resource AND id = :id"},
          until, attempts, question.tenant, question.dossier, question.resource, question.id);
}

std::vector<int> questions_of(Session& sql, std::string_view tenant, std::string_view dossier,
                              std::string_view cause_id) {
  return sql.list<int>({"questions.of_cause",
                        "SELECT attempts FROM question WHERE tenant = :tenant AND dossier = :dossier AND "
                        "cause_id = :cause"},
                       tenant, dossier, cause_id);
}

std::int64_t waiting_questions(Session& sql) {
  return sql.one<std::int64_t>({"questions.waiting_questions", "SELECT COUNT(*) FROM question"}).value_or(0);
}

std::optional<Milliseconds> next_question_due(Session& sql, std::string_view peer, Milliseconds now) {
  std::optional<Milliseconds> next;
  for (const int priority : {0, 1}) {
    const auto due = sql.one<Milliseconds>(
        {"questions.next_question_due",
         "SELECT due FROM question WHERE peer = :peer AND priority = :priority AND due > :after ORDER BY due "
         "LIMIT 1"},
        peer, priority, now);
    if (due && (!next || *due < *next)) next = due;
  }
  return next;
}

bool has_questions_after(Session& sql, std::string_view peer, Milliseconds latest) {
  return next_question_due(sql, peer, latest).has_value();
}

void bring_questions_forward(Session& sql, std::string_view peer, Milliseconds now, Milliseconds latest) {
  for (const int priority : {0, 1})
    sql.run({"questions.bring_forward",
             "UPDATE question SET due = :due WHERE peer = :peer AND priority = :priority AND due > :latest"},
            now, peer, priority, latest);
}

}  // namespace inburgering::gateway::store
