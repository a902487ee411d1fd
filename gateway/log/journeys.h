#pragma once
// The log as journeys: each a message that came or an act that began, with all that followed from it, as one
// line. Found from the newest back by keys (keys.h), as entries are (search.h).
#include "gateway/log/outlook.h"
#include "gateway/log/search.h"

namespace inburgering::gateway::log {

/// Which journeys. Of the filter count: the gemeente, feed, kind, outcome and dossier of the entry with which
/// one began, and when; a party that took part; an id of anything in it, its trace included; `trouble`: only
/// those that ask attention; `before`: the seq of a beginning.
struct JourneyWish {
  Filter filter{};
  std::string trace{};
  std::string stand{};  ///< of stand::all; empty: any
  /// Also what the gateway and its operators did among themselves and went well. It is told anyhow where
  /// something in particular is asked for: an id, a trace, a dossier, a party, a kind or a feed.
  bool own = false;
};

struct JourneyPage {
  std::vector<Journey> journeys;  ///< by their beginnings, newest first
  std::int64_t next = 0;          ///< where to go on, as `before`; 0 = there is nothing more
  bool cut_short = false;         ///< it took too long: there may be more on the way to `next`
};
/// Looks for at most about `budget`.
JourneyPage journeys(store::Session& sql, const JourneyWish& wish, const Clock& clock,
                     std::chrono::milliseconds budget);

}  // namespace inburgering::gateway::log
