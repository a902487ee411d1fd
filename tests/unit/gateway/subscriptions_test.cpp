#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>

#include "adapters/transport/network.h"
#include "gateway/base/circuit.h"
#include "gateway/base/milliseconds.h"
#include "gateway/delivery/message.h"
#include "gateway/exchange/dossier_update.h"
#include "gateway/subscriptions/changes.h"
#include "gateway/subscriptions/feed.h"
#include "mapping/duo/answer.h"
#include "schemas/xml/grammar.h"
#include "tests/unit/gateway/told.h"

namespace inburgering::gateway::subscriptions {
namespace {

using mapping::Subject;

class Subscriptions : public testing::Test, protected tests::StoredHouse {
 protected:
  const Subject person{*schemas::Bsn::parse("999990639"), {}};
  const Subject other{*schemas::Bsn::parse("999996617"), {}};
  const std::string kvs = "kvs";

  Subscriptions() : StoredHouse("subscriptions") { config.subscriptions.clear(); }

  /// A subscription of KVS 0518, changed by `with`.
  std::shared_ptr<const Standing> subscribe(const std::function<void(wishes::Subscription&)>& with = {}) {
    wishes::Subscription wish{
        kvs, *schemas::Oin::parse("00000099000000005000"), {"0518"}, {}, "https://kvs.example/"};
    if (with) with(wish);
    EXPECT_EQ(check(wish), schemas::Faults());
    EXPECT_TRUE(create(*sql, config, wish, store::origin::api, sealing.surroundings));
    return find(*sql, kvs);
  }
  /// Tells a term of `days` days, so that each is a change.
  exchange::Updated tell(int year, const Subject& who = {*schemas::Bsn::parse("999990639"), {}},
                         std::size_t tenant = 0) {
    const auto json = R"({"startdatum":"2026-11-02","einddatum":")" + std::to_string(year) + R"(-11-02"})";
    clock.time = schemas::Moment(clock.time.time() + std::chrono::seconds(1));
    return tests::take_up_at_once(*sql, sealing, config, config.tenants[tenant],
                                  *mapping::duo::translate_answer("inburgeringstermijn", json, who, ""),
                                  {"message", "", clock.now()});
  }
  /// "<position> <sequence>[ after <previous>][ mark]" of all that waits.
  std::vector<std::string> queue() {
    std::vector<std::string> list;
    for (const auto& each : store::deliveries_after(*sql, kvs, 0, 1000))
      list.push_back(std::to_string(each.position) + " " + std::to_string(each.event.sequence) +
                     (each.previous > 0 ? " after " + std::to_string(each.previous) : "") +
                     (each.mark.empty() ? "" : " " + each.mark));
    return list;
  }
  void feed_all() {
    for (int parts = 0; parts < 1000; ++parts) {
      auto jobs = store::open_jobs(*sql);
      if (jobs.empty()) return;
      feed_some(*sql, sealing, config, jobs.front());
    }
    FAIL() << "the jobs never end";
  }
  Milliseconds now() const { return milliseconds(clock.now()); }
};

using List = std::vector<std::string>;

TEST_F(Subscriptions, a_queue_is_numbered_and_each_event_names_the_one_before_it) {
  subscribe([](wishes::Subscription& wish) { wish.objecttypes = {"Inburgeringstermijn"}; });
  tell(2029);
  tell(2030);
  tell(2031);
  // Sequence 2 is Startinburgering, which this subscription does not want: not a gap for it.
  EXPECT_EQ(queue(), (List{"1 1", "2 3 after 1", "3 4 after 3"}));
  EXPECT_EQ(store::queue_counts(*sql, kvs).waiting, 3);
}
TEST_F(Subscriptions, arrival_and_refusal_keep_the_counts) {
  const auto standing = subscribe();
  tell(2029);
  tell(2030);
  const auto lane = store::due_lanes(*sql, kvs, now(), 10).at(0);
  const auto heads = store::heads_of(*sql, lane, 10);
  ASSERT_EQ(heads.size(), 3U);
  store::arrived(*sql, lane, {heads[0]}, true, now());
  store::arrived(*sql, lane, {heads[0]}, true, now());  // told twice: counted once
  store::bury(*sql, lane, heads[1], store::reason::refused, 422, true, now());
  auto counts = store::queue_counts(*sql, kvs);
  EXPECT_EQ(std::pair(counts.waiting, counts.dead), std::pair(std::int64_t{1}, std::int64_t{1}));
  EXPECT_EQ(retry_dead(*sql, *standing, std::nullopt, 0, clock.now()), 1);
  EXPECT_EQ(queue(), (List{"3 3 after 2", "4 2 herhaling"}));
  counts = store::queue_counts(*sql, kvs);
  EXPECT_EQ(std::pair(counts.waiting, counts.dead), std::pair(std::int64_t{2}, std::int64_t{0}));
}
TEST_F(Subscriptions, a_person_whose_event_fails_can_be_helped_by_skipping_it) {
  const auto standing = subscribe();
  const auto dossier = tell(2029).dossier;
  EXPECT_FALSE(skip(*sql, *standing, dossier.id, clock.now()));  // nothing failed yet
  const auto lane = store::due_lanes(*sql, kvs, now(), 10).at(0);
  store::postpone(*sql, lane, now() + 60000, 1, now());
  EXPECT_EQ(store::failing_lanes(*sql, kvs, 10).size(), 1U);
  EXPECT_TRUE(skip(*sql, *standing, dossier.id, clock.now()));
  EXPECT_EQ(queue(), (List{"2 2 after 1"}));
  EXPECT_EQ(store::due_lanes(*sql, kvs, now(), 10).size(), 1U);
  EXPECT_EQ(store::dead_letters(*sql, kvs, 0, 10).at(0).reason, "overgeslagen");
}
TEST_F(Subscriptions, after_a_clock_that_was_ahead_nobody_waits_for_it) {
  constexpr Milliseconds hour = 3'600'000;
  subscribe();
  tell(2029);
  const auto lane = store::due_lanes(*sql, kvs, now(), 10).at(0);
  const auto too_long = [&] { return store::waits_too_long(*sql, kvs, now(), now() + hour); };
  EXPECT_FALSE(too_long());
  store::postpone(*sql, lane, now() + hour / 2, 1, now());
  EXPECT_FALSE(too_long()) << "a pause after a failure";
  store::bring_forward(*sql, kvs, now(), now() + hour);
  EXPECT_TRUE(store::due_lanes(*sql, kvs, now(), 10).empty());
  for (const auto& [due, attempts] : {std::pair(2 * hour, 1), std::pair(hour / 2, 0)}) {
    store::postpone(*sql, lane, now() + due, attempts, 0);
    EXPECT_TRUE(too_long()) << due;
    store::bring_forward(*sql, kvs, now(), now() + hour);
    EXPECT_EQ(store::due_lanes(*sql, kvs, now(), 10).at(0).attempts, attempts);
  }
}
TEST_F(Subscriptions, without_order_each_event_goes_by_itself) {
  subscribe([](wishes::Subscription& wish) { wish.volgorde = "geen"; });
  tell(2029);
  tell(2030);
  EXPECT_EQ(store::due_lanes(*sql, kvs, now(), 10).size(), 3U);
}
TEST_F(Subscriptions, filters_look_at_what_changed_and_how) {
  subscribe([](wishes::Subscription& wish) {
    wish.handelingen = {"gewijzigd"};
    wish.voorwaarde = "object.datumEinde > '2030-01-01'";
  });
  tell(2029);
  tell(2030);
  EXPECT_EQ(queue(), (List{"1 3"}));
}
TEST_F(Subscriptions, an_own_list_names_persons_by_keyed_hash) {
  subscribe([](wishes::Subscription& wish) { wish.personen = "lijst"; });
  tell(2029);
  EXPECT_EQ(queue(), List());
  store::add_person(*sql, kvs, store::number_hashes(keys, kvs, person).front());
  tell(2030);
  tell(2030, other);
  EXPECT_EQ(queue(), (List{"1 3"}));
}
TEST_F(Subscriptions, an_afnemer_gets_nothing_of_a_gemeente_that_it_lost) {
  subscribe();
  config.parties[0].gemeenten = {"0344"};
  tell(2029);
  EXPECT_EQ(queue(), List());
}
TEST_F(Subscriptions, the_present_state_comes_first_and_the_stream_goes_on_without_gap_or_double) {
  tell(2029);
  tell(2029, other);
  subscribe([](wishes::Subscription& wish) { wish.beginstand = true; });
  // Before their turn has come what happens to them is not queued: it will be in the state.
  tell(2030);
  EXPECT_EQ(queue(), List());
  feed_all();
  EXPECT_EQ(queue(), (List{"1 3 beginstand", "2 3 beginstand", "3 2 beginstand", "4 2 beginstand"}));
  tell(2031);
  tell(2032);
  EXPECT_EQ(queue().at(4), "5 4 after 3");
  EXPECT_EQ(queue().at(5), "6 5 after 4");
  const auto job = store::jobs_of(*sql, kvs, 1).at(0);
  EXPECT_EQ(std::tuple(job.open, job.total, job.done, job.queued), std::tuple(false, 2, 2, 4));
  // What told the state is gone once it arrived.
  const auto all = store::deliveries_after(*sql, kvs, 0, 10);
  store::fetched(*sql, kvs, all);
  EXPECT_FALSE(store::find_event(*sql, all[0].event.id));
  EXPECT_TRUE(store::find_event(*sql, all[4].event.id));
}
TEST_F(Subscriptions, a_replay_by_time_or_person_is_marked_and_keeps_the_order) {
  const auto standing = subscribe();
  const auto dossier = tell(2029).dossier;
  const auto between = clock.now();
  tell(2030);
  tell(2029, other);
  store::fetched(*sql, kvs, store::deliveries_after(*sql, kvs, 0, 100));
  start_replay(*sql, config, *standing,
               {.from = between, .until = schemas::Moment(clock.now().time() + std::chrono::hours(1))},
               sealing.surroundings);
  feed_all();
  // The clock stood at `between` when the first two were made: UUIDv7 counts milliseconds, so they belong.
  EXPECT_EQ(queue(),
            (List{"6 1 herhaling", "7 2 herhaling", "8 3 herhaling", "9 1 herhaling", "10 2 herhaling"}));
  store::fetched(*sql, kvs, store::deliveries_after(*sql, kvs, 0, 100));
  EXPECT_EQ(start_replay(*sql, config, *standing,
                         {.dossier = *store::find_dossier(*sql, sealing, dossier.tenant, dossier.id)},
                         sealing.surroundings),
            3);
  feed_all();
  EXPECT_EQ(queue(), (List{"11 1 herhaling", "12 2 herhaling", "13 3 herhaling"}));
}
TEST_F(Subscriptions, a_replay_counts_the_events_of_its_own_gemeenten_alone) {
  const auto standing = subscribe();
  const auto start = clock.now();
  tell(2029);
  for (int year = 2029; year < 2035; ++year) tell(year, other, 1);
  tell(2030);
  EXPECT_EQ(
      start_replay(*sql, config, *standing,
                   {.from = start, .until = schemas::Moment(clock.now().time() + std::chrono::hours(1))},
                   sealing.surroundings),
      3);
  feed_all();
  EXPECT_EQ(store::jobs_of(*sql, kvs, 1).front().done, 3);
  EXPECT_EQ(store::jobs_of(*sql, kvs, 1).front().queued, 3);
  config.tenants.pop_back();
  config.parties.erase(config.parties.begin());
  EXPECT_EQ(
      start_replay(*sql, config, *standing,
                   {.from = start, .until = schemas::Moment(clock.now().time() + std::chrono::hours(1))},
                   sealing.surroundings),
      0)
      << "an afnemer that is no party any more may know nothing";
}
TEST_F(Subscriptions, no_text_of_a_subscription_may_hold_a_bsn) {
  wishes::Subscription wish{
      kvs, *schemas::Oin::parse("00000099000000005000"), {"0518"}, {}, "https://kvs.example/"};
  const auto place = [&](const auto& change) {
    auto changed = wish;
    change(changed);
    const auto faults = check(changed);
    return faults.empty() ? std::string() : faults.back().pointer + " " + faults.back().rule;
  };
  EXPECT_EQ(place([](auto& each) { each.id = "bsn-999996617"; }), "/id bsn");
  EXPECT_EQ(place([](auto& each) { each.url = "https://kvs.example/9999.96.617"; }), "/url bsn");
  EXPECT_EQ(place([](auto& each) { each.url = "https://kvs.example/%39%39%39996617"; }), "/url bsn");
  EXPECT_EQ(place([](auto& each) { each.voorwaarde = "bsn = \"999996617\""; }), "/voorwaarde bsn");
  EXPECT_EQ(place([](auto& each) { each.certificaat = "999996617"; }), "/certificaat bsn");
  EXPECT_EQ(place([](auto& each) { each.vertrouwen = "999996617"; }), "/vertrouwen bsn");
  EXPECT_EQ(place([](auto& each) { each.gemeenten = {"0518", "999996617"}; }), "/gemeenten/1 bsn");
  EXPECT_EQ(place([](auto& each) { each.url = "https://kvs.example/999996618"; }), "");
}
TEST_F(Subscriptions, metrics_name_it_by_what_the_operator_chose) {
  auto standing = *subscribe();
  EXPECT_EQ(standing.metric_name(), "00000099000000005000:" + store::sha256(kvs).substr(0, 8));
  standing.row.origin = store::origin::config;
  EXPECT_EQ(standing.metric_name(), kvs);
}
TEST_F(Subscriptions, a_removed_one_empties_its_queue_and_goes) {
  const auto standing = subscribe();
  tell(2029);
  tell(2030);
  EXPECT_EQ(remove(*sql, *standing, sealing.surroundings), 3);
  tell(2031);
  EXPECT_EQ(queue().size(), 3U);
  feed_all();
  EXPECT_FALSE(find(*sql, kvs));
  for (const auto* table : {"delivery", "lane", "subscription_queue", "subscription_job"}) {
    EXPECT_EQ(sql->one<int>({"test", std::string("SELECT COUNT(*) FROM ") + table}), 0) << table;
  }
}
TEST_F(Subscriptions, another_address_applies_to_what_waits_and_must_confirm_anew) {
  auto standing = subscribe();
  auto row = standing->row;
  row.confirmed = true;
  store::put_subscription(*sql, row);
  tell(2029);
  auto wish = standing->wish;
  wish.url = "https://elders.example/";
  change(*sql, *find(*sql, kvs), wish, clock.now());
  standing = find(*sql, kvs);
  EXPECT_EQ(standing->state(), "te-bevestigen");
  EXPECT_EQ(queue().size(), 2U);
}
TEST_F(Subscriptions, the_configuration_makes_changes_and_ends_its_own) {
  config = tests::two_tenants();
  EXPECT_TRUE(take_up(*sql, config, sealing.surroundings).empty());
  EXPECT_EQ(present(*sql).size(), 3U);
  config.subscriptions.pop_back();
  config.subscriptions[0].url = "https://nieuw.example";
  EXPECT_EQ(take_up(*sql, config, sealing.surroundings).at(0).id, "termijnen-0518");
  EXPECT_EQ(find(*sql, "kvs-0518")->wish.url, "https://nieuw.example");
  subscribe();
  config.subscriptions.push_back(find(*sql, kvs)->wish);
  EXPECT_THROW(take_up(*sql, config, sealing.surroundings), std::runtime_error);
}
TEST_F(Subscriptions, an_afnemer_cannot_point_at_duo_or_at_certificates_that_do_not_exist) {
  config.duo.url = "https://duo.example:8443/v1";
  wishes::Subscription wish{
      kvs, *schemas::Oin::parse("00000099000000005000"), {"0518", "0344"}, {}, "https://DUO.example:8443/x"};
  wish.certificaat = "ander";
  List pointers;
  for (const auto& fault : check_against(config, wish)) pointers.push_back(fault.pointer);
  EXPECT_EQ(pointers, (List{"/gemeenten/1", "/certificaat", "/url"}));
}
TEST_F(Subscriptions, a_delivery_costs_the_store_no_more_however_much_waits) {
  const auto standing = subscribe();
  std::string last;  // of the persons who wait: everybody else's events come before theirs
  std::int64_t sequence = 0;
  const auto let_wait = [&](int events, std::string who) {
    last = std::move(who);
    store::transact(*sql, [&] {
      for (int i = -events; i < 10; ++i) {
        const store::StoredEvent event{.tenant = config.tenants[0].oin.digits(),
                                       .dossier = i < 0 ? "d" + std::to_string(-i % 50) : last,
                                       .sequence = ++sequence,
                                       .id = uuid7(sealing.surroundings),
                                       .type = "t",
                                       .message_id = "m",
                                       .sealed = "s"};
        store::add_event(*sql, event);
        store::add_delivery(*sql, standing->destination(), event, {}, now());
      }
    });
  };
  const auto lane = [&] { return *store::find_lane(*sql, kvs, last); };
  const std::pair<const char*, std::function<void()>> works[] = {
      {"who is due", [&] { store::due_lanes(*sql, kvs, now(), 10); }},
      {"when the next is due", [&] { store::next_lane_due(*sql, kvs, now()); }},
      {"what comes first of a person", [&] { store::heads_of(*sql, lane(), 2); }},
      {"what is fetched", [&] { store::deliveries_after(*sql, kvs, 0, 10); }},
      {"what is oldest", [&] { store::oldest_event(*sql, kvs); }},
      {"how many wait", [&] { store::queue_counts(*sql, kvs); }},
      {"arrival", [&] { store::arrived(*sql, lane(), store::heads_of(*sql, lane(), 1), true, now()); }},
      {"a failure", [&] { store::postpone(*sql, lane(), now(), 1, now()); }},
  };
  const auto costs = [&] {
    std::vector<std::int64_t> steps;
    for (const auto& [what, work] : works) {
      work();
      const auto began = sql->engine().steps();
      work();
      steps.push_back(sql->engine().steps() - began);
    }
    return steps;
  };
  let_wait(100, "few");
  const auto few = costs();
  let_wait(5000, "many");
  const auto many = costs();
  for (std::size_t i = 0; i < std::size(works); ++i)
    EXPECT_LE(many[i], few[i] + few[i] / 4) << works[i].first << ": " << few[i];
}

TEST_F(Subscriptions, dropping_the_oldest_is_counted) {
  subscribe();
  for (int year = 2030; year < 2040; ++year) tell(year);
  EXPECT_EQ(store::drop_oldest(*sql, kvs, true, 4), 4);
  EXPECT_EQ(store::queue_counts(*sql, kvs).waiting, 7);
  EXPECT_EQ(queue().front(), "5 5 after 4");
}

TEST_F(Subscriptions, each_form_carries_the_same_event) {
  subscribe();
  tell(2029);
  tell(2030);
  const auto deliveries = store::deliveries_after(*sql, kvs, 0, 10);
  std::vector<boost::json::object> events;
  for (const auto& each : deliveries) events.push_back(*delivery::cloud_event_of(sealing, each));
  wishes::Subscription wish;
  EXPECT_EQ(events.at(2).at("previoussequence").as_string(), "2");
  const auto structured = *delivery::compose(wish, events);
  EXPECT_EQ(boost::json::serialize(events.front()), structured.body);
  wish.formaat = "bundel";
  EXPECT_TRUE(delivery::compose(wish, events)->body.starts_with("[{"));
  wish.formaat = "binair";
  const auto binary = *delivery::compose(wish, events);
  EXPECT_EQ(adapters::transport::find_header(binary.headers, "ce-subject"), deliveries[0].event.dossier);
  EXPECT_EQ(binary.body, boost::json::serialize(events.front().at("data")));
  for (const auto& [name, value] : binary.headers)
    EXPECT_EQ(value.find("999990639"), std::string::npos) << name;
}
TEST_F(Subscriptions, canonical_xml_is_valid_by_the_published_schema_of_each_version) {
  subscribe();
  tell(2029);
  for (const auto& version : mapping::versions::all) {
    const auto grammar =
        schemas::xml::Grammar::compile({std::string(PROJECT_DIR) + "/schemas/canonical/versies/" +
                                        std::string(version.model) + "/inburgering.xsd"});
    ASSERT_TRUE(grammar.has_value()) << schemas::to_text(grammar.error());
    for (const auto& each : store::deliveries_after(*sql, kvs, 0, 10)) {
      const auto event = delivery::cloud_event_of(sealing, each, version.number);
      const auto xml = *delivery::to_xml(event->at("data").as_object(), version.number);
      EXPECT_EQ(grammar->parse(xml).faults, schemas::Faults()) << xml;
      EXPECT_TRUE(std::string_view(event->at("dataschema").as_string())
                      .ends_with(":v" + std::to_string(version.number)));
    }
  }
}

TEST(Network, public_is_only_what_the_internet_can_reach) {
  using adapters::transport::is_public;
  for (const char* address : {"8.8.8.8", "145.21.1.1", "2a02:10::1", "::ffff:8.8.8.8", "64:ff9b::808:808"})
    EXPECT_TRUE(is_public(address)) << address;
  for (const char* address : {"127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254",
                              "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
                              "fd00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "x"})
    EXPECT_FALSE(is_public(address)) << address;
}
TEST(Network, is_written_as_cidr) {
  using adapters::transport::Network;
  EXPECT_TRUE(Network::parse("10.20.0.0/16")->contains("10.20.255.1"));
  EXPECT_FALSE(Network::parse("10.20.0.0/16")->contains("10.21.0.1"));
  EXPECT_TRUE(Network::parse("fd00::/8")->contains("fd12::1"));
  EXPECT_TRUE(Network::parse("127.0.0.1")->contains("::ffff:127.0.0.1"));
  for (const char* text : {"", "10.0.0.0/33", "kvs.example", "10.0.0.0/x"})
    EXPECT_FALSE(Network::parse(text)) << text;
}
TEST(Circuit, opens_after_failures_in_a_row_lets_one_probe_through_and_closes_on_success) {
  Circuit circuit(3);
  EXPECT_EQ(circuit.room(16, 2, 0), 14);
  EXPECT_FALSE(circuit.failed(100));
  EXPECT_FALSE(circuit.succeeded());
  EXPECT_FALSE(circuit.failed(100));
  EXPECT_FALSE(circuit.failed(100));
  EXPECT_EQ(circuit.room(16, 0, 0), 16);
  EXPECT_TRUE(circuit.failed(100));
  EXPECT_EQ(circuit.room(16, 0, 99), 0);
  EXPECT_EQ(circuit.room(16, 0, 100), 1);
  EXPECT_EQ(circuit.room(16, 1, 100), 0);
  EXPECT_FALSE(circuit.failed(200));  // told once
  EXPECT_TRUE(circuit.succeeded());
  EXPECT_EQ(circuit.room(16, 0, 0), 16);
  circuit.leave_alone(500);
  EXPECT_EQ(circuit.room(16, 0, 499), 0);
}

}  // namespace
}  // namespace inburgering::gateway::subscriptions
