#include "gateway/log/keys.h"

#include <algorithm>
#include <limits>

#include "gateway/log/search.h"
#include "gateway/log/security.h"

namespace inburgering::gateway::log {
namespace {

constexpr std::string_view reader = "sleutels";

/// The keys of the entries that `which` names, as rows of log_key.
std::string keys_of(const std::string& which) {
  std::string parts;
  const auto add = [&](Key key, const std::string& column, const std::string& only) {
    parts += (parts.empty() ? "SELECT " : " UNION ALL SELECT ") + std::to_string(static_cast<int>(key)) +
             ", " + column + ", seq FROM log WHERE " + which + " AND " + only;
  };
  for (const auto& [key, column] : {std::pair<Key, const char*>{Key::tenant, "tenant"},
                                    {Key::party, "party"},
                                    {Key::kind, "kind"},
                                    {Key::feed, "feed"},
                                    {Key::dossier, "dossier"},
                                    {Key::reference, "reference"},
                                    {Key::cause, "cause_id"}})
    add(key, column, std::string(column) + " <> ''");
  std::string outcomes;
  for (const auto each : outcome::trouble)
    outcomes += (outcomes.empty() ? "'" : ", '") + std::string(each) + "'";
  add(Key::trouble, "outcome", "outcome IN (" + outcomes + ")");
  add(Key::security, "'1'", security_condition());
  add(Key::refused, "dossier",
      "dossier <> '' AND feed = '" + std::string(feed::duo) + "' AND direction = '" +
          std::string(direction::in) + "' AND outcome = '" + std::string(outcome::geweigerd) + "'");
  return parts;
}

std::string columns_of(const std::string& table) {
  std::string qualified = table + ".";
  for (const char* at = columns; *at != 0; ++at) {
    qualified += *at;
    if (*at == ',') qualified += ' ' + table + '.';
  }
  std::erase(qualified, ' ');
  return qualified;
}

std::vector<Entry> read(store::Execution& rows, const std::vector<std::string>& values,
                        const std::vector<std::string>& more, std::int64_t floor, std::int64_t top,
                        int count) {
  for (const auto* list : {&values, &more})
    for (const auto& value : *list) rows.bind(std::string_view(value));
  for (const std::int64_t bound : {floor, top, std::int64_t{count}}) rows.bind(bound);
  std::vector<Entry> found;
  while (rows.next()) found.push_back(entry_of(rows));
  return found;
}

std::vector<Entry> by_looking(store::Session& sql, const Condition& condition, std::int64_t floor,
                              std::int64_t top, bool newest_first, int count) {
  store::Execution rows(
      sql,
      {"keys.by_looking", std::string("SELECT ") + columns + " FROM log WHERE " + condition.text +
                              (condition.text.empty() ? "" : " AND ") + "seq >= ? AND seq < ? ORDER BY seq" +
                              (newest_first ? " DESC" : "") + " LIMIT ?"});
  return read(rows, condition.values, {}, floor, top, count);
}

std::vector<Entry> by_key(store::Session& sql, const Seek& seek, const Condition& condition,
                          std::int64_t floor, std::int64_t top, bool newest_first, int count) {
  static const auto select = "SELECT " + columns_of("log") +
                             " FROM log_key CROSS JOIN log WHERE log.seq = log_key.seq AND log_key.name = ";
  std::string options;
  for (std::size_t i = 0; i < seek.values.size(); ++i) options += i == 0 ? "?" : ", ?";
  // The columns of the condition are the log's own: log_key has none of those names.
  store::Execution rows(
      sql, {"keys.by_key", select + std::to_string(static_cast<int>(seek.key)) + " AND log_key.value IN (" +
                               options + ")" + (condition.text.empty() ? "" : " AND ") + condition.text +
                               " AND log_key.seq >= ? AND log_key.seq < ? ORDER BY log_key.seq" +
                               (newest_first ? " DESC" : "") + " LIMIT ?"});
  return read(rows, seek.values, condition.values, floor, top, count);
}

}  // namespace

void Condition::equals(const char* column, const std::string& value) {
  if (value.empty()) return;
  add(std::string(column) + " = ?");
  values.push_back(value);
}

void Condition::in(const char* column, const std::vector<std::string>& list) {
  std::string options;
  for (const auto& value : list) {
    options += options.empty() ? "?" : ", ?";
    values.push_back(value);
  }
  add(std::string(column) + " IN (" + (options.empty() ? "NULL" : options) + ")");
}

std::vector<Entry> entries(store::Session& sql, const std::optional<Seek>& seek, const Condition& condition,
                           std::int64_t floor, std::int64_t top, bool newest_first, int count) {
  if (!seek) return by_looking(sql, condition, floor, top, newest_first, count);
  const auto border = std::clamp(keys_until(sql) + 1, floor, std::max(floor, top));
  std::vector<Entry> found;
  const auto room = [&] { return count - static_cast<int>(found.size()); };
  const auto look = [&] {
    if (border < top && room() > 0)
      std::ranges::move(by_looking(sql, condition, border, top, newest_first, room()),
                        std::back_inserter(found));
  };
  if (newest_first) look();
  if (floor < border && room() > 0)
    std::ranges::move(by_key(sql, *seek, condition, floor, border, newest_first, room()),
                      std::back_inserter(found));
  if (!newest_first) look();
  return found;
}

std::optional<Entry> newest(store::Session& sql, const Seek& seek, const Condition& condition) {
  auto found = entries(sql, seek, condition, 0, std::numeric_limits<std::int64_t>::max(), true, 1);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::int64_t keys_until(store::Session& sql) { return reader_position(sql, reader); }

std::int64_t write_keys(store::Session& sql, std::int64_t count) {
  const auto from = keys_until(sql);
  const auto [last, entries] =
      sql.one<std::int64_t, std::int64_t>({"keys.write_keys.read_span",
                                           "SELECT COALESCE(MAX(seq), 0), COUNT(*) FROM (SELECT seq FROM log "
                                           "WHERE seq > :from ORDER BY seq LIMIT :count) AS span"},
                                          from, count)
          .value_or(std::tuple<std::int64_t, std::int64_t>());
  if (entries == 0) return 0;
  // In the order of the keys: those that lie together are written together.
  static const auto insert = "INSERT INTO log_key (name, value, seq) " + keys_of("seq > ?1 AND seq <= ?2") +
                             " ORDER BY 1, 2, 3 ON CONFLICT (name, value, seq) DO NOTHING";
  sql.run({"keys.write_keys.put", insert}, from, last);
  set_reader_position(sql, reader, last);
  return entries;
}

void forget_keys(store::Session& sql, std::int64_t seq) {
  static const auto erase = "DELETE FROM log_key WHERE (name, value, seq) IN (" + keys_of("seq = ?1") + ")";
  sql.run({"keys.forget_keys", erase}, seq);
}

}  // namespace inburgering::gateway::log
