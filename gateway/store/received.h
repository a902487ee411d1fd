#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "gateway/store/dossiers.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// A message that was accepted before under the same reference of the same sender.
struct Received {
  std::string digest;  ///< keyed digest of the body (Keys::digest)
  int http_status = 0;
  /// The body that was answered; kept sealed, for it holds what the sender chose itself. Nothing when it
  /// cannot be opened any more.
  std::optional<std::string> answer;
  std::string message_id;
};

/// `sender_hash` stands for feed, sender and reference together.
std::optional<Received> find_received(Rows& rows, const Keys& keys, std::string_view tenant,
                                      std::string_view sender_hash);
void remember_received(Rows& rows, const Sealing& sealing, std::string_view tenant,
                       std::string_view sender_hash, const Received& received);

}  // namespace inburgering::gateway::store
