#pragma once
// Contracts of FSC and what belongs to them. They are of the gateway as a peer of its group; the tenant
// beside each is the gemeente that is a peer of it, and grants nothing: what a call may do is asked of the
// party and of the tenant again.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/milliseconds.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

/// Moments in seconds since 1970, as FSC has them, where nothing else is said.
struct FscContract {
  std::string hash;
  std::string iv;
  std::string tenant;   ///< OIN; empty = of none alone
  std::string content;  ///< canonical
  std::int64_t not_before = 0;
  std::int64_t not_after = 0;
  std::int64_t created = 0;
  std::string brought_by;  ///< the peer that it came of; ours when we made it
};
struct FscGrant {
  std::string hash;
  std::string contract;
  int position = 0;
  int kind = 0;  ///< hash type
  std::string outway;
  std::string service_peer;
  std::string service;
};
struct FscSignature {
  std::string contract;
  std::string peer;
  std::string type;  ///< accept, reject, revoke
  std::string jws;
  std::int64_t signed_at = 0;
  std::int64_t certificate_until = 0;  ///< an accept counts until then
};
struct FscPeer {
  std::string id;
  std::string name;
  std::string address;  ///< of its Manager
  std::int64_t seen = 0;
};
struct FscSending {
  std::string contract;  ///< empty: that we are there, to the directory
  std::string peer;
  std::string type;  ///< of our signature; "contract" = the contract with our accept
  int attempts = 0;
  Milliseconds due = 0;
  std::string fault;  ///< why it did not arrive, in Dutch
};

std::optional<FscContract> find_fsc_contract(Session& sql, std::string_view hash);
/// Another contract may have its iv.
std::optional<std::string> fsc_contract_of_iv(Session& sql, std::string_view iv);
void add_fsc_contract(Session& sql, const FscContract& contract, const std::vector<std::string>& peers,
                      const std::vector<FscGrant>& grants);
/// Those of a peer, or all where it is empty; beyond a place in the order (created, hash).
struct FscPlace {
  std::int64_t created = 0;
  std::string hash;
};
std::vector<FscContract> list_fsc_contracts(Session& sql, std::string_view peer,
                                            const std::optional<FscPlace>& beyond, bool ascending, int count);
/// How many a peer brought of which ours is not among the signatures, and that are not over now (seconds).
std::int64_t unsigned_fsc_contracts(Session& sql, std::string_view brought_by, std::string_view us,
                                    std::int64_t now);

std::optional<FscGrant> find_fsc_grant(Session& sql, std::string_view hash);
/// By which this outway may call a service (kinds 3 and 4), the newest contract first: of those that hold now
/// (seconds), that the outway itself accepted, and that nobody rejected or revoked.
std::vector<FscGrant> fsc_grants_to_call(Session& sql, std::string_view service_peer,
                                         std::string_view service, std::string_view outway, std::int64_t now);
std::vector<FscGrant> fsc_grants_of(Session& sql, std::string_view contract);
/// Publications (kinds 2 and 5), by hash, beyond one.
std::vector<FscGrant> list_fsc_publications(Session& sql, std::string_view beyond, int count);

std::vector<FscSignature> fsc_signatures_of(Session& sql, std::string_view contract);
/// In the place of a former one of this peer and type.
void put_fsc_signature(Session& sql, const FscSignature& signature);

void put_fsc_peer(Session& sql, const FscPeer& peer);
std::optional<FscPeer> find_fsc_peer(Session& sql, std::string_view id);
/// By id, beyond one; of those whose name holds this text, without case.
std::vector<FscPeer> list_fsc_peers(Session& sql, std::string_view name, std::string_view beyond,
                                    bool ascending, int count);

void put_fsc_sending(Session& sql, const FscSending& sending);
void remove_fsc_sending(Session& sql, const FscSending& sending);
std::vector<FscSending> due_fsc_sendings(Session& sql, Milliseconds now, int count);
std::vector<FscSending> list_fsc_sendings(Session& sql, std::string_view contract);

}  // namespace inburgering::gateway::store
