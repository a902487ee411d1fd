#include "gateway/delivery/verdict.h"

#include <gtest/gtest.h>

#include "gateway/base/milliseconds.h"
#include "gateway/delivery/pace.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::delivery {
namespace {

using adapters::transport::Answer;

constexpr Milliseconds minute = 60'000;
constexpr Milliseconds hour = 60 * minute;

const schemas::Moment now = *schemas::Moment::parse("2026-11-27T12:00:00Z");

struct Lane {
  int attempts = 0;
  Milliseconds failing_for = 0;
};

Attempt attempt(std::initializer_list<Lane> lanes, wishes::Subscription wish = {}) {
  auto standing = std::make_shared<subscriptions::Standing>();
  standing->wish = std::move(wish);
  Attempt made{std::move(standing)};
  for (const auto& [attempts, failing_for] : lanes) {
    Part part;
    part.lane.attempts = attempts;
    part.lane.failing_since = failing_for > 0 ? milliseconds(now) - failing_for : 0;
    part.deliveries.emplace_back();
    made.parts.push_back(std::move(part));
  }
  return made;
}

Answer answer(int status, std::string retry_after = {}) {
  Answer made;
  made.status = status;
  if (status == 0) made.failure = "geen verbinding";
  if (!retry_after.empty()) made.headers.emplace_back("Retry-After", std::move(retry_after));
  return made;
}

/// The longest pause that chance leaves.
Verdict judged(const Attempt& of, const Answer& with) {
  static const config::Config config;
  return judge(config, of, with, now, [] { return 1.0; });
}

TEST(Verdict, every_2xx_means_that_it_arrived) {
  for (const int status : {200, 201, 202, 204, 299}) {
    const auto verdict = judged(attempt({{3, hour}}), answer(status));
    EXPECT_TRUE(verdict.good) << status;
    EXPECT_TRUE(verdict.fates.empty()) << status;
  }
  for (const int status : {0, 100, 199, 300, 302, 400, 404, 500, 503})
    EXPECT_FALSE(judged(attempt({{}}), answer(status)).good) << status;
}

TEST(Verdict, what_fails_waits_longer_each_time_and_no_longer_than_the_longest) {
  const config::Config config;
  Milliseconds before = 0;
  for (int attempts = 0; attempts < 30; ++attempts) {
    const auto verdict = judged(attempt({{attempts, 0}}), answer(503));
    ASSERT_EQ(verdict.fates.size(), 1U);
    const auto pause = verdict.fates[0].due - milliseconds(now);
    EXPECT_GE(pause, before);
    EXPECT_LE(pause, config.delivery.max_retry.count());
    EXPECT_TRUE(verdict.fates[0].dead.empty());
    before = pause;
  }
  EXPECT_EQ(before, config.delivery.max_retry.count());
}

TEST(Verdict, a_sink_that_asks_for_rest_gets_it) {
  const auto verdict = judged(attempt({{}}), answer(503, "1800"));
  EXPECT_EQ(verdict.asked_rest, std::chrono::minutes(30));
  EXPECT_EQ(verdict.fates[0].due, milliseconds(now) + hour / 2);
  EXPECT_FALSE(judged(attempt({{}}), answer(503, "straks")).asked_rest);
}

TEST(Verdict, an_event_is_given_up_when_it_is_refused_for_good_or_failed_too_long) {
  const config::Config config;
  wishes::Subscription own;
  own.nooit = {418};
  own.horizon_uren = 2;
  struct Case {
    const char* what;
    wishes::Subscription wish;
    int status;
    Milliseconds failing_for;
    std::string_view dead;
  };
  const auto never = config.delivery.never.front();
  const auto horizon = config.delivery.horizon.count();
  const Case cases[] = {
      {"never, by the configuration", {}, never, 0, store::reason::refused},
      {"never, by the subscription", own, 418, 0, store::reason::refused},
      {"what the subscription does not name is tried again", own, never, 0, ""},
      {"just before the horizon", {}, 503, horizon - 1, ""},
      {"at the horizon", {}, 503, horizon, store::reason::horizon},
      {"no connection at all, at its own horizon", own, 0, 2 * hour, store::reason::horizon},
  };
  for (const auto& each : cases) {
    const auto verdict = judged(attempt({{1, each.failing_for}}, each.wish), answer(each.status));
    EXPECT_EQ(verdict.fates[0].dead, each.dead) << each.what;
  }
}

TEST(Verdict, of_a_bundle_that_is_refused_each_is_tried_alone_at_once) {
  const config::Config config;
  const auto refused = judged(attempt({{}, {}}), answer(config.delivery.never.front()));
  ASSERT_EQ(refused.fates.size(), 2U);
  for (const auto& fate : refused.fates) {
    EXPECT_EQ(fate.due, milliseconds(now));
    EXPECT_TRUE(fate.dead.empty());
  }
  const auto failed = judged(attempt({{1, config.delivery.horizon.count()}, {}}), answer(503));
  EXPECT_TRUE(failed.fates[0].dead.empty()) << "nobody knows which of them it was";
  EXPECT_EQ(failed.fates[0].failing_since, milliseconds(now) - config.delivery.horizon.count());
  EXPECT_EQ(failed.fates[1].failing_since, milliseconds(now));
}

TEST(Pace, leaves_what_the_limit_allows_and_keeps_no_more_than_a_second_of_it) {
  Pace pace;
  EXPECT_GT(pace.left(std::nullopt, 0), 1000);
  EXPECT_EQ(pace.left(10, 1000), 10);
  for (int i = 0; i < 10; ++i) pace.take();
  EXPECT_EQ(pace.left(10, 1000), 0);
  EXPECT_EQ(pace.left(10, 1250), 2);
  EXPECT_EQ(pace.left(10, 60'000), 10);
  Pace slow;
  EXPECT_EQ(slow.left(0.1, 0), 1) << "slower than one a second is possible too";
  slow.take();
  EXPECT_EQ(slow.left(0.1, 5000), 0);
  EXPECT_EQ(slow.left(0.1, 10'000), 1);
}

}  // namespace
}  // namespace inburgering::gateway::delivery
