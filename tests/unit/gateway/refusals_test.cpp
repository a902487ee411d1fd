#include "gateway/log/refusals.h"

#include <gtest/gtest.h>

namespace inburgering::gateway::log {
namespace {

schemas::Moment at(int second) {
  return schemas::Moment(schemas::Moment::parse("2026-11-02T09:00:00.000Z")->time() +
                         std::chrono::seconds(second));
}
Entry refusal(int second, const std::string& party = "a", const std::string& why = "onbekend") {
  Entry entry;
  entry.message_id = "first-" + std::to_string(second);
  entry.moment = at(second);
  entry.party = party;
  entry.subject = "CN=" + party;
  entry.kind = "verbinding";
  entry.outcome = "geweigerd";
  entry.size = 7;
  entry.faults = {{"toegang", "partij", why}};
  return entry;
}

TEST(Refusals, the_first_is_told_in_full_and_the_rest_in_one_entry_when_the_minute_is_over) {
  Refusals refusals;
  EXPECT_TRUE(refusals.is_first("10.0.0.1", refusal(0)));
  for (int i = 1; i <= 59; ++i) EXPECT_FALSE(refusals.is_first("10.0.0.1", refusal(i)));
  EXPECT_TRUE(refusals.ended(at(59)).empty());
  const auto told = refusals.ended(at(60));
  ASSERT_EQ(told.size(), 1);
  EXPECT_EQ(told[0].cause_id, "first-0");
  EXPECT_EQ(told[0].message_id, "");
  EXPECT_EQ(told[0].party, "a");
  EXPECT_EQ(told[0].size, 0);
  EXPECT_EQ(told[0].faults.back().message,
            "hierna nog 59 keer hetzelfde, vanaf 10.0.0.1, tot 2026-11-02T09:00:59.000Z");
  EXPECT_TRUE(refusals.ended(at(60)).empty());
  EXPECT_TRUE(refusals.is_first("10.0.0.1", refusal(61))) << "a new minute";
}

TEST(Refusals, a_single_one_has_no_sum) {
  Refusals refusals;
  EXPECT_TRUE(refusals.is_first("10.0.0.1", refusal(0)));
  EXPECT_TRUE(refusals.ended(at(100)).empty());
}

TEST(Refusals, another_party_address_or_reason_is_another_refusal) {
  Refusals refusals;
  EXPECT_TRUE(refusals.is_first("10.0.0.1", refusal(0)));
  EXPECT_TRUE(refusals.is_first("10.0.0.2", refusal(0)));
  EXPECT_TRUE(refusals.is_first("10.0.0.1", refusal(0, "b")));
  EXPECT_TRUE(refusals.is_first("10.0.0.1", refusal(0, "a", "tempo")));
  EXPECT_FALSE(refusals.is_first("10.0.0.2", refusal(1)));
}

TEST(Refusals, nothing_that_was_counted_is_lost_when_the_sum_is_fetched_late_or_the_clock_steps_back) {
  Refusals refusals;
  int full = 0;
  for (const int second : {100, 130, 170, 50, 300}) full += refusals.is_first("x", refusal(second)) ? 1 : 0;
  EXPECT_EQ(full, 1);
  const auto told = refusals.ended(at(301), true);
  ASSERT_EQ(told.size(), 1);
  EXPECT_TRUE(told[0].faults.back().message.starts_with("hierna nog 4 keer"));
}

TEST(Refusals, who_comes_from_everywhere_is_summed_by_reason) {
  Refusals refusals;
  for (std::size_t i = 0; i < Refusals::most; ++i)
    EXPECT_TRUE(refusals.is_first(std::to_string(i), refusal(0, std::to_string(i))));
  EXPECT_TRUE(refusals.is_first("another", refusal(1, "secret")));
  for (int i = 0; i < 5000; ++i) EXPECT_FALSE(refusals.is_first("more" + std::to_string(i), refusal(2, "q")));
  const auto told = refusals.ended(at(100));
  ASSERT_EQ(told.size(), 1);
  EXPECT_EQ(told[0].party, "");
  EXPECT_EQ(told[0].subject, "");
  EXPECT_TRUE(
      told[0].faults.back().message.starts_with("hierna nog 5000 keer hetzelfde, vanaf verschillende"));
}

}  // namespace
}  // namespace inburgering::gateway::log
