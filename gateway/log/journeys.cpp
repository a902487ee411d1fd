#include "gateway/log/journeys.h"

#include <algorithm>
#include <array>
#include <limits>
#include <ranges>

#include "gateway/log/keys.h"

namespace inburgering::gateway::log {
namespace {

/// Which beginnings, as far as their own entry tells, and the key that singles out most of them.
struct Beginnings {
  std::optional<Seek> seek{};
  Condition condition{};

  void by(Key key, std::vector<std::string> values) {
    if (!seek) seek = {key, std::move(values)};
  }
};

std::vector<std::string> gemeenten_of(const Filter& filter) {
  return filter.tenants ? *filter.tenants : std::vector{std::string(every_journey)};
}

bool asks_attention(std::string_view stand) {
  return std::ranges::find(stand::trouble, stand) != stand::trouble.end();
}

Beginnings beginnings_of(const JourneyWish& wish) {
  const auto& filter = wish.filter;
  Beginnings found;
  found.condition.add("cause_id = message_id");
  for (const auto& [column, value] : {std::pair{"trace_id", &wish.trace},
                                      std::pair{"dossier", &filter.dossier}, std::pair{"kind", &filter.kind},
                                      std::pair{"feed", &filter.feed}, std::pair{"outcome", &filter.outcome}})
    found.condition.equals(column, *value);
  if (filter.tenants) found.condition.in("tenant", *filter.tenants);
  for (const auto& [bound, sign] :
       {std::pair{filter.from, "moment >= ?"}, std::pair{filter.until, "moment < ?"}})
    if (bound) {
      found.condition.add(sign);
      found.condition.values.push_back(bound->text());
    }
  if (!wish.trace.empty()) found.by(Key::trace, {wish.trace});
  if (!filter.dossier.empty()) found.by(Key::dossier, {filter.dossier});
  if (!filter.party.empty()) found.by(Key::journey_party, {filter.party});
  if (filter.trouble || asks_attention(wish.stand)) found.by(Key::journey_trouble, gemeenten_of(filter));
  if (!filter.kind.empty()) found.by(Key::journey_kind, {filter.kind});
  found.by(Key::journey, gemeenten_of(filter));
  return found;
}

/// The first of a journey and the last: what happened ten thousand times in between says nothing more.
constexpr int most_first = 300;
constexpr int most_last = 100;
constexpr auto no_end = std::numeric_limits<std::int64_t>::max();

void load_steps(store::Session& sql, Journey& journey) {
  const auto& id = journey.root.message_id;
  Condition condition;
  condition.equals("cause_id", id);
  const Seek seek{Key::cause, {id}};
  journey.steps = entries(sql, seek, condition, journey.root.seq, no_end, false, most_first);
  if (std::ssize(journey.steps) < most_first) return;
  const auto after = journey.steps.back().seq + 1;
  auto last = entries(sql, seek, condition, after, no_end, true, most_last);
  journey.shortened = std::ssize(last) == most_last;
  std::ranges::reverse(last);
  std::ranges::move(last, std::back_inserter(journey.steps));
}

/// The steps of all of them at once, where those are not too many.
void load_steps(store::Session& sql, std::vector<Journey>& journeys) {
  std::vector<std::string> ids;
  for (const auto& each : journeys) ids.push_back(each.root.message_id);
  if (ids.empty()) return;
  Condition condition;
  condition.in("cause_id", ids);
  const auto oldest =
      std::ranges::min(journeys, {}, [](const Journey& each) { return each.root.seq; }).root.seq;
  constexpr int all_together = 2000;
  auto steps = entries(sql, Seek{Key::cause, ids}, condition, oldest, no_end, false, all_together);
  if (std::ssize(steps) == all_together) {
    for (auto& each : journeys) load_steps(sql, each);
    return;
  }
  std::unordered_map<std::string_view, Journey*> by_id;
  for (auto& each : journeys) by_id[each.root.message_id] = &each;
  for (auto& step : steps) by_id.at(step.cause_id)->steps.push_back(std::move(step));
}

bool took_part(const Journey& journey, const std::string& party) {
  return party.empty() ||
         std::ranges::any_of(journey.steps, [&](const Entry& step) { return step.party == party; });
}

bool asks_for_one_thing(const JourneyWish& wish) {
  const auto& filter = wish.filter;
  return std::ranges::any_of(
      std::array{&wish.trace, &filter.id, &filter.dossier, &filter.party, &filter.kind, &filter.feed},
      [](const std::string* asked) { return !asked->empty(); });
}

/// Nobody outside was asked or told anything, nothing was learned, and all went well.
bool among_ourselves(const Journey& journey) {
  return journey.outlook.stand == stand::klaar && journey.outlook.events == 0 &&
         std::ranges::all_of(journey.steps, [](const Entry& step) {
           return step.feed == feed::gateway || step.feed == feed::beheer;
         });
}

/// Of roots newest first: those that fit in what their own entry does not tell.
std::vector<Journey> fitting(store::Session& sql, const JourneyWish& wish, std::vector<Entry> roots,
                             Waiting& waiting) {
  std::vector<Journey> found;
  for (auto& root : roots) found.push_back({std::move(root), {}});
  load_steps(sql, found);
  // What a journey meant in another gemeente is told there.
  if (const auto& tenants = wish.filter.tenants)
    for (auto& each : found)
      std::erase_if(each.steps, [&](const Entry& step) {
        return std::ranges::find(*tenants, step.tenant) == tenants->end();
      });
  for (auto& each : found) each.outlook = outlook_of(each, waiting.of(each));
  const bool hides_own = !wish.own && !asks_for_one_thing(wish);
  std::erase_if(found, [&](const Journey& each) {
    return !took_part(each, wish.filter.party) || (!wish.stand.empty() && each.outlook.stand != wish.stand) ||
           (wish.filter.trouble && !asks_attention(each.outlook.stand)) ||
           (hides_own && among_ourselves(each));
  });
  return found;
}

/// The beginning of the journey in which something has this id; of an entry that may be seen.
std::optional<std::string> cause_of(store::Session& sql, const Filter& filter) {
  const auto seen = [&](const Entry& entry) {
    return !filter.tenants || std::ranges::find(*filter.tenants, entry.tenant) != filter.tenants->end();
  };
  if (const auto entry = find(sql, filter.id))
    return seen(*entry) ? std::optional(entry->cause_id) : std::nullopt;
  Condition condition;
  condition.equals("reference", filter.id);
  if (filter.tenants) condition.in("tenant", *filter.tenants);
  if (const auto entry = newest(sql, {Key::reference, {filter.id}}, condition)) return entry->cause_id;
  return std::nullopt;
}

JourneyPage by_beginning(store::Session& sql, const JourneyWish& wish, const Clock& clock,
                         std::chrono::milliseconds budget) {
  constexpr std::int64_t first_stretch = 20'000;
  constexpr std::int64_t swift = 10;  // milliseconds
  constexpr int least_at_once = 50;   // so that many that do not fit cost few turns
  const auto& filter = wish.filter;
  const auto wanted = beginnings_of(wish);
  Waiting waiting(sql);
  JourneyPage page;
  const auto began = clock.now().time();
  std::int64_t top = filter.before > 0 ? filter.before : last_seq(sql) + 1;
  std::int64_t bottom = filter.from ? seq_at(sql, *filter.from) : 1;
  // Beyond the end of the time asked for by as much as entries may be late.
  if (filter.until)
    top = std::min(top, seq_at(sql, schemas::Moment(filter.until->time() + std::chrono::minutes(15))) + 1);
  for (auto width = first_stretch; top > bottom;) {
    const auto floor = std::max<std::int64_t>(bottom, top - width);
    const auto before = clock.now().time();
    const auto room = filter.count - static_cast<int>(page.journeys.size());
    const auto roots_wanted = std::max(room, least_at_once);
    auto roots = entries(sql, wanted.seek, wanted.condition, floor, top, true, roots_wanted);
    const auto read = clock.now().time();
    const bool full = static_cast<int>(roots.size()) == roots_wanted;
    top = full ? roots.back().seq : floor;
    auto found = fitting(sql, wish, std::move(roots), waiting);
    if (static_cast<int>(found.size()) > room) {
      found.erase(found.begin() + room, found.end());
      top = found.back().root.seq;
    }
    std::ranges::move(found, std::back_inserter(page.journeys));
    page.next = top > bottom ? top : 0;
    if (static_cast<int>(page.journeys.size()) == filter.count) return page;
    const auto now = clock.now().time();
    if (page.next > 0 && now - began > budget) {
      page.cut_short = true;
      return page;
    }
    // A wider stretch is read by a key as swiftly; what was found in it costs the same either way.
    if (!full && (read - before).count() < swift) width *= 4;
  }
  page.next = 0;
  return page;
}

}  // namespace

JourneyPage journeys(store::Session& sql, const JourneyWish& wish, const Clock& clock,
                     std::chrono::milliseconds budget) {
  if (wish.filter.id.empty()) return by_beginning(sql, wish, clock, budget);
  auto one = wish;
  one.own = true;
  one.filter.id.clear();
  const auto cause = cause_of(sql, wish.filter);
  if (!cause) {
    // A trace, or a dossier.
    one.trace = wish.filter.id;
    if (auto page = by_beginning(sql, one, clock, budget); !page.journeys.empty()) return page;
    one.trace = wish.trace;
    one.filter.dossier = wish.filter.id;
    return by_beginning(sql, one, clock, budget);
  }
  JourneyPage page;
  auto root = find(sql, *cause);
  if (!root) return page;
  if (wish.filter.tenants &&
      std::ranges::find(*wish.filter.tenants, root->tenant) == wish.filter.tenants->end())
    return page;
  Waiting waiting(sql);
  page.journeys = fitting(sql, one, {std::move(*root)}, waiting);
  return page;
}

}  // namespace inburgering::gateway::log
