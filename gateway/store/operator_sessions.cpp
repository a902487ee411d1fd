#include "gateway/store/operator_sessions.h"

namespace inburgering::gateway::store {

void put_operator_session(Session& sql, std::string_view hash, const OperatorSession& session) {
  sql.run(
      {"operator_sessions.put",
       "INSERT INTO operator_session (secret_hash, name, role, opened, used) VALUES (:hash, :name, :role, "
       ":opened, :used)"},
      hash, session.name, session.role, session.opened, session.used);
}

std::optional<OperatorSession> find_operator_session(Session& sql, std::string_view hash) {
  auto row = sql.one<std::string, std::string, Milliseconds, Milliseconds>(
      {"operator_sessions.find",
       "SELECT name, role, opened, used FROM operator_session WHERE secret_hash = :hash"},
      hash);
  if (!row) return std::nullopt;
  auto& [name, role, opened, used] = *row;
  return OperatorSession{std::move(name), std::move(role), opened, used};
}

void use_operator_session(Session& sql, std::string_view hash, Milliseconds now) {
  sql.run({"operator_sessions.use", "UPDATE operator_session SET used = :now WHERE secret_hash = :hash"}, now,
          hash);
}

void remove_operator_session(Session& sql, std::string_view hash) {
  sql.run({"operator_sessions.remove", "DELETE FROM operator_session WHERE secret_hash = :hash"}, hash);
}

void remove_operator_sessions(Session& sql, Milliseconds opened_before, Milliseconds used_before) {
  sql.run(
      {"operator_sessions.remove_old", "DELETE FROM operator_session WHERE opened < :opened OR used < :used"},
      opened_before, used_before);
}

}  // namespace inburgering::gateway::store
