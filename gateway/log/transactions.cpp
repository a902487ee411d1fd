#include "gateway/log/transactions.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <limits>
#include <map>

#include "adapters/fsc/transaction.h"
#include "schemas/record/text_member.h"

namespace inburgering::gateway::log {
namespace {

/// Records that are looked at for one answer.
constexpr int most_looked_at = 5000;

bool among(const std::vector<std::string>& list, const std::string& value) {
  return std::ranges::find(list, value) != list.end();
}

bool is_asked(const TransactionsAsked& asked, const boost::json::object& record) {
  const auto created = schemas::number_member(record, "created_at").value_or(0);
  if (asked.after && created <= *asked.after) return false;
  if (asked.before && created >= *asked.before) return false;
  if (asked.grants.empty() && asked.services.empty()) return true;
  return among(asked.grants, schemas::text_member(record, "grant_hash")) ||
         among(asked.services, schemas::text_member(record, "service_name"));
}

}  // namespace

std::pair<boost::json::array, std::optional<std::int64_t>> transactions(store::Session& sql,
                                                                        const TransactionsAsked& asked) {
  using Row = std::tuple<std::int64_t, std::string>;
  boost::json::array records;
  if (!asked.ids.empty()) {
    constexpr std::size_t most = 1000;
    auto ids = asked.ids;
    if (ids.size() > most) ids.resize(most);
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    // Whoever calls chooses the id: one may have any number of records.
    std::map<std::int64_t, std::string> first;
    bool more = false;
    for (const auto& id : ids) {
      for (auto& [seq, text] : sql.rows<Row>(
               {"transactions.by_id",
                "SELECT l.seq, l.fsc FROM fsc_record r JOIN log l ON l.seq = r.seq WHERE "
                "r.transaction_id = :id AND r.peer = :peer AND r.seq > :beyond ORDER BY r.seq LIMIT "
                ":count"},
               id, asked.peer, asked.beyond.value_or(0), static_cast<int>(most) + 1))
        first.emplace(seq, std::move(text));
      for (; first.size() > most; more = true) first.erase(std::prev(first.end()));
    }
    for (const auto& [seq, text] : first)
      if (auto record = schemas::object_in(text)) records.emplace_back(std::move(*record));
    return {std::move(records), more ? std::optional(first.rbegin()->first) : std::nullopt};
  }
  const std::string query =
      "SELECT l.seq, l.fsc FROM fsc_record r JOIN log l ON l.seq = r.seq WHERE r.peer = :peer AND r.seq ";
  constexpr int at_once = 500;
  auto beyond = asked.beyond.value_or(asked.ascending ? 0 : std::numeric_limits<std::int64_t>::max());
  for (int looked = 0; looked < most_looked_at; looked += at_once) {
    const auto rows =
        asked.ascending
            ? sql.rows<Row>({"transactions.up", query + "> :beyond ORDER BY r.seq LIMIT :count"}, asked.peer,
                            beyond, at_once)
            : sql.rows<Row>({"transactions.down", query + "< :beyond ORDER BY r.seq DESC LIMIT :count"},
                            asked.peer, beyond, at_once);
    for (const auto& [seq, text] : rows) {
      beyond = seq;
      auto record = schemas::object_in(text);
      if (!record || !is_asked(asked, *record)) continue;
      records.emplace_back(std::move(*record));
      if (std::ssize(records) == asked.count) return {std::move(records), beyond};
    }
    if (std::ssize(rows) < at_once) return {std::move(records), std::nullopt};
  }
  return {std::move(records), beyond};
}

void note_transaction(store::Session& sql, const Entry& entry) {
  const auto record = schemas::object_in(entry.fsc);
  if (!record) return;
  const auto id = schemas::text_member(*record, "transaction_id");
  for (const auto& peer : adapters::fsc::peers_of_record(*record))
    sql.run(
        {"transactions.note", "INSERT INTO fsc_record (peer, seq, transaction_id) VALUES (:peer, :seq, :id)"},
        peer, entry.seq, id);
}

void forget_transaction(store::Session& sql, std::int64_t seq) {
  sql.run({"transactions.forget", "DELETE FROM fsc_record WHERE seq = :seq"}, seq);
}

}  // namespace inburgering::gateway::log
