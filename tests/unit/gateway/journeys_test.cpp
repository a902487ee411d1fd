#include "gateway/log/journeys.h"

#include <gtest/gtest.h>

#include "gateway/log/keys.h"
#include "gateway/log/view.h"
#include "gateway/store/deliveries.h"
#include "gateway/store/questions.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::log {
namespace {

const std::string den_haag = "00000099000000000518";
const std::string utrecht = "00000099000000000344";
const std::string duo = "00000099000000002000";
const std::string kvs = "00000099000000005000";
const std::string warehouse = "00000099000000006000";

/// With the keys of no entries yet, of some, and of all.
class Journeys : public testing::TestWithParam<int> {
 protected:
  tests::StoredHouse house{"reizen"};
  store::Session& sql = *house.sql;

  /// How many events a journey became, and of what its deliveries came.
  Entry begin(const std::string& id, const std::string& tenant, const std::string& kind,
              std::string_view result = outcome::verwerkt) {
    Entry entry;
    entry.message_id = id;
    entry.tenant = tenant;
    entry.moment = house.clock.time;
    entry.direction = direction::in;
    entry.feed = feed::duo;
    entry.kind = kind;
    entry.party = duo;
    entry.reference = "ref-" + id;
    entry.dossier = "d-" + id;
    entry.outcome = result;
    entry.events = result == outcome::verwerkt ? 1 : 0;
    if (result != outcome::verwerkt) entry.faults = {{"/bsn", "elfproef", "dit is geen bsn"}};
    append(sql, entry);
    return entry;
  }
  Entry follow(const Entry& root, std::string_view feed_, const std::string& kind, const std::string& party,
               std::string_view result, const std::string& subscription = {}) {
    Entry entry = new_entry({house.clock, house.random}, direction::uit, feed_, kind);
    entry.cause_id = root.message_id;
    entry.tenant = root.tenant;
    entry.dossier = root.dossier;
    entry.party = party;
    entry.reference = feed_ == feed::afnemer ? "e-" + root.message_id : "";
    entry.outcome = result;
    if (!subscription.empty()) entry.faults = {{"abonnement " + subscription, "levering", "HTTP 500"}};
    append(sql, entry);
    return entry;
  }
  Entry deliver(const Entry& root, const std::string& party, std::string_view result,
                const std::string& subscription = {}) {
    return follow(root, feed::afnemer, "nl.inburgering.pip.vastgelegd", party, result, subscription);
  }
  void subscribe(const std::string& id, const std::string& afnemer) {
    store::put_subscription(sql, {.id = id, .afnemer = afnemer, .origin = "api", .definition = "{}"});
  }
  /// An event of the journey that waits in a queue.
  void queue(const Entry& root, const std::string& subscription) {
    store::StoredEvent event{
        root.tenant,     root.dossier, 1, "e-" + root.message_id, "nl.inburgering.pip.vastgelegd",
        root.message_id, "x"};
    store::add_event(sql, event);
    store::add_delivery(sql, {subscription, true, true}, event, store::mark::none, 1);
  }
  void write_some_keys() {
    if (GetParam() == 0) return;
    write_keys(sql, GetParam());
    write_journey_keys(sql, GetParam());
  }
  JourneyPage page(const JourneyWish& wish) {
    return journeys(sql, wish, house.clock, std::chrono::seconds(10));
  }
  std::vector<std::string> found(const JourneyWish& wish) {
    std::vector<std::string> ids;
    for (const auto& each : page(wish).journeys) ids.push_back(each.root.message_id);
    return ids;
  }
  Outlook outlook(const std::string& id) { return page({.filter = {.id = id}}).journeys.at(0).outlook; }
};

INSTANTIATE_TEST_SUITE_P(Keys, Journeys, testing::Values(0, 5, 1000));

using Ids = std::vector<std::string>;

TEST_P(Journeys, are_one_line_each_with_what_they_became_and_whom_they_reached) {
  const auto first = begin("m1", den_haag, "notificatie SS101");
  begin("m2", utrecht, "notificatie SS102");
  follow(first, feed::duo, "GET pip", duo, outcome::verwerkt);
  deliver(first, kvs, outcome::afgeleverd);
  deliver(first, warehouse, outcome::afgeleverd);
  write_some_keys();
  const auto all = page({});
  ASSERT_EQ(all.journeys.size(), 2U);
  EXPECT_EQ(all.next, 0);
  const auto& line = all.journeys.back();
  EXPECT_EQ(line.root.message_id, "m1");
  EXPECT_EQ(line.steps.size(), 4U);
  EXPECT_EQ(line.outlook.events, 1);
  EXPECT_EQ(line.outlook.receivers, 2);
  EXPECT_EQ(line.outlook.reached, 2);
  EXPECT_EQ(line.outlook.stand, stand::klaar);
  const auto told = to_json(line);
  EXPECT_EQ(told.at("uitwisselingen").as_int64(), 4);
  EXPECT_EQ(told.at("stand").as_string(), "klaar");
}

TEST_P(Journeys, are_found_by_what_began_them_and_by_whoever_took_part) {
  const auto first = begin("m1", den_haag, "notificatie SS101");
  const auto second = begin("m2", utrecht, "notificatie SS102");
  deliver(first, kvs, outcome::afgeleverd);
  deliver(second, warehouse, outcome::afgeleverd);
  begin("m3", den_haag, "notificatie SS102");
  write_some_keys();
  while (write_journey_keys(sql, 100) > 0) {
  }
  EXPECT_EQ(found({.filter = {.kind = "notificatie SS102"}}), (Ids{"m3", "m2"}));
  EXPECT_EQ(found({.filter = {.tenants = {{den_haag}}}}), (Ids{"m3", "m1"}));
  EXPECT_EQ(found({.filter = {.tenants = {std::vector<std::string>{}}}}), Ids{}) << "may see none";
  EXPECT_EQ(found({.filter = {.party = kvs}}), Ids{"m1"}) << "it was delivered there";
  EXPECT_EQ(found({.filter = {.party = duo, .count = 2}}), (Ids{"m3", "m2"}));
  EXPECT_EQ(found({.filter = {.dossier = "d-m2"}}), Ids{"m2"});
  EXPECT_EQ(found({.filter = {}, .trace = first.trace_id}), Ids{"m1"});
  for (const auto& id :
       {std::string("m1"), std::string("e-m1"), std::string("ref-m1"), std::string("d-m1"), first.trace_id})
    EXPECT_EQ(found({.filter = {.id = id}}), Ids{"m1"}) << id;
  EXPECT_EQ(found({.filter = {.tenants = {{utrecht}}, .id = "e-m1"}}), Ids{}) << "of another gemeente";
  EXPECT_EQ(found({.filter = {.id = "niets"}}), Ids{});
}

TEST_P(Journeys, that_wait_are_under_way_and_those_that_fail_say_what_to_do) {
  subscribe("kvs", kvs);
  subscribe("dwh", warehouse);
  const auto waits = begin("m1", den_haag, "notificatie SS101");
  queue(waits, "kvs");
  const auto falters = begin("m2", den_haag, "notificatie SS101");
  queue(falters, "dwh");
  deliver(falters, warehouse, outcome::mislukt, "dwh");
  store::postpone(sql, *store::find_lane(sql, "dwh", "d-m2"), 1000, 3, 1);
  const auto dead = begin("m3", den_haag, "notificatie SS101");
  queue(dead, "kvs");
  deliver(dead, kvs, outcome::mislukt, "kvs");
  const auto lane = *store::find_lane(sql, "kvs", "d-m3");
  store::bury(sql, lane, store::heads_of(sql, lane, 1).at(0), store::reason::refused, 410, true, 2);
  begin("m4", den_haag, "onbekend", outcome::geweigerd);
  begin("m5", den_haag, "notificatie SS102");
  store::add_question(
      sql, {.id = "q", .tenant = den_haag, .dossier = "d-m5", .resource = "pip", .cause_id = "m5"});
  write_some_keys();
  while (write_journey_keys(sql, 100) > 0) {
  }
  EXPECT_EQ(outlook("m1").stand, stand::onderweg);
  EXPECT_EQ(outlook("m1").receivers, 1);
  EXPECT_EQ(outlook("m1").reached, 0);
  EXPECT_EQ(outlook("m2").stand, stand::hapert);
  EXPECT_EQ(outlook("m2").page, "abonnementen/dwh");
  EXPECT_EQ(outlook("m3").stand, stand::mislukt);
  EXPECT_TRUE(outlook("m3").todo.contains("opnieuw aan")) << outlook("m3").todo;
  EXPECT_EQ(outlook("m4").stand, stand::geweigerd);
  EXPECT_EQ(outlook("m4").what, "dit is geen bsn");
  EXPECT_TRUE(outlook("m4").todo.contains("afzender"));
  EXPECT_EQ(outlook("m5").stand, stand::onderweg) << "a question is not answered yet";
  for (const auto& [word, ids] :
       {std::pair{stand::hapert, Ids{"m2"}}, std::pair{stand::mislukt, Ids{"m3"}},
        std::pair{stand::geweigerd, Ids{"m4"}}, std::pair{stand::onderweg, Ids{"m5", "m1"}}})
    EXPECT_EQ(found({.filter = {}, .stand = std::string(word)}), ids) << word;
  EXPECT_EQ(found({.filter = {.tenants = {{den_haag}}, .trouble = true}}), (Ids{"m4", "m3", "m2"}));
  EXPECT_EQ(found({.filter = {.tenants = {{utrecht}}, .trouble = true}}), Ids{});
}

TEST_P(Journeys, what_failed_first_and_went_well_later_is_well) {
  const auto root = begin("m1", den_haag, "notificatie SS101");
  follow(root, feed::duo, "GET pip", duo, outcome::fout_bij_duo);
  deliver(root, kvs, outcome::mislukt, "kvs");
  write_some_keys();
  EXPECT_EQ(outlook("m1").stand, stand::mislukt) << "nothing waits any more";
  EXPECT_EQ(outlook("m1").reached, 0);
  follow(root, feed::duo, "GET pip", duo, outcome::verwerkt);
  deliver(root, kvs, outcome::afgeleverd);
  EXPECT_EQ(outlook("m1").stand, stand::klaar);
  EXPECT_EQ(outlook("m1").reached, 1);
}

TEST_P(Journeys, go_on_page_by_page_however_long_one_of_them_is) {
  sql.run({"test", "BEGIN"});
  for (int i = 0; i < 9; ++i) {
    const auto root = begin("m" + std::to_string(i), den_haag, "notificatie SS101");
    const auto tries = i == 4 ? 2500 : 3;
    for (int each = 0; each < tries; ++each) deliver(root, kvs, outcome::mislukt, "kvs");
    deliver(root, kvs, outcome::afgeleverd);
  }
  sql.commit();
  write_some_keys();
  JourneyWish wish{.filter = {.tenants = {{den_haag}}, .count = 4}};
  Ids all;
  int pages = 0;
  for (bool more = true; more; ++pages) {
    const auto found = page(wish);
    for (const auto& each : found.journeys) {
      all.push_back(each.root.message_id);
      EXPECT_EQ(each.outlook.stand, stand::klaar) << each.root.message_id;
      EXPECT_EQ(each.shortened, each.root.message_id == "m4");
    }
    more = found.next > 0;
    wish.filter.before = found.next;
  }
  EXPECT_EQ(all, (Ids{"m8", "m7", "m6", "m5", "m4", "m3", "m2", "m1", "m0"}));
  EXPECT_EQ(pages, 3);
}

TEST_P(Journeys, a_journey_that_is_removed_leaves_no_key) {
  const auto root = begin("m1", den_haag, "notificatie SS101");
  const auto step = deliver(root, kvs, outcome::mislukt, "kvs");
  write_keys(sql, 1000);
  write_journey_keys(sql, 1000);
  const auto first = find(sql, "m1")->seq;
  const auto second = find(sql, step.message_id)->seq;
  const auto forget = [&](std::int64_t seq) {
    forget_keys(sql, seq);
    sql.run({"test", "DELETE FROM log WHERE seq = :seq"}, seq);
  };
  if (GetParam() == 0) {
    forget(first);
    forget(second);
  } else {
    forget(second);
    forget(first);
  }
  EXPECT_EQ(sql.one<int>({"test", "SELECT COUNT(*) FROM log_key"}), 0);
}

/// How the engine goes about a query, a line a step.
std::vector<std::string> plan_of(store::Session& sql, const std::string& query, int values) {
  store::Execution rows(sql, {"test", (tests::on_postgres() ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + query});
  const std::string text = "x";
  for (int i = 0; i < values; ++i) rows.bind(std::string_view(text));
  for (int i = 0; i < 3; ++i) rows.bind(std::int64_t{1});
  std::vector<std::string> plan;
  while (rows.next()) plan.push_back(rows.text(tests::on_postgres() ? 0 : 3));
  return plan;
}

TEST(JourneysPlan, each_key_is_one_seek_in_the_order_of_the_page) {
  tests::StoredHouse house{"reizenplan"};
  if (tests::on_postgres()) house.sql->run({"test", "SET enable_seqscan = off"});
  Condition condition;
  condition.add("cause_id = message_id");
  condition.equals("tenant", "x");
  for (const auto key : {Key::journey, Key::journey_kind, Key::journey_party, Key::journey_trouble,
                         Key::trace, Key::dossier, Key::cause}) {
    std::string all;
    for (const auto& step : plan_of(*house.sql, query_by_key({key, {"x"}}, condition, true), 2))
      all += step + "\n";
    EXPECT_FALSE(all.contains("SCAN log") || all.contains("Seq Scan")) << all;
    EXPECT_FALSE(all.contains("TEMP B-TREE") || all.contains("Sort")) << "a page is in order by itself\n"
                                                                      << all;
    EXPECT_TRUE(all.contains(
        tests::on_postgres() ? "Index"
                             : "SEARCH log_key USING PRIMARY KEY (name=? AND value=? AND seq>? AND seq<?)"))
        << all;
  }
}

}  // namespace
}  // namespace inburgering::gateway::log
