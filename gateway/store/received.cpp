#include "gateway/store/received.h"

#include "gateway/store/rows.h"
#include "gateway/store/sealed.h"

namespace inburgering::gateway::store {

namespace {

std::string place_of(std::string_view message_id) { return "answer:" + std::string(message_id); }

/// An answer of before they were sealed: JSON or XML, or nothing.
bool in_clear(const std::string& answer) { return answer.empty() || answer[0] == '{' || answer[0] == '<'; }

}  // namespace

std::optional<Received> find_received(Rows& rows, const Keys& keys, std::string_view tenant,
                                      std::string_view sender_hash) {
  auto row = rows.received(tenant, sender_hash);
  if (!row) return std::nullopt;
  std::optional<std::string> body(std::move(row->sealed_answer));
  if (!in_clear(*body)) body = try_open(keys, *body, place_of(row->message_id));
  return Received{std::move(row->digest), row->http_status, std::move(body), std::move(row->message_id)};
}

void remember_received(Rows& rows, const Sealing& sealing, std::string_view tenant,
                       std::string_view sender_hash, const Received& received) {
  auto answer = received.answer.value_or("");
  if (!answer.empty())
    answer = sealing.keys.seal(answer, place_of(received.message_id), sealing.surroundings.random);
  rows.add_received({std::string(tenant), std::string(sender_hash), received.digest, received.http_status,
                     std::move(answer), received.message_id});
}

}  // namespace inburgering::gateway::store
