#pragma once
// Links with which an operator logs in once: the store knows the hash of the code alone.
#include <optional>
#include <string>
#include <string_view>

#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

struct LoginCode {
  std::string name;
  std::string role;
  Milliseconds expires = 0;
};
void add_login_code(Session& sql, std::string_view hash, const LoginCode& code);
std::optional<LoginCode> find_login_code(Session& sql, std::string_view hash);
void delete_login_code(Session& sql, std::string_view hash);
void delete_expired_login_codes(Session& sql, Milliseconds now);

}  // namespace inburgering::gateway::store
