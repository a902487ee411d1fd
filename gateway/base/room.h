#pragma once
#include <cstdint>
#include <optional>
#include <span>

#include "gateway/base/milliseconds.h"

namespace inburgering::gateway {

/// How much room there was on a disk at a moment.
struct RoomMeasured {
  Milliseconds moment = 0;
  std::int64_t used = 0;  ///< bytes, by the store
  std::int64_t free = 0;  ///< bytes, for it and for whoever else writes on that disk
};

/// In how many days nothing is free any more, if it goes on as in the last two weeks of these (oldest first):
/// the line that fits them best. Nothing when that is more than a year away, does not come, or cannot be told
/// yet: less than a day was seen.
std::optional<std::int64_t> days_until_full(std::span<const RoomMeasured> measured);

}  // namespace inburgering::gateway
