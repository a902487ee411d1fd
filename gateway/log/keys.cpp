#include "gateway/log/keys.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "gateway/log/search.h"
#include "gateway/log/security.h"
#include "gateway/log/transactions.h"

namespace inburgering::gateway::log {
namespace {

constexpr std::string_view reader = "sleutels";
constexpr std::string_view reader_of_journeys = "reizen";

/// The outcomes that someone should look at, as a list in a condition.
std::string troubles() {
  std::string outcomes;
  for (const auto each : outcome::trouble)
    outcomes += (outcomes.empty() ? "'" : ", '") + std::string(each) + "'";
  return outcomes;
}

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
  add(Key::trouble, "outcome", "outcome IN (" + troubles() + ")");
  add(Key::security, "'1'", security_condition());
  add(Key::refused, "dossier",
      "dossier <> '' AND feed = '" + std::string(feed::duo) + "' AND direction = '" +
          std::string(direction::in) + "' AND outcome = '" + std::string(outcome::geweigerd) + "'");
  return parts;
}

/// As the key of the last with a party in a direction is spelled.
constexpr std::string_view way = "party || ' ' || direction";

std::string number_of(Key key) { return std::to_string(static_cast<int>(key)); }
const std::string begins = "cause_id = message_id";
const auto all_of_them = "'" + std::string(every_journey) + "'";

/// The keys of journeys that begin with one of the entries that `which` names.
std::string keys_of_beginnings(const std::string& which) {
  std::string parts;
  for (const auto& [key, column] : {std::pair<Key, std::string>{Key::journey, all_of_them},
                                    {Key::journey, "tenant"},
                                    {Key::journey_kind, "kind"},
                                    {Key::trace, "trace_id"}})
    parts += (parts.empty() ? "SELECT " : " UNION ALL SELECT ") + number_of(key) + ", " + column +
             ", seq FROM log WHERE " + which + " AND " + begins + " AND " + column + " <> ''";
  return parts;
}

/// The keys that the journeys get by what takes place in them: the entries that `which` names, as `step`.
std::string keys_of_steps(const std::string& which) {
  const std::string joined =
      " FROM log AS step JOIN log AS root ON root.message_id = step.cause_id WHERE " + which;
  const auto failed = joined + " AND step.outcome IN (" + troubles() + ")";
  return "SELECT " + number_of(Key::journey_party) + ", step.party, root.seq" + joined +
         " AND step.party <> '' UNION ALL SELECT " + number_of(Key::journey_trouble) + ", " + all_of_them +
         ", root.seq" + failed + " UNION ALL SELECT " + number_of(Key::journey_trouble) +
         ", root.tenant, root.seq" + failed + " AND root.tenant <> ''";
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
  store::Execution rows(sql, {"keys.by_key", query_by_key(seek, condition, newest_first)});
  return read(rows, seek.values, condition.values, floor, top, count);
}

}  // namespace

std::string query_by_key(const Seek& seek, const Condition& condition, bool newest_first) {
  static const auto select = "SELECT " + columns_of("log") +
                             " FROM log_key CROSS JOIN log WHERE log.seq = log_key.seq AND log_key.name = ";
  std::string options = seek.values.empty() ? "NULL" : "?";
  for (std::size_t i = 1; i < seek.values.size(); ++i) options += ", ?";
  // The columns of the condition are the log's own: log_key has none of those names.
  return select + std::to_string(static_cast<int>(seek.key)) + " AND log_key.value IN (" + options + ")" +
         (condition.text.empty() ? "" : " AND ") + condition.text +
         " AND log_key.seq >= ? AND log_key.seq < ? ORDER BY log_key.seq" + (newest_first ? " DESC" : "") +
         " LIMIT ?";
}

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
  const auto until = is_of_journeys(seek->key) ? journey_keys_until(sql) : keys_until(sql);
  const auto border = std::clamp(until + 1, floor, std::max(floor, top));
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

std::optional<Entry> last_with(store::Session& sql, const std::string& party, const std::string& direction) {
  constexpr auto end = std::numeric_limits<std::int64_t>::max();
  Condition both;
  both.equals("party", party);
  both.equals("direction", direction);
  const auto until = keys_until(sql);
  for (auto& entry : by_looking(sql, both, until + 1, end, true, 1)) return std::move(entry);
  for (auto& entry : by_key(sql, {Key::last, {party + ' ' + direction}}, {}, 0, end, true, 1))
    return std::move(entry);
  // A store of before has no such key: a look at the newest, not a walk to the beginning.
  const auto seq = sql.one<std::int64_t>(
      {"keys.last_with.among_newest",
       "SELECT log.seq FROM (SELECT seq FROM log_key WHERE name = :name AND value = :party ORDER BY seq DESC "
       "LIMIT 200) AS newest JOIN log ON log.seq = newest.seq WHERE log.direction = :direction ORDER BY "
       "log.seq DESC LIMIT 1"},
      static_cast<int>(Key::party), party, direction);
  if (seq)
    for (auto& entry : by_looking(sql, {}, *seq, *seq + 1, true, 1)) return std::move(entry);
  return std::nullopt;
}

