#include "gateway/store/received.h"

#include "gateway/store/sealed.h"

namespace inburgering::gateway::store {

namespace {

std::string place_of(std::string_view message_id) { return "answer:" + std::string(message_id); }

/// An answer of before they were sealed: JSON or XML, or nothing.
bool in_clear(const std::string& answer) { return answer.empty() || answer[0] == '{' || answer[0] == '<'; }

}  // namespace

std::optional<Received> find_received(Session& sql, const Keys& keys, std::string_view tenant,
                                      std::string_view sender_hash) {
  auto found = sql.one<std::string, int, std::string, std::string>(
      "SELECT digest, http_status, answer, message_id FROM received WHERE tenant = :tenant AND sender_hash = "
      ":hash",
      tenant, sender_hash);
  if (!found) return std::nullopt;
  auto& [digest, status, answer, id] = *found;
  std::optional<std::string> body(std::move(answer));
  if (!in_clear(*body)) body = try_open(keys, *body, place_of(id));
  return Received{std::move(digest), status, std::move(body), std::move(id)};
}

void remember_received(Session& sql, const Sealing& sealing, std::string_view tenant,
                       std::string_view sender_hash, const Received& received) {
  auto answer = received.answer.value_or("");
  if (!answer.empty())
    answer = sealing.keys.seal(answer, place_of(received.message_id), sealing.surroundings.random);
  sql.run(
      "INSERT INTO received (tenant, sender_hash, digest, http_status, answer, message_id)"
      " VALUES (:tenant, :hash, :digest, :status, :answer, :id)",
      tenant, sender_hash, received.digest, received.http_status, answer, received.message_id);
}

void keep_body(Session& sql, std::string_view tenant, std::string_view message_id,
               const std::string& sealed) {
  sql.run("INSERT INTO body (message_id, tenant, sealed) VALUES (:id, :tenant, :sealed)", message_id, tenant,
          sealed);
}

}  // namespace inburgering::gateway::store
