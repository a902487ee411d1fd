#pragma once
// Who is logged in as an operator: the store knows the hash of the secret in the cookie alone.
#include <optional>
#include <string>
#include <string_view>

#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

struct OperatorSession {
  std::string name;
  std::string role;
  Milliseconds opened = 0;
  Milliseconds used = 0;
};
void put_operator_session(Session& sql, std::string_view hash, const OperatorSession& session);
std::optional<OperatorSession> find_operator_session(Session& sql, std::string_view hash);
void use_operator_session(Session& sql, std::string_view hash, Milliseconds now);
void remove_operator_session(Session& sql, std::string_view hash);
/// Those that were opened or last used too long ago.
void remove_operator_sessions(Session& sql, Milliseconds opened_before, Milliseconds used_before);

}  // namespace inburgering::gateway::store
