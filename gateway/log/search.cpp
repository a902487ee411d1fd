#include "gateway/log/search.h"

#include <algorithm>
#include <list>

namespace inburgering::gateway::log {
namespace {

/// A condition with its values. The first that is marked as leading is what the store seeks by; the others
/// only filter what it finds.
struct Where {
  std::string text;
  std::list<std::string> values;

  void equals(const char* column, const std::string& value, bool& seeks, const char* partial = nullptr) {
    if (value.empty()) return;
    add(std::string(seeks ? "+" : "") + column + " = :v" + std::to_string(values.size()));
    if (!seeks && partial != nullptr) add(partial);
    values.push_back(value);
    seeks = true;
  }
  void in(const char* column, const std::vector<std::string>& list, bool& seeks) {
    std::string options;
    for (const auto& value : list) {
      options += (options.empty() ? ":v" : ", :v") + std::to_string(values.size());
      values.push_back(value);
    }
    add(std::string(seeks ? "+" : "") + column + " IN (" + (options.empty() ? "NULL" : options) + ")");
    seeks = true;
  }
  void add(const std::string& condition) { text += (text.empty() ? "" : " AND ") + condition; }
};

/// From what singles out most to what singles out least.
Where where_of(const Filter& filter) {
  Where where;
  bool seeks = false;
  where.equals("dossier", filter.dossier, seeks, "dossier <> ''");
  if (filter.trouble) where.in("outcome", trouble(), seeks);
  where.equals("party", filter.party, seeks);
  where.equals("kind", filter.kind, seeks);
  where.equals("outcome", filter.outcome, seeks);
  if (filter.tenants) where.in("tenant", *filter.tenants, seeks);
  where.equals("feed", filter.feed, seeks);
  bool never = true;
  where.equals("direction", filter.direction, never);
  for (const auto& [bound, sign] : {std::pair{filter.from, " >= :v"}, std::pair{filter.until, " < :v"}})
    if (bound) {
      where.add(std::string("moment") + sign + std::to_string(where.values.size()));
      where.values.push_back(bound->text());
    }
  return where;
}

std::vector<Entry> ask(store::Session& sql, const Where& where, long long floor, long long top,
                       bool newest_first, int count) {
  const auto query = std::string("SELECT ") + columns + " FROM log WHERE " + where.text +
                     (where.text.empty() ? "" : " AND ") + "seq >= :floor AND seq < :top ORDER BY seq" +
                     (newest_first ? " DESC" : "") + " LIMIT :count";
  store::Execution rows(sql, query);
  for (const auto& value : where.values) rows.bind(std::string_view(value));
  for (const std::int64_t bound : {std::int64_t{floor}, std::int64_t{top}, std::int64_t{count}})
    rows.bind(bound);
  std::vector<Entry> entries;
  while (rows.next()) entries.push_back(entry_of(rows));
  return entries;
}

/// What has this id in one of its columns; the first column that has it wins. Nothing when none has.
std::optional<Where> by_id(store::Session& sql, const Filter& filter) {
  for (const auto& [column, partial] : {std::pair<const char*, const char*>{"message_id", nullptr},
                                        {"reference", "reference <> ''"},
                                        {"dossier", "dossier <> ''"},
                                        {"cause_id", nullptr}}) {
    Where where;
    bool seeks = false;
    where.equals(column, filter.id, seeks, partial);
    if (filter.tenants) where.in("tenant", *filter.tenants, seeks);
    if (!ask(sql, where, 0, std::numeric_limits<long long>::max(), true, 1).empty()) return where;
  }
  return std::nullopt;
}

/// How far the search goes in one query; wider while queries are quick.
constexpr long long first_window = 20'000;
constexpr std::int64_t quick = 10;  // milliseconds

}  // namespace

std::optional<std::string> last_moment(store::Session& sql, std::string_view party,
                                       std::string_view direction) {
  return sql.one<std::string>(
      "SELECT moment FROM log WHERE party = :party AND +direction = :direction ORDER BY seq DESC LIMIT 1",
      party, direction);
}

std::int64_t last_seq(store::Session& sql) {
  return sql.one<long long>("SELECT seq FROM log ORDER BY seq DESC LIMIT 1").value_or(0);
}

std::int64_t reader_position(store::Session& sql, std::string_view reader) {
  return sql.one<long long>("SELECT seq FROM log_reader WHERE name = :name", reader).value_or(0);
}

void set_reader_position(store::Session& sql, std::string_view reader, std::int64_t seq) {
  sql.run(
      "INSERT INTO log_reader (name, seq) VALUES (:name, :seq) ON CONFLICT (name) DO UPDATE SET seq = "
      "excluded.seq",
      reader, seq);
}

std::int64_t seq_at(store::Session& sql, schemas::Moment moment) {
  // Outgoing entries are written when the answer came, with the moment at which the exchange began.
  const schemas::Moment early(moment.time() - std::chrono::minutes(5));
  const auto wanted = early.text();
  std::int64_t low = 1;
  std::int64_t high = last_seq(sql) + 1;
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    const auto found = sql.one<long long, std::string>(
        "SELECT seq, moment FROM log WHERE seq >= :seq ORDER BY seq LIMIT 1", middle);
    if (found && std::get<1>(*found) < wanted)
      low = std::get<0>(*found) + 1;
    else
      high = middle;
  }
  return low;
}

Page search(store::Session& sql, Filter filter, const Clock& clock, std::chrono::milliseconds budget) {
  Page page;
  auto where = where_of(filter);
  if (!filter.id.empty()) {
    const auto found = by_id(sql, filter);
    if (!found) return page;
    where = *found;
  }
  const auto began = clock.now().time();
  std::int64_t top = filter.before > 0 ? filter.before : last_seq(sql) + 1;
  std::int64_t bottom = 1;
  if (filter.from) bottom = seq_at(sql, *filter.from);
  // Beyond the end of the time asked for by as much as entries may be late.
  if (filter.until)
    top = std::min(top, seq_at(sql, schemas::Moment(filter.until->time() + std::chrono::minutes(15))) + 1);
  auto width = where.text.empty() ? top : std::int64_t{first_window};
  while (top > bottom) {
    const auto floor = std::max<std::int64_t>(bottom, top - width);
    const auto before = clock.now().time();
    const auto room = filter.count - static_cast<int>(page.entries.size());
    auto found = ask(sql, where, floor, top, true, room);
    const bool full = static_cast<int>(found.size()) == room;
    std::ranges::move(found, std::back_inserter(page.entries));
    if (full) {
      page.next = page.entries.back().seq;
      return page;
    }
    top = floor;
    const auto now = clock.now().time();
    if (top > bottom && now - began > budget) {
      page.next = top;
      page.cut_short = true;
      return page;
    }
    if ((now - before).count() < quick) width *= 4;
  }
  return page;
}

std::vector<Entry> after(store::Session& sql, const Filter& filter, std::int64_t seq) {
  return ask(sql, where_of(filter), seq + 1, std::numeric_limits<long long>::max(), false, filter.count);
}

}  // namespace inburgering::gateway::log
