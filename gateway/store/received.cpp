#include "gateway/store/received.h"

namespace inburgering::gateway::store {

std::optional<Received> find_received(Session& sql, std::string_view tenant, std::string_view sender_hash) {
  auto found = sql.one<std::string, int, std::string, std::string>(
      "SELECT digest, http_status, answer, message_id FROM received WHERE tenant = :tenant AND sender_hash = "
      ":hash",
      tenant, sender_hash);
  if (!found) return std::nullopt;
  auto& [digest, status, answer, id] = *found;
  return Received{std::move(digest), status, std::move(answer), std::move(id)};
}

void remember_received(Session& sql, std::string_view tenant, std::string_view sender_hash,
                       const Received& received) {
  sql.run(
      "INSERT INTO received (tenant, sender_hash, digest, http_status, answer, message_id)"
      " VALUES (:tenant, :hash, :digest, :status, :answer, :id)",
      tenant, sender_hash, received.digest, received.http_status, received.answer, received.message_id);
}

void keep_body(Session& sql, std::string_view tenant, std::string_view message_id,
               const std::string& sealed) {
  sql.run("INSERT INTO body (message_id, tenant, sealed) VALUES (:id, :tenant, :sealed)", message_id, tenant,
          sealed);
}

}  // namespace inburgering::gateway::store
