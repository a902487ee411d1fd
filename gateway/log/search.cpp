#include "gateway/log/search.h"

#include <algorithm>
#include <limits>
#include <set>

#include "gateway/log/keys.h"

namespace inburgering::gateway::log {
namespace {

/// What is asked, and the key that singles out most of it.
struct Wanted {
  std::optional<Seek> seek{};
  Condition condition{};

  void equals(Key key, const char* column, const std::string& value) {
    if (value.empty()) return;
    condition.equals(column, value);
    if (!seek) seek = {key, {value}};
  }
  void in(Key key, const char* column, const std::vector<std::string>& list) {
    condition.in(column, list);
    if (!seek && !list.empty()) seek = {key, list};
  }
};

/// From what singles out most to what singles out least.
Wanted wanted_of(const Filter& filter) {
  Wanted wanted;
  wanted.equals(Key::dossier, "dossier", filter.dossier);
  if (filter.trouble) wanted.in(Key::trouble, "outcome", {outcome::trouble.begin(), outcome::trouble.end()});
  wanted.equals(Key::party, "party", filter.party);
  wanted.equals(Key::kind, "kind", filter.kind);
  // Of the other outcomes there are so many that looking finds them sooner.
  if (std::ranges::find(outcome::trouble, filter.outcome) != outcome::trouble.end())
    wanted.equals(Key::trouble, "outcome", filter.outcome);
  else
    wanted.condition.equals("outcome", filter.outcome);
  if (filter.tenants) wanted.in(Key::tenant, "tenant", *filter.tenants);
  wanted.equals(Key::feed, "feed", filter.feed);
  wanted.condition.equals("direction", filter.direction);
  for (const auto& [bound, sign] :
       {std::pair{filter.from, "moment >= ?"}, std::pair{filter.until, "moment < ?"}})
    if (bound) {
      wanted.condition.add(sign);
      wanted.condition.values.push_back(bound->text());
    }
  return wanted;
}

constexpr auto to_the_end = std::numeric_limits<std::int64_t>::max();

/// What has this id in one of its columns; the first column that has it wins. Nothing when none has.
std::optional<Wanted> by_id(store::Session& sql, const Filter& filter) {
  // A message is found by its id at once.
  Wanted message;
  message.condition.equals("message_id", filter.id);
  if (filter.tenants) message.condition.in("tenant", *filter.tenants);
  if (!entries(sql, message.seek, message.condition, 0, to_the_end, true, 1).empty()) return message;
  for (const auto& [key, column] : {std::pair{Key::reference, "reference"},
                                    std::pair{Key::dossier, "dossier"}, std::pair{Key::cause, "cause_id"}}) {
    Wanted wanted;
    wanted.equals(key, column, filter.id);
    if (filter.tenants) wanted.condition.in("tenant", *filter.tenants);
    if (!entries(sql, wanted.seek, wanted.condition, 0, to_the_end, true, 1).empty()) return wanted;
  }
  return std::nullopt;
}

/// How far the search goes in one query; wider while queries are quick.
constexpr long long first_window = 20'000;
constexpr std::int64_t quick = 10;  // milliseconds

}  // namespace

std::optional<std::string> last_moment(store::Session& sql, std::string_view party,
                                       std::string_view direction) {
  const auto last = last_with(sql, std::string(party), std::string(direction));
  return last ? std::optional(last->moment.text()) : std::nullopt;
}

std::vector<std::string> kinds(store::Session& sql) {
  std::set<std::string> found;
  // From one key to the next that differs: as many steps as there are kinds.
  for (std::string last;;) {
    const auto next = sql.one<std::optional<std::string>>(
        {"search.next_kind", "SELECT MIN(value) FROM log_key WHERE name = :name AND value > :last"},
        static_cast<int>(Key::kind), last);
    if (!next || !*next) break;
    last = **next;
    found.insert(last);
  }
  for (auto& kind : sql.list<std::string>(
           {"search.new_kinds", "SELECT DISTINCT kind FROM log WHERE seq > :seq AND kind <> ''"},
           keys_until(sql)))
    found.insert(std::move(kind));
  return {found.begin(), found.end()};
}

std::int64_t last_seq(store::Session& sql) {
  return sql.one<long long>({"search.last_seq", "SELECT seq FROM log ORDER BY seq DESC LIMIT 1"}).value_or(0);
}

std::int64_t reader_position(store::Session& sql, std::string_view reader) {
  return sql
      .one<long long>({"search.reader_position", "SELECT seq FROM log_reader WHERE name = :name"}, reader)
      .value_or(0);
}

bool is_reader(store::Session& sql, std::string_view reader) {
  return sql.one<long long>({"search.is_reader", "SELECT seq FROM log_reader WHERE name = :name"}, reader)
      .has_value();
}

void set_reader_position(store::Session& sql, std::string_view reader, std::int64_t seq) {
  sql.run({"search.set_reader_position",
           "INSERT INTO log_reader (name, seq) VALUES (:name, :seq) ON CONFLICT (name) DO UPDATE SET seq = "
           "excluded.seq"},
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
        {"search.seq_at", "SELECT seq, moment FROM log WHERE seq >= :seq ORDER BY seq LIMIT 1"}, middle);
    if (found && std::get<1>(*found) < wanted)
      low = std::get<0>(*found) + 1;
    else
      high = middle;
  }
  return low;
}

Page search(store::Session& sql, Filter filter, const Clock& clock, std::chrono::milliseconds budget) {
  Page page;
  auto wanted = wanted_of(filter);
  if (!filter.id.empty()) {
    const auto found = by_id(sql, filter);
    if (!found) return page;
    wanted = *found;
  }
  const auto began = clock.now().time();
  std::int64_t top = filter.before > 0 ? filter.before : last_seq(sql) + 1;
  std::int64_t bottom = 1;
  if (filter.from) bottom = seq_at(sql, *filter.from);
  // Beyond the end of the time asked for by as much as entries may be late.
  if (filter.until)
    top = std::min(top, seq_at(sql, schemas::Moment(filter.until->time() + std::chrono::minutes(15))) + 1);
  auto width = wanted.condition.text.empty() ? top : std::int64_t{first_window};
  while (top > bottom) {
    const auto floor = std::max<std::int64_t>(bottom, top - width);
    const auto before = clock.now().time();
    const auto room = filter.count - static_cast<int>(page.entries.size());
    auto found = entries(sql, wanted.seek, wanted.condition, floor, top, true, room);
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
  const auto wanted = wanted_of(filter);
  return entries(sql, wanted.seek, wanted.condition, seq + 1, to_the_end, false, filter.count);
}

}  // namespace inburgering::gateway::log
