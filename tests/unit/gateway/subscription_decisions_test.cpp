#include <gtest/gtest.h>

#include "gateway/base/milliseconds.h"
#include "gateway/subscriptions/decisions.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::subscriptions {
namespace {

const schemas::Moment now = *schemas::Moment::parse("2026-11-27T12:00:00Z");
const Begun begun{"j1", now};

Standing standing() {
  Standing made;
  made.wish = tests::two_tenants().subscriptions[0];
  made.row = *make(made.wish, store::origin::api, schemas::Moment(now.time() - std::chrono::hours(1))).row;
  made.row.confirmed = true;
  made.row.allowed_rate = 60;
  made.row.confirm_attempts = 4;
  return made;
}

TEST(SubscriptionDecisions, a_new_one_must_confirm_at_once) {
  const auto wish = tests::two_tenants().subscriptions[0];
  const auto made = make(wish, store::origin::api, now);
  ASSERT_TRUE(made.row);
  EXPECT_EQ(made.row->id, wish.id);
  EXPECT_EQ(made.row->origin, store::origin::api);
  EXPECT_FALSE(made.row->confirmed);
  EXPECT_EQ(made.row->confirm_due, milliseconds(now));
  EXPECT_FALSE(made.job || made.ends_jobs || made.hurries);
}

TEST(SubscriptionDecisions, only_another_server_must_confirm_anew) {
  struct Case {
    const char* what;
    void (*change)(wishes::Subscription&);
    bool confirmed;
  };
  const Case cases[] = {
      {"other objects", [](wishes::Subscription& wish) { wish.objecttypes = {"PIP"}; }, true},
      {"another address", [](wishes::Subscription& wish) { wish.url = "https://elders"; }, false},
      {"another certificate", [](wishes::Subscription& wish) { wish.certificaat = "ander"; }, false},
      {"another root", [](wishes::Subscription& wish) { wish.vertrouwen = "ander"; }, false},
  };
  for (const auto& each : cases) {
    const auto before = standing();
    auto wish = before.wish;
    each.change(wish);
    const auto changed = change(before, wish, now);
    ASSERT_TRUE(changed.row) << each.what;
    EXPECT_EQ(changed.row->confirmed, each.confirmed) << each.what;
    EXPECT_EQ(changed.row->allowed_rate, each.confirmed ? 60 : 0) << each.what;
    EXPECT_EQ(changed.row->confirm_attempts, 0) << each.what;
    EXPECT_EQ(changed.row->created, before.row.created) << each.what;
    EXPECT_NE(changed.row->definition, before.row.definition) << each.what;
    EXPECT_TRUE(changed.hurries) << each.what;
  }
}

TEST(SubscriptionDecisions, pausing_changes_nothing_else) {
  const auto before = standing();
  for (const bool paused : {true, false}) {
    auto row = *pause(before, paused).row;
    EXPECT_EQ(row.paused, paused);
    row.paused = before.row.paused;
    EXPECT_EQ(row.definition, before.row.definition);
    EXPECT_TRUE(row.confirmed);
  }
}

TEST(SubscriptionDecisions, an_end_empties_the_queue_once) {
  auto ending = standing();
  const auto ended = end(ending, 12, begun);
  EXPECT_TRUE(ended.row->removed);
  EXPECT_TRUE(ended.ends_jobs);
  ASSERT_TRUE(ended.job);
  EXPECT_EQ(ended.job->kind, store::job_kind::removal);
  EXPECT_EQ(ended.job->total, 12);
  EXPECT_EQ(ended.job->started, milliseconds(now));
  ending.row.removed = true;
  const auto again = end(ending, 12, begun);
  EXPECT_FALSE(again.row || again.job || again.ends_jobs);
}

TEST(SubscriptionDecisions, a_job_knows_how_much_it_goes_through) {
  store::Dossier dossier;
  dossier.tenant = "t";
  dossier.id = "d1";
  dossier.last_sequence = 7;
  EXPECT_EQ(present_one(standing(), dossier, begun).total, 1);
  EXPECT_EQ(present_all(standing(), 30, begun).total, 30);
  EXPECT_EQ(present_all(standing(), 30, begun).dossier, "");
  const auto repeated = repeat_one(standing(), dossier, begun);
  EXPECT_EQ(repeated.total, 7);
  EXPECT_EQ(repeated.last_number, 7);
  EXPECT_EQ(repeated.dossier, "d1");
}

TEST(SubscriptionDecisions, a_stretch_spans_the_events_of_all_its_gemeenten) {
  const auto hour = std::chrono::hours(1);
  Stretch stretch{first_uuid7(schemas::Moment(now.time() - hour)), first_uuid7(now)};
  stretch.spans = {{}, {100, 180, 40}, {}, {60, 150, 5}};
  const auto job = repeat_stretch(standing(), stretch, begun);
  EXPECT_EQ(job.cursor_number, 59) << "begins before the first";
  EXPECT_EQ(job.last_number, 180);
  EXPECT_EQ(job.total, 45);
  EXPECT_LT(job.from_id, job.until_id);
  EXPECT_EQ(repeat_stretch(standing(), {stretch.from, stretch.until}, begun).total, 0);
}

TEST(SubscriptionDecisions, nothing_was_made_before_1970) {
  const Stretch stretch{first_uuid7(*schemas::Moment::parse("1960-01-01T00:00:00Z")), first_uuid7(now)};
  const auto job = repeat_stretch(standing(), stretch, begun);
  EXPECT_LT(job.from_id, job.until_id);
}

}  // namespace
}  // namespace inburgering::gateway::subscriptions
