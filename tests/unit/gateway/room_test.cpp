#include "gateway/base/room.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace inburgering::gateway {
namespace {

constexpr Milliseconds an_hour = 3'600'000;
constexpr std::int64_t gib = 1LL << 30;

struct Case {
  std::string name;
  int hours;                                 ///< of measurements, one an hour
  std::function<std::int64_t(int)> free_at;  ///< after so many hours
  std::optional<std::int64_t> days;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      Case{"nothing_was_measured", 0, [](int) { return gib; }, std::nullopt},
      Case{"less_than_a_day_was_seen", 24, [](int hour) { return 10 * gib - hour * gib / 10; }, std::nullopt},
      Case{"a_gibibyte_a_day", 49, [](int hour) { return 25 * gib + gib / 2 - hour * gib / 24; }, 23},
      Case{"it_stays_as_it_is", 100, [](int) { return 10 * gib; }, std::nullopt},
      Case{"room_comes_free", 100, [](int hour) { return 10 * gib + hour * gib; }, std::nullopt},
      Case{"more_than_a_year_away", 100, [](int hour) { return 1000 * gib - hour * gib / 24; }, std::nullopt},
      Case{"it_is_full", 49, [](int hour) { return (48 - hour) * gib / 24; }, 0},
      // A month of rest before does not count: two weeks are looked at.
      Case{"only_the_last_two_weeks_count", 45 * 24,
           [](int hour) { return 100 * gib - (hour > 30 * 24 ? (hour - 30 * 24) * gib / 24 : 0); }, 85},
      // What comes and goes each night is no growth.
      Case{"a_night_that_comes_and_goes", 14 * 24,
           [](int hour) { return 50 * gib - (hour % 24 < 3 ? 5 * gib : 0); }, std::nullopt}};
  return all;
}

TEST(Room, tells_in_how_many_days_the_disk_is_full) {
  for (const auto& each : cases()) {
    std::vector<RoomMeasured> measured;
    for (int hour = 0; hour < each.hours; ++hour) measured.push_back({hour * an_hour, 0, each.free_at(hour)});
    EXPECT_EQ(days_until_full(measured), each.days) << each.name;
  }
}

TEST(Room, of_damaged_rows_nothing_is_foretold) {
  using Limits = std::numeric_limits<Milliseconds>;
  std::vector<RoomMeasured> measured;
  for (const auto moment : {Limits::min(), Limits::min() + 1, Milliseconds{0}, an_hour, Limits::max()})
    for (const auto free : {Limits::min(), std::int64_t{0}, Limits::max()})
      measured.push_back({moment, 0, free});
  for (std::size_t count = 1; count <= measured.size(); ++count) {
    EXPECT_EQ(days_until_full(std::span(measured).first(count)), std::nullopt);
    EXPECT_EQ(days_until_full(std::span(measured).last(count)), std::nullopt);
  }
  std::ranges::reverse(measured);
  EXPECT_EQ(days_until_full(measured), std::nullopt);
}

}  // namespace
}  // namespace inburgering::gateway