std::int64_t keys_until(store::Session& sql) { return reader_position(sql, reader); }
std::int64_t journey_keys_until(store::Session& sql) { return reader_position(sql, reader_of_journeys); }

namespace {

/// In the order of the keys: those that lie together are written together.
std::string insertion_of(const std::string& keys) {
  return "INSERT INTO log_key (name, value, seq) " + keys +
         " ORDER BY 1, 2, 3 ON CONFLICT (name, value, seq) DO NOTHING";
}

/// The entries that come next to a reader: up to which, and how many.
std::pair<std::int64_t, std::int64_t> next_span(store::Session& sql, std::int64_t from, std::int64_t count) {
  const auto [last, entries] =
      sql.one<std::int64_t, std::int64_t>({"keys.write_keys.read_span",
                                           "SELECT COALESCE(MAX(seq), 0), COUNT(*) FROM (SELECT seq FROM log "
                                           "WHERE seq > :from ORDER BY seq LIMIT :count) AS span"},
                                          from, count)
          .value_or(std::tuple<std::int64_t, std::int64_t>());
  return {last, entries};
}

/// Of each party and direction in a span of new entries its newest takes the place of the one that was.
void write_last(store::Session& sql, std::int64_t from, std::int64_t last) {
  static const auto among = "FROM log WHERE seq > ?1 AND seq <= ?2 AND party <> ''";
  static const auto forget = "DELETE FROM log_key WHERE name = " + number_of(Key::last) +
                             " AND value IN (SELECT " + std::string(way) + " " + among + ")";
  static const auto put = "INSERT INTO log_key (name, value, seq) SELECT " + number_of(Key::last) + ", " +
                          std::string(way) + ", MAX(seq) " + among + " GROUP BY party, direction";
  sql.run({"keys.write_keys.forget_last", forget}, from, last);
  sql.run({"keys.write_keys.put_last", put}, from, last);
}

}  // namespace

std::int64_t write_keys(store::Session& sql, std::int64_t count) {
  const auto from = keys_until(sql);
  const auto [last, entries] = next_span(sql, from, count);
  if (entries == 0) return 0;
  static const auto insert = insertion_of(keys_of("seq > ?1 AND seq <= ?2"));
  sql.run({"keys.write_keys.put", insert}, from, last);
  write_last(sql, from, last);
  set_reader_position(sql, reader, last);
  return entries;
}

std::int64_t write_journey_keys(store::Session& sql, std::int64_t count) {
  const auto from = journey_keys_until(sql);
  const auto [last, entries] = next_span(sql, from, count);
  if (entries == 0) return 0;
  static const auto insert = insertion_of(keys_of_beginnings("seq > ?1 AND seq <= ?2") + " UNION ALL " +
                                          keys_of_steps("step.seq > ?1 AND step.seq <= ?2"));
  sql.run({"keys.write_journey_keys.put", insert}, from, last);
  set_reader_position(sql, reader_of_journeys, last);
  return entries;
}

void forget_keys(store::Session& sql, std::int64_t seq) {
  forget_transaction(sql, seq);
  // Of a journey that loses its beginning also what it got by later steps; of one that loses a step the party
  // of that.
  static const auto query =
      keys_of("seq = ?1") + " UNION ALL SELECT " + number_of(Key::last) + ", " + std::string(way) +
      ", seq FROM log WHERE seq = ?1 UNION ALL " + keys_of_beginnings("seq = ?1") + " UNION ALL " +
      keys_of_steps("step.seq = ?1") + " UNION ALL SELECT " + number_of(Key::journey_party) +
      ", step.party, root.seq FROM log AS root JOIN log_key AS part ON part.name = " + number_of(Key::cause) +
      " AND part.value = root.message_id JOIN log AS step ON step.seq = part.seq WHERE root.seq = ?1 UNION "
      "ALL "
      "SELECT " +
      number_of(Key::journey_trouble) + ", " + all_of_them +
      ", seq FROM log WHERE seq = ?1 UNION ALL SELECT " + number_of(Key::journey_trouble) +
      ", tenant, seq FROM log WHERE seq = ?1";
  // Asked first and then erased one by one: each is a seek, where SQLite would look at every key there is to
  // erase them all at once.
  using Row = std::tuple<std::int64_t, std::string, std::int64_t>;
  for (const auto& [name, value, number] : sql.rows<Row>({"keys.forget_keys.read", query}, seq))
    sql.run(
        {"keys.forget_keys", "DELETE FROM log_key WHERE name = :name AND value = :value AND seq = :number"},
        name, value, number);
}

}  // namespace inburgering::gateway::log
