#include "gateway/store/login_codes.h"

namespace inburgering::gateway::store {

void add_login_code(Session& sql, std::string_view hash, const LoginCode& code) {
  sql.run({"login_codes.add_login_code",
           "INSERT INTO login_code (code_hash, name, role, expires) VALUES (:hash, :name, :role, :expires)"},
          hash, code.name, code.role, code.expires);
}

std::optional<LoginCode> find_login_code(Session& sql, std::string_view hash) {
  auto row = sql.one<std::string, std::string, Milliseconds>(
      {"login_codes.find_login_code", "SELECT name, role, expires FROM login_code WHERE code_hash = :hash"},
      hash);
  if (!row) return std::nullopt;
  auto& [name, role, expires] = *row;
  return LoginCode{std::move(name), std::move(role), expires};
}

void delete_login_code(Session& sql, std::string_view hash) {
  sql.run({"login_codes.delete_login_code", "DELETE FROM login_code WHERE code_hash = :hash"}, hash);
}

void delete_expired_login_codes(Session& sql, Milliseconds now) {
  sql.run({"login_codes.delete_expired_login_codes", "DELETE FROM login_code WHERE expires < :now"}, now);
}

}  // namespace inburgering::gateway::store
