#include "gateway/base/room.h"

#include <cmath>
#include <limits>

namespace inburgering::gateway {

std::optional<std::int64_t> days_until_full(std::span<const RoomMeasured> measured) {
  constexpr double a_day = 86'400'000;
  constexpr double two_weeks = 14 * a_day;
  constexpr std::size_t fewest = 6;
  constexpr std::int64_t a_year = 365;
  // As floating point: a moment of a damaged row may be anything.
  const auto before_last = [&](const RoomMeasured& each) {
    return static_cast<double>(measured.back().moment) - static_cast<double>(each.moment);
  };
  while (!measured.empty() && before_last(measured.front()) > two_weeks) measured = measured.subspan(1);
  if (measured.size() < fewest || before_last(measured.front()) < a_day) return std::nullopt;
  // Least squares, with days before the last and bytes that are free; from the middle, so that sums stay
  // small.
  double days = 0;
  double bytes = 0;
  const auto count = static_cast<double>(measured.size());
  const auto day_of = [&](const RoomMeasured& each) { return -before_last(each) / a_day; };
  for (const auto& each : measured) {
    days += day_of(each) / count;
    bytes += static_cast<double>(each.free) / count;
  }
  double both = 0;
  double spread = 0;
  for (const auto& each : measured) {
    both += (day_of(each) - days) * (static_cast<double>(each.free) - bytes);
    spread += (day_of(each) - days) * (day_of(each) - days);
  }
  const auto growth = spread > 0 ? -both / spread : 0;
  if (!(growth > 0)) return std::nullopt;
  const auto left = static_cast<double>(measured.back().free) / growth;
  if (!(left <= static_cast<double>(a_year))) return std::nullopt;
  return left <= 0 ? 0 : static_cast<std::int64_t>(std::floor(left));
}

}  // namespace inburgering::gateway
