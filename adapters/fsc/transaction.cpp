#include "adapters/fsc/transaction.h"

#include <algorithm>

#include "schemas/record/text_member.h"
#include "schemas/value/text.h"

namespace inburgering::adapters::fsc {
namespace {

/// The source or the destination, delegated where there is somebody for whom.
boost::json::object side(std::string_view word, const char* member, const std::string& peer,
                         const std::optional<std::string>& delegator) {
  boost::json::object object{
      {"type", std::string(word) + "_TYPE_" + (delegator ? "DELEGATED_" : "") + std::string(word)},
      {member, peer}};
  if (delegator) object["delegator_peer_id"] = *delegator;
  return object;
}

}  // namespace

std::expected<std::string, Code> read_transaction(std::string_view header) {
  if (header.empty()) return std::unexpected(Code::missing_log_record_id);
  constexpr std::size_t version = 14, variant = 19;
  std::string id(header);
  std::ranges::transform(id, id.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  if (!schemas::is_uuid(id) || id[version] != '7' ||
      std::string_view("89ab").find(id[variant]) == std::string_view::npos)
    return std::unexpected(Code::invalid_log_record_id);
  return id;
}

boost::json::object transaction_record(std::string_view transaction, Direction direction, const Token& token,
                                       std::int64_t created_at) {
  return {{"transaction_id", transaction},
          {"direction", direction == Direction::incoming ? "DIRECTION_INCOMING" : "DIRECTION_OUTGOING"},
          {"grant_hash", token.gth},
          {"source", side("SOURCE", "outway_peer_id", token.caller(), token.source_delegator())},
          {"destination", side("DESTINATION", "service_peer_id", token.iss, token.pdi)},
          {"service_name", token.svc},
          {"created_at", created_at}};
}

std::vector<std::string> peers_of_record(const boost::json::object& record) {
  std::vector<std::string> peers;
  for (const auto* part : {"source", "destination"})
    if (const auto* side = record.if_contains(part); side != nullptr && side->is_object())
      for (const auto* member : {"outway_peer_id", "service_peer_id", "delegator_peer_id"})
        if (auto peer = schemas::text_member(side->get_object(), member); !peer.empty())
          peers.push_back(std::move(peer));
  std::ranges::sort(peers);
  peers.erase(std::unique(peers.begin(), peers.end()), peers.end());
  return peers;
}

}  // namespace inburgering::adapters::fsc
