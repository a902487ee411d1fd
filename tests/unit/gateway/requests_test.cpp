#include "gateway/subscriptions/requests.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::subscriptions {
namespace {

namespace origin = store::origin;

class SubscriptionRequests : public testing::Test, protected tests::StoredHouse {
 protected:
  SubscriptionRequests() : StoredHouse("requests") {}

  const Place place{*sql, sealing, config};

  static boost::json::object json() {
    return boost::json::
        parse(R"({"id":"kvs","afnemer":"00000099000000005000","gemeenten":["0518"],"url":"https://kvs.example/"})")
            .as_object();
  }
  std::shared_ptr<const Standing> subscribed(std::string_view from = origin::api) {
    EXPECT_TRUE(ask_to_make(place, *read_wish(config, json(), origin::api), from));
    return find(*sql, "kvs");
  }
  /// Why it is not done.
  template <class T>
  static std::optional<Refusal> refusal(const Outcome<T>& outcome) {
    return outcome ? std::nullopt : std::optional(outcome.error());
  }
};

std::vector<std::string> pointers(const schemas::Faults& faults) {
  std::vector<std::string> list;
  for (const auto& fault : faults) list.push_back(fault.pointer);
  return list;
}
using List = std::vector<std::string>;

TEST_F(SubscriptionRequests, a_wish_is_told_all_that_is_wrong_with_it_at_once) {
  auto wish = json();
  wish["objecttypes"] = boost::json::array{"Toverboek"};
  wish["gemeenten"] = boost::json::array{"0344"};
  wish["bevestiging"] = "geen";
  EXPECT_EQ(pointers(read_wish(config, wish, origin::api).error()),
            (List{"/objecttypes/0", "/gemeenten/0", "/bevestiging"}));
  EXPECT_EQ(pointers(read_wish(config, wish, origin::operation).error()),
            (List{"/objecttypes/0", "/gemeenten/0"}));
}
TEST_F(SubscriptionRequests, only_the_operator_leaves_out_the_confirmation) {
  auto wish = json();
  wish["bevestiging"] = "geen";
  EXPECT_FALSE(read_wish(config, wish, origin::api));
  EXPECT_TRUE(read_wish(config, wish, origin::operation));
}
TEST_F(SubscriptionRequests, an_id_is_given_once) {
  subscribed();
  EXPECT_EQ(refusal(ask_to_make(place, *read_wish(config, json(), origin::api), origin::operation)),
            Refusal::taken);
}
TEST_F(SubscriptionRequests, one_of_the_configuration_is_changed_and_removed_there) {
  const auto standing = subscribed(origin::config);
  EXPECT_EQ(refusal(ask_to_change(place, *standing, standing->wish)), Refusal::unchangeable);
  EXPECT_EQ(refusal(ask_to_remove(place, *standing)), Refusal::configured);
  EXPECT_EQ(find(*sql, "kvs")->state(), standing->state());
}
TEST_F(SubscriptionRequests, one_that_is_being_removed_is_not_changed) {
  EXPECT_EQ(ask_to_remove(place, *subscribed()), 0);
  const auto standing = find(*sql, "kvs");
  EXPECT_EQ(refusal(ask_to_change(place, *standing, standing->wish)), Refusal::unchangeable);
}
TEST_F(SubscriptionRequests, a_period_begins_before_it_ends) {
  const auto standing = subscribed();
  const auto now = clock.now();
  const auto before = schemas::Moment(now.time() - std::chrono::hours(1));
  EXPECT_EQ(ask_to_repeat(place, *standing, {.from = before}), 0);
  EXPECT_EQ(ask_to_repeat(place, *standing, {.from = before, .until = now}), 0);
  EXPECT_EQ(refusal(ask_to_repeat(place, *standing, {})), Refusal::no_period);
  EXPECT_EQ(refusal(ask_to_repeat(place, *standing, {.until = now})), Refusal::no_period);
  EXPECT_EQ(refusal(ask_to_repeat(place, *standing, {.from = now})), Refusal::no_period);
  EXPECT_EQ(refusal(ask_to_repeat(place, *standing, {.from = now, .until = before})), Refusal::no_period);
}
TEST_F(SubscriptionRequests, what_is_not_there_is_not_repeated_retried_or_skipped) {
  const auto standing = subscribed();
  EXPECT_EQ(refusal(ask_to_repeat(place, *standing, {.event = "geen"})), Refusal::unknown_event);
  EXPECT_EQ(refusal(ask_to_repeat(place, *standing, {.dossier = "geen"})), Refusal::unknown_dossier);
  EXPECT_EQ(refusal(ask_to_load(place, *standing, {.dossier = "geen"})), Refusal::unknown_dossier);
  EXPECT_EQ(refusal(ask_to_retry(place, *standing, {.event = "geen"})), Refusal::not_dead);
  EXPECT_EQ(ask_to_retry(place, *standing, {}), 0);
  EXPECT_EQ(refusal(ask_to_skip(place, *standing, {.dossier = "geen"})), Refusal::not_blocked);
}
TEST_F(SubscriptionRequests, the_present_state_is_queued_once_at_a_time) {
  const auto standing = subscribed();
  EXPECT_TRUE(ask_to_load(place, *standing, {}));
  EXPECT_EQ(refusal(ask_to_load(place, *standing, {})), Refusal::loading);
}
TEST_F(SubscriptionRequests, moments_are_read_and_each_that_is_none_is_told) {
  const auto given =
      read_particulars({{"dossier", "d"}, {"van", "2026-11-25T00:00:00Z"}, {"gebeurtenis", 1}});
  ASSERT_TRUE(given);
  EXPECT_EQ(given->dossier, "d");
  EXPECT_EQ(given->event, "");  // no text: names nothing
  EXPECT_EQ(given->from->text(), schemas::Moment::parse("2026-11-25T00:00:00Z")->text());
  EXPECT_FALSE(given->until);
  EXPECT_EQ(pointers(read_particulars({{"van", "gisteren"}, {"tot", 1}, {"sinds", ""}}).error()),
            (List{"/van", "/tot", "/sinds"}));
}
TEST_F(SubscriptionRequests, both_apis_have_the_same_verbs) {
  const auto standing = subscribed();
  ASSERT_TRUE(find_verb("pauzeren")->act(place, *standing, {}));
  EXPECT_EQ(find(*sql, "kvs")->state(), "gepauzeerd");
  const auto told = find_verb("onbestelbaar/opnieuw")->act(place, *standing, {});
  ASSERT_TRUE(told);
  EXPECT_TRUE(told->goes_on);
  EXPECT_EQ(told->body, (boost::json::object{{"opnieuw", 0}}));
  EXPECT_EQ(find_verb("test"), nullptr);
}

}  // namespace
}  // namespace inburgering::gateway::subscriptions
