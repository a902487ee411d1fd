#pragma once
// What entries of the log are found by. A message waits for its entry alone: the keys of many entries follow
// together, a few seconds later and in their own order, so that appending costs the same however long the log
// is. Until then a search looks through the newest entries themselves.
#include <optional>
#include <string>
#include <vector>

#include "gateway/log/exchange_log.h"

namespace inburgering::gateway::log {

/// Numbers stand in the store: they are never given to another.
enum class Key : int {
  tenant = 1,
  party = 2,
  kind = 3,
  feed = 4,
  dossier = 5,
  reference = 6,
  cause = 7,
  trouble = 8,   ///< the outcome, of those that someone should look at
  security = 9,  ///< "1", of those that are a security event (security.h)
  // Of journeys: the seq is that of the entry with which one began (journeys.h).
  journey = 10,          ///< its gemeente, and every_journey
  journey_kind = 11,     ///< of the entry with which it began
  journey_party = 12,    ///< each that took part
  journey_trouble = 13,  ///< its gemeente, and every_journey, once something in it went wrong
  trace = 14,
  refused = 15,  ///< the dossier, of what DUO sent about it and was refused
  last = 16      ///< party and direction, of the newest entry alone
};
constexpr bool is_of_journeys(Key key) { return key >= Key::journey && key <= Key::trace; }
/// Stands for all gemeenten among the keys of journeys.
inline constexpr std::string_view every_journey = "*";

/// Entries with one of these values of a key.
struct Seek {
  Key key = Key::tenant;
  std::vector<std::string> values;
};

/// A condition on an entry's own columns, with its values in order.
struct Condition {
  std::string text{};
  std::vector<std::string> values{};

  void add(const std::string& condition) { text += (text.empty() ? "" : " AND ") + condition; }
  void equals(const char* column, const std::string& value);
  void in(const char* column, const std::vector<std::string>& list);
};

/// Entries with seq in [floor, top): by their keys as far as those go, and beyond that by looking at each.
/// `condition` holds all that is asked, what is sought by included.
std::vector<Entry> entries(store::Session& sql, const std::optional<Seek>& seek, const Condition& condition,
                           std::int64_t floor, std::int64_t top, bool newest_first, int count);

/// What by their keys is asked of the store: the values of the seek, those of the condition, the first seq,
/// the one after the last, how many.
std::string query_by_key(const Seek& seek, const Condition& condition, bool newest_first);

/// The newest entry with a party in a direction; of before there were keys for that, among its newest two
/// hundred.
std::optional<Entry> last_with(store::Session& sql, const std::string& party, const std::string& direction);

/// The newest entry that has this value of a key, and fits the condition.
std::optional<Entry> newest(store::Session& sql, const Seek& seek, const Condition& condition);

/// Up to which entry there are keys; those of journeys follow apart, for they came later to stores that
/// were.
std::int64_t keys_until(store::Session& sql);
std::int64_t journey_keys_until(store::Session& sql);
/// Writes the keys of at most `count` entries more, in the caller's transaction. Answers of how many.
std::int64_t write_keys(store::Session& sql, std::int64_t count);
std::int64_t write_journey_keys(store::Session& sql, std::int64_t count);
/// Forgets the keys of an entry that is about to be removed.
void forget_keys(store::Session& sql, std::int64_t seq);

}  // namespace inburgering::gateway::log
