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

/// Sequences of a dossier and positions of a queue go on at the next multiple of this. More than any is given
/// out in the life of a backup, and few enough that a number stays exact in every language for a billion of
/// them.
inline constexpr std::int64_t numbers_passed_over = 1'000'000;

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
  std::int64_t meldingen = 0;  ///< that may have reached DUO: it is asked first
};
/// Passes over numbers; marks what may be a repeat; forgets who is logged in and what was consented to, for
/// that may have ended since. Inside the caller's transaction.
PassedOver pass_over(Session& sql);

/// The positions of a queue that nobody will be given again: after the first, up to the second. 0, 0: none.
struct Hole {
  std::int64_t after = 0, until = 0;
  bool holds(std::int64_t position) const { return position > after && position <= until; }
};
Hole hole_of(Session& sql, std::string_view subscription);

}  // namespace inburgering::gateway::store
