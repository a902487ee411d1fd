// When lists are fetched again, and when an operator is told that one grows old.
#include "gateway/schedule/list_fetcher.h"

#include <gtest/gtest.h>

namespace inburgering::gateway {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(ListFetcher, is_back_within_four_hours_and_at_half_of_what_remains) {
  struct Case {
    milliseconds every, left, expected;
  };
  for (const auto& [every, left, expected] :
       {Case{hours(4), hours(48), hours(4)}, Case{hours(4), hours(6), hours(3)},
        Case{hours(4), minutes(4), minutes(2)}, Case{hours(4), seconds(10), minutes(1)},
        Case{hours(4), -hours(5), minutes(1)}, Case{seconds(1), hours(48), seconds(1)},
        Case{seconds(1), -hours(5), seconds(1)}})
    EXPECT_EQ(schedule::until_next_fetch(every, left, 0, 0.5), expected) << left.count();
}

TEST(ListFetcher, a_failure_is_tried_again_soon_and_then_less_often) {
  auto before = milliseconds(0);
  for (int failures = 1; failures < 20; ++failures) {
    const auto pause = schedule::until_next_fetch(hours(4), hours(48), failures, 1.0);
    EXPECT_GE(pause, before) << failures;
    EXPECT_LE(pause, minutes(15)) << failures;
    before = pause;
  }
  EXPECT_EQ(before, minutes(15));
  EXPECT_LE(schedule::until_next_fetch(hours(4), hours(48), 1, 1.0), seconds(5));
}

identity::ListState list(std::int64_t age_hours, std::int64_t left_hours, std::int64_t grace_hours = 0) {
  identity::ListState state;
  state.issuer = "CN=Stam";
  state.source = "http://bron/";
  state.age_seconds = age_hours * 3600;
  state.seconds_left = left_hours * 3600;
  state.grace_seconds = grace_hours * 3600;
  return state;
}

TEST(ListAge, is_told_from_half_of_its_life_on) {
  EXPECT_EQ(identity::age_mark(list(1, 47)), std::nullopt);
  EXPECT_EQ(identity::age_mark(list(24, 24)), 50);
  EXPECT_EQ(identity::age_mark(list(37, 11)), 75);
  EXPECT_EQ(identity::age_mark(list(44, 4)), 90);
  EXPECT_EQ(identity::age_mark(list(49, -1)), 100);
  EXPECT_TRUE(identity::warning_text(list(44, 4)).contains("verloopt over 4 uur"));
  EXPECT_TRUE(
      identity::warning_text(list(49, -1)).contains("iedereen met een certificaat van deze uitgever"));
  EXPECT_TRUE(identity::warning_text(list(49, -1, 3)).contains("telt nog 2 uur"));
}

TEST(ListAge, grace_ends_too) {
  EXPECT_TRUE(list(49, -1).ended());
  EXPECT_TRUE(list(49, -1, 3).in_grace());
  EXPECT_FALSE(list(49, -1, 3).ended());
  EXPECT_TRUE(list(52, -4, 3).ended());
  EXPECT_FALSE(list(1, 47, 3).in_grace());
}

TEST(ListAge, asks_attention_when_its_end_is_near_or_nothing_newer_comes) {
  EXPECT_FALSE(identity::asks_attention(list(1, 20))) << "young, and of a short life";
  EXPECT_FALSE(identity::asks_attention(list(5000, 3000))) << "old, and its source has nothing newer";
  EXPECT_TRUE(identity::asks_attention(list(30, 18)));
  EXPECT_TRUE(identity::asks_attention(list(49, -1, 3)));
  auto failing = list(5000, 3000);
  failing.fault = "de server is niet bereikbaar";
  EXPECT_TRUE(identity::asks_attention(failing));
  EXPECT_TRUE(identity::warning_text(failing).contains("niet bereikbaar"));
  auto not_kept = list(1, 47);
  not_kept.not_kept = "schijf vol";
  EXPECT_TRUE(identity::asks_attention(not_kept));
}

}  // namespace
}  // namespace inburgering::gateway
