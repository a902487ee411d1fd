#include "gateway/base/cron.h"

#include <gtest/gtest.h>

namespace inburgering::gateway {
namespace {

using schemas::Moment;

std::string next(const char* cron, const char* after) {
  return Cron::parse(cron)->next(*Moment::parse(after)).text().substr(0, 16);
}

TEST(Cron, runs_in_dutch_local_time) {
  EXPECT_EQ(next("0 2 * * *", "2026-01-10T12:00:00Z"), "2026-01-11T01:00");
  EXPECT_EQ(next("0 2 * * *", "2026-07-10T12:00:00Z"), "2026-07-11T00:00");
  EXPECT_EQ(next("30 18 * * 1-5", "2026-11-06T18:00:00Z"), "2026-11-09T17:30")
      << "from Friday evening to Monday";
  EXPECT_EQ(next("*/15 8-18 * * *", "2026-11-06T07:50:00Z"), "2026-11-06T08:00");
}
TEST(Cron, the_moment_itself_is_not_after_it) {
  EXPECT_EQ(next("0 2 * * *", "2026-01-11T01:00:00Z"), "2026-01-12T01:00");
}
TEST(Cron, a_time_that_does_not_exist_runs_at_the_first_that_does) {
  // 2026-03-29: 02:00 becomes 03:00, which is 01:00Z.
  EXPECT_EQ(next("30 2 * * *", "2026-03-28T12:00:00Z"), "2026-03-29T01:00");
  EXPECT_EQ(next("30 2 * * *", "2026-03-29T01:00:00Z"), "2026-03-30T00:30") << "and not twice";
  EXPECT_EQ(next("15,45 2 * * *", "2026-03-29T01:00:00Z"), "2026-03-30T00:15");
}
TEST(Cron, a_time_that_occurs_twice_runs_once) {
  // 2026-10-25: 03:00 becomes 02:00; 02:30 is 00:30Z and 01:30Z.
  EXPECT_EQ(next("30 2 * * *", "2026-10-24T12:00:00Z"), "2026-10-25T00:30");
  EXPECT_EQ(next("30 2 * * *", "2026-10-25T00:30:00Z"), "2026-10-26T01:30");
}
TEST(Cron, what_runs_every_hour_runs_in_both_and_keeps_its_pace) {
  EXPECT_EQ(next("*/30 * * * *", "2026-10-25T00:30:00Z"), "2026-10-25T01:00");
  EXPECT_EQ(next("*/30 * * * *", "2026-10-25T01:00:00Z"), "2026-10-25T01:30");
  EXPECT_EQ(next("*/30 * * * *", "2026-03-29T00:30:00Z"), "2026-03-29T01:00");
}
TEST(Cron, leap_day_and_days_that_few_months_have) {
  EXPECT_EQ(next("0 12 29 2 *", "2026-11-02T00:00:00Z"), "2028-02-29T11:00");
  EXPECT_EQ(next("0 12 29 2 *", "2096-03-01T00:00:00Z"), "2104-02-29T11:00");
  EXPECT_EQ(next("0 12 31 * *", "2026-11-02T00:00:00Z"), "2026-12-31T11:00");
}
TEST(Cron, either_day_will_do_when_both_are_restricted) {
  EXPECT_EQ(next("0 12 13 * 5", "2026-11-02T00:00:00Z"), "2026-11-06T11:00");
  EXPECT_EQ(next("0 12 5 * 5", "2026-11-02T00:00:00Z"), "2026-11-05T11:00");
  EXPECT_EQ(next("0 12 * * 7", "2026-11-02T00:00:00Z"), "2026-11-08T11:00");
}
TEST(Cron, two_years_of_nights_are_730_runs_of_which_none_is_skipped_or_doubled) {
  const auto cron = *Cron::parse("30 2 * * *");
  auto moment = *Moment::parse("2026-01-01T00:00:00Z");
  const auto end = *Moment::parse("2028-01-01T00:00:00Z");
  int count = 0;
  for (moment = cron.next(moment); moment < end; ++count) {
    const auto following = cron.next(moment);
    const auto pause =
        std::chrono::duration_cast<std::chrono::minutes>(following.time() - moment.time()).count();
    // 02:30 moves to 03:00 on the day that 02:30 is missing.
    EXPECT_TRUE(pause == 1440 || pause == 1410 || pause == 1470 || pause == 1500) << moment.text();
    moment = following;
  }
  EXPECT_EQ(count, 730);
}
class BadCron : public testing::TestWithParam<const char*> {};
TEST_P(BadCron, is_refused) { EXPECT_FALSE(Cron::parse(GetParam())); }
INSTANTIATE_TEST_SUITE_P(Cron, BadCron,
                         testing::Values("", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *",
                                         "* * 0 * *", "* * * 13 *", "* * * * 8", "5-1 * * * *", "*/0 * * * *",
                                         "a * * * *", "1- * * * *", "* * 30 2 *", "-1 * * * *",
                                         "1,,2 * * * *"));

}  // namespace
}  // namespace inburgering::gateway
