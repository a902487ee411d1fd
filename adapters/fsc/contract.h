#pragma once
// What peers sign (FSC Core 1.0, contract content and its grants; manager.yaml): as records, with the hashes
// by which everybody knows a contract and each grant in it.
#include <boost/json/object.hpp>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/fsc/error.h"
#include "schemas/fault.h"
#include "schemas/record/fields.h"

namespace inburgering::adapters::fsc {

/// The peers of a contract are known by this: with Digikoppeling an OIN.
struct PeerRef {
  std::string peer_id;
};
struct OutwayRef {
  std::string peer_id;
  std::string public_key_thumbprint;  ///< SHA-256 of the SubjectPublicKeyInfo, 64 hexadecimal digits
};
struct ServiceRef {
  std::optional<std::string> type;  ///< of a connection: service_type
  std::string peer_id;
  std::string name;
  std::optional<std::string> protocol;  ///< of a publication
  std::optional<PeerRef> delegator;     ///< for whom it is offered; of a connection to a delegated service
};
/// Any object; FSC gives no meaning to it.
struct Properties {
  boost::json::object object;
};

struct GrantData {
  std::string type;
  std::optional<PeerRef> directory;
  std::optional<OutwayRef> outway;
  ServiceRef service;
  std::optional<PeerRef> delegator;
  std::optional<Properties> properties;
};
struct Grant {
  GrantData data;
};
struct Validity {
  std::int64_t not_before = 0;  ///< seconds since 1970, as all moments of FSC
  std::int64_t not_after = 0;
};
struct Content {
  std::string iv;
  std::string group_id;
  Validity validity;
  std::vector<Grant> grants;
  std::string hash_algorithm;
  std::int64_t created_at = 0;
};

enum class Kind { publication, connection, delegated_connection, delegated_publication };
/// What each kind of grant is called, and what it must have.
struct KindRow {
  Kind kind;
  std::string_view name;  ///< as `type` says it
  int hash_type;          ///< in the prefix of its hash
  bool delegated;         ///< has a delegator of its own
  bool publishes;         ///< a directory and a protocol; else an outway
};
/// Null for an unknown one.
const KindRow* kind_named(std::string_view type);
const KindRow& kind_of(const Grant& grant);

namespace service_type {
inline constexpr std::string_view own = "SERVICE_TYPE_SERVICE";
inline constexpr std::string_view delegated = "SERVICE_TYPE_DELEGATED_SERVICE";
}  // namespace service_type
inline constexpr std::string_view hash_algorithm = "HASH_ALGORITHM_SHA3_512";
inline constexpr std::string_view protocol_http11 = "PROTOCOL_TCP_HTTP_1.1";

/// Of Digikoppeling.
inline constexpr std::size_t most_grants = 10;

struct Contract {
  Content content;
  std::string text;  ///< the content, canonical (jcs.h)
  std::string hash;
  std::vector<std::string> grant_hashes;  ///< in the order of the grants

  /// Who must sign; each once, in order.
  std::vector<std::string> peers() const;
  bool has_peer(std::string_view peer) const;
  bool holds_at(std::int64_t now) const;
};
/// Who must sign because of this grant.
std::vector<std::string> peers_of(const Grant& grant);

/// Why a contract is not taken: by the code that FSC has for it, or as faults of the document.
struct Refused {
  std::optional<Code> code;
  schemas::Faults faults;  ///< one at least; in Dutch
};

/// Of what a peer sent, or what is kept. What does not hold by itself is refused: its shape, its algorithm,
/// which grants stand together, names, an end before the beginning.
std::expected<Contract, Refused> read_contract(const boost::json::value& content);

/// What does not hold of it here and now, for whoever takes up a new one: another group, created later than
/// `now` and a minute for clocks that differ, an end that has passed.
std::optional<Refused> check_new(const Contract& contract, std::string_view group, std::int64_t now);
inline constexpr std::int64_t clocks_differ = 60;

/// "$1$1$…" of canonical content.
std::string content_hash(std::string_view canonical_content);
/// "$1$<t>$…" of the canonical `data` of a grant.
std::string grant_hash(std::string_view content_hash, std::string_view canonical_data, int hash_type);
/// The hash type that a hash says; nothing for what is no hash of algorithm 1.
std::optional<int> read_hash_type(std::string_view hash);

/// Whether a name is one that a service may have.
bool is_service_name(std::string_view name);
bool is_group_id(std::string_view group);

}  // namespace inburgering::adapters::fsc
