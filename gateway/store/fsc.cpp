#include "gateway/store/fsc.h"

namespace inburgering::gateway::store {
namespace {

const std::string contract_query =
    "SELECT c.hash, c.iv, c.tenant, c.content, c.not_before, c.not_after, c.created, c.brought_by FROM "
    "fsc_contract c ";
const std::string grant_query =
    "SELECT hash, contract, position, kind, outway, service_peer, service FROM fsc_grant ";
const std::string peer_query = "SELECT id, name, address, seen FROM fsc_peer ";
const std::string sending_query = "SELECT contract, peer, type, attempts, due, fault FROM fsc_sending ";

using ContractRow = std::tuple<std::string, std::string, std::string, std::string, std::int64_t, std::int64_t,
                               std::int64_t, std::string>;
using GrantRow = std::tuple<std::string, std::string, int, int, std::string, std::string, std::string>;
using PeerRow = std::tuple<std::string, std::string, std::string, std::int64_t>;
using SendingRow = std::tuple<std::string, std::string, std::string, int, Milliseconds, std::string>;

template <class Value, class Row>
std::vector<Value> made(std::vector<Row> rows) {
  std::vector<Value> list;
  list.reserve(rows.size());
  for (auto& row : rows)
    list.push_back(std::apply([](auto&&... part) { return Value{std::move(part)...}; }, std::move(row)));
  return list;
}

template <class Value>
std::optional<Value> first(std::vector<Value> list) {
  return list.empty() ? std::nullopt : std::optional(std::move(list.front()));
}

}  // namespace

std::optional<FscContract> find_fsc_contract(Session& sql, std::string_view hash) {
  return first(made<FscContract>(
      sql.rows<ContractRow>({"fsc.find_contract", contract_query + "WHERE c.hash = :hash"}, hash)));
}

std::optional<std::string> fsc_contract_of_iv(Session& sql, std::string_view iv) {
  return sql.one<std::string>({"fsc.contract_of_iv", "SELECT hash FROM fsc_contract WHERE iv = :iv"}, iv);
}

void add_fsc_contract(Session& sql, const FscContract& contract, const std::vector<std::string>& peers,
                      const std::vector<FscGrant>& grants) {
  sql.run({"fsc.add_contract",
           "INSERT INTO fsc_contract (hash, iv, tenant, content, not_before, not_after, created, brought_by)"
           " VALUES (:hash, :iv, :tenant, :content, :not_before, :not_after, :created, :brought_by)"},
          contract.hash, contract.iv, contract.tenant, contract.content, contract.not_before,
          contract.not_after, contract.created, contract.brought_by);
  for (const auto& peer : peers)
    sql.run({"fsc.add_party", "INSERT INTO fsc_party (peer, contract) VALUES (:peer, :contract)"}, peer,
            contract.hash);
  for (const auto& grant : grants)
    // Two grants that say the same have one hash.
    sql.run({"fsc.add_grant",
             "INSERT INTO fsc_grant (hash, contract, position, kind, outway, service_peer, service)"
             " VALUES (:hash, :contract, :position, :kind, :outway, :service_peer, :service)"
             " ON CONFLICT (hash) DO NOTHING"},
            grant.hash, contract.hash, grant.position, grant.kind, grant.outway, grant.service_peer,
            grant.service);
}

std::vector<FscContract> list_fsc_contracts(Session& sql, std::string_view peer,
                                            const std::optional<FscPlace>& beyond, bool ascending,
                                            int count) {
  const std::string of_peer =
      peer.empty() ? "WHERE :peer = ''" : "JOIN fsc_party p ON p.contract = c.hash WHERE p.peer = :peer";
  const std::string order =
      ascending ? " ORDER BY c.created, c.hash" : " ORDER BY c.created DESC, c.hash DESC";
  if (!beyond)
    return made<FscContract>(sql.rows<ContractRow>(
        {"fsc.list_contracts", contract_query + of_peer + order + " LIMIT :count"}, peer, count));
  return made<FscContract>(sql.rows<ContractRow>(
      {"fsc.list_contracts_beyond", contract_query + of_peer + " AND (c.created, c.hash) " +
                                        (ascending ? ">" : "<") + " (:created, :hash)" + order +
                                        " LIMIT :count"},
      peer, beyond->created, beyond->hash, count));
}

std::int64_t unsigned_fsc_contracts(Session& sql, std::string_view brought_by, std::string_view us,
                                    std::int64_t now) {
  return sql
      .one<std::int64_t>({"fsc.unsigned_contracts",
                          "SELECT COUNT(*) FROM fsc_party p JOIN fsc_contract c ON c.hash = p.contract WHERE "
                          "p.peer = :brought_by AND c.brought_by = :bringer AND c.not_after > :now AND NOT "
                          "EXISTS (SELECT 1 FROM "
                          "fsc_signature s WHERE s.contract = c.hash AND s.peer = :us)"},
                         brought_by, brought_by, now, us)
      .value_or(0);
}

std::optional<FscGrant> find_fsc_grant(Session& sql, std::string_view hash) {
  return first(
      made<FscGrant>(sql.rows<GrantRow>({"fsc.find_grant", grant_query + "WHERE hash = :hash"}, hash)));
}

std::vector<FscGrant> fsc_grants_to_call(Session& sql, std::string_view service_peer,
                                         std::string_view service, std::string_view outway,
                                         std::int64_t now) {
  constexpr int most = 100;
  return made<FscGrant>(sql.rows<GrantRow>(
      {"fsc.grants_to_call",
       "SELECT g.hash, g.contract, g.position, g.kind, g.outway, g.service_peer, g.service FROM fsc_grant g "
       "JOIN "
       "fsc_contract c ON c.hash = g.contract WHERE g.service_peer = :service_peer AND g.service = :service "
       "AND "
       "g.outway = :outway AND (g.kind = 3 OR g.kind = 4) AND c.not_before <= :now AND c.not_after > :until "
       "AND EXISTS (SELECT 1 FROM fsc_signature s WHERE s.contract = c.hash AND s.peer = :us AND s.type = "
       "'accept') AND NOT EXISTS (SELECT 1 FROM fsc_signature s WHERE s.contract = c.hash AND (s.type = "
       "'reject' OR s.type = 'revoke')) ORDER BY c.created DESC, g.hash LIMIT :count"},
      service_peer, service, outway, now, now, outway, most));
}

std::vector<FscGrant> fsc_grants_of(Session& sql, std::string_view contract) {
  return made<FscGrant>(sql.rows<GrantRow>(
      {"fsc.grants_of", grant_query + "WHERE contract = :contract ORDER BY position"}, contract));
}

std::vector<FscGrant> list_fsc_publications(Session& sql, std::string_view beyond, int count) {
  return made<FscGrant>(sql.rows<GrantRow>(
      {"fsc.list_publications",
       grant_query + "WHERE hash > :beyond AND (kind = 2 OR kind = 5) ORDER BY hash LIMIT :count"},
      beyond, count));
}

std::vector<FscSignature> fsc_signatures_of(Session& sql, std::string_view contract) {
  using Row = std::tuple<std::string, std::string, std::string, std::string, std::int64_t, std::int64_t>;
  return made<FscSignature>(
      sql.rows<Row>({"fsc.signatures_of",
                     "SELECT contract, peer, type, jws, signed_at, certificate_until FROM fsc_signature "
                     "WHERE contract = :contract ORDER BY peer, type"},
                    contract));
}

void put_fsc_signature(Session& sql, const FscSignature& signature) {
  sql.run({"fsc.put_signature",
           "INSERT INTO fsc_signature (contract, peer, type, jws, signed_at, certificate_until)"
           " VALUES (:contract, :peer, :type, :jws, :signed_at, :until)"
           " ON CONFLICT (contract, peer, type) DO UPDATE SET jws = excluded.jws, signed_at = "
           "excluded.signed_at, certificate_until = excluded.certificate_until"},
          signature.contract, signature.peer, signature.type, signature.jws, signature.signed_at,
          signature.certificate_until);
}

void put_fsc_peer(Session& sql, const FscPeer& peer) {
  sql.run({"fsc.put_peer",
           "INSERT INTO fsc_peer (id, name, address, seen) VALUES (:id, :name, :address, :seen)"
           " ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address, seen = "
           "excluded.seen"},
          peer.id, peer.name, peer.address, peer.seen);
}

std::optional<FscPeer> find_fsc_peer(Session& sql, std::string_view id) {
  return first(made<FscPeer>(sql.rows<PeerRow>({"fsc.find_peer", peer_query + "WHERE id = :id"}, id)));
}

std::vector<FscPeer> list_fsc_peers(Session& sql, std::string_view name, std::string_view beyond,
                                    bool ascending, int count) {
  const std::string named = "AND (:name = '' OR LOWER(name) LIKE '%' || LOWER(:name) || '%' ESCAPE '!')";
  if (ascending)
    return made<FscPeer>(sql.rows<PeerRow>(
        {"fsc.list_peers", peer_query + "WHERE id > :beyond " + named + " ORDER BY id LIMIT :count"}, beyond,
        name, count));
  return made<FscPeer>(sql.rows<PeerRow>(
      {"fsc.list_peers_down",
       peer_query + "WHERE (:beyond = '' OR id < :beyond) " + named + " ORDER BY id DESC LIMIT :count"},
      beyond, name, count));
}

void put_fsc_sending(Session& sql, const FscSending& sending) {
  sql.run({"fsc.put_sending",
           "INSERT INTO fsc_sending (contract, peer, type, attempts, due, fault)"
           " VALUES (:contract, :peer, :type, :attempts, :due, :fault)"
           " ON CONFLICT (contract, peer, type) DO UPDATE SET attempts = excluded.attempts, due = "
           "excluded.due, fault = excluded.fault"},
          sending.contract, sending.peer, sending.type, sending.attempts, sending.due, sending.fault);
}

void remove_fsc_sending(Session& sql, const FscSending& sending) {
  sql.run({"fsc.remove_sending",
           "DELETE FROM fsc_sending WHERE contract = :contract AND peer = :peer AND type = :type"},
          sending.contract, sending.peer, sending.type);
}

std::vector<FscSending> due_fsc_sendings(Session& sql, Milliseconds now, int count) {
  return made<FscSending>(sql.rows<SendingRow>(
      {"fsc.due_sendings", sending_query + "WHERE due <= :now ORDER BY due LIMIT :count"}, now, count));
}

std::vector<FscSending> list_fsc_sendings(Session& sql, std::string_view contract) {
  return made<FscSending>(sql.rows<SendingRow>(
      {"fsc.list_sendings", sending_query + "WHERE contract = :contract ORDER BY peer, type"}, contract));
}

}  // namespace inburgering::gateway::store
