#include "gateway/store/received.h"

namespace inburgering::gateway::store {

using soci::into;
using soci::use;

std::optional<Received> find_received(soci::session& sql, std::string_view tenant,
                                      std::string_view sender_hash) {
  const std::string owner(tenant);
  const std::string hash(sender_hash);
  Received received;
  sql << "SELECT digest, http_status, answer, message_id FROM received WHERE tenant = :tenant AND "
         "sender_hash = :hash",
      use(owner), use(hash), into(received.digest), into(received.http_status), into(received.answer),
      into(received.message_id);
  if (!sql.got_data()) return std::nullopt;
  return received;
}

void remember_received(soci::session& sql, std::string_view tenant, std::string_view sender_hash,
                       const Received& received) {
  const std::string owner(tenant);
  const std::string hash(sender_hash);
  sql << "INSERT INTO received (tenant, sender_hash, digest, http_status, answer, message_id)"
         " VALUES (:tenant, :hash, :digest, :status, :answer, :id)",
      use(owner), use(hash), use(received.digest), use(received.http_status), use(received.answer),
      use(received.message_id);
}

void keep_body(soci::session& sql, std::string_view tenant, std::string_view message_id,
               const std::string& sealed) {
  const std::string owner(tenant);
  const std::string id(message_id);
  sql << "INSERT INTO body (message_id, tenant, sealed) VALUES (:id, :tenant, :sealed)", use(id), use(owner),
      use(sealed);
}

}  // namespace inburgering::gateway::store
