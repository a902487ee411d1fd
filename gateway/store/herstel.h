#pragma once
// A store that was put back from a backup knows that it is one. Between the backup and that, numbers were
// given out and things were done of which nothing stands here: numbers go on past all that may have been
// given, and what may have been done is not done again unasked.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/milliseconds.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

/// Sequences of a dossier and positions of a queue go on behind the moment of the restore in milliseconds,
/// times this. A store gives out fewer in a millisecond, so whatever a former life gave, also one that was
/// put back from the same backup, lies before it; and a number stays exact in every language (under 2^53)
/// until the year 2255.
inline constexpr std::int64_t numbers_a_millisecond = 1000;
/// The last number that may have been given out before a restore at that moment.
constexpr std::int64_t passed_over_at(Milliseconds put_back) { return put_back * numbers_a_millisecond; }

/// The highest number that a store gave out. Throws Failure.
std::int64_t highest_number(Session& sql);
/// A moment to put back at that is behind all of it, also when the clock was ahead then.
Milliseconds put_back_after(Milliseconds now, std::int64_t highest);

struct Herstel {
  std::int64_t number = 0;  ///< 1 is the first
  std::string backup;       ///< id of the backup
  Milliseconds made = 0;    ///< the backup
  Milliseconds put_back = 0;
  std::int64_t log_seq = 0;     ///< the last entry of the log that stood in it
  Milliseconds taken_up = 0;    ///< at a start; 0 = not yet
  Milliseconds dealt_with = 0;  ///< somebody saw to what it misses; 0 = not yet
};

/// Notes that a store was put back. Inside the caller's transaction.
void add_herstel(Session& sql, Herstel herstel);
/// All of them, the newest first.
std::vector<Herstel> herstellen(Session& sql);
/// The newest, while nobody said that what it misses was seen to.
std::optional<Herstel> open_herstel(Session& sql);
void set_taken_up(Session& sql, std::int64_t number, Milliseconds moment);
void set_dealt_with(Session& sql, Milliseconds moment);

/// What taking it up changed.
struct PassedOver {
  std::int64_t again = 0;      ///< deliveries that wait, and may have arrived: they go as a repeat
  std::int64_t last = 0;       ///< numbers go on after this
  std::int64_t meldingen = 0;  ///< that may have reached DUO: it is asked first
};
/// Passes over numbers; marks what may be a repeat; forgets who is logged in and what was consented to, for
/// that may have ended since. Inside the caller's transaction.
PassedOver pass_over(Session& sql, Milliseconds put_back);

/// The positions of a queue that nobody will be given again: after the first, before the second, and that was
/// never given either. 0, 0: none.
struct Hole {
  std::int64_t after = 0, until = 0;
  bool holds(std::int64_t position) const { return position > after && position < until; }
  bool any() const { return until > 0; }
};
Hole hole_of(Session& sql, std::string_view subscription);

}  // namespace inburgering::gateway::store
