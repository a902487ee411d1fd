#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>

#include "gateway/log/chain.h"
#include "gateway/log/former_digests.h"
#include "gateway/log/keys.h"
#include "gateway/log/search.h"
#include "gateway/store/deliveries.h"
#include "gateway/store/engine/migrations.h"
#include "gateway/store/engine/sqlite.h"
#include "gateway/store/former_hashes.h"
#include "gateway/store/received.h"
#include "gateway/store/stored_rows.h"
#include "gateway/subscriptions/changes.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::store {
namespace {

/// A store as version 5 left it, with events that wait.
std::filesystem::path store_of_version_5() {
  const auto file = tests::fresh_folder("migration") / "gateway.db";
  Session sql(sqlite(file, Access::write));
  for (const auto step : sqlite_migrations().first(5)) sql.engine().script(step);
  sql.run({"test", "PRAGMA user_version = 5"});
  for (const char* dossier : {"b", "a"})
    for (int sequence = 1; sequence <= 3; ++sequence) {
      const auto number = std::to_string(sequence);
      sql.run({"test",
               "INSERT INTO event (tenant, dossier, sequence, id, type, message_id, sealed) VALUES ('t', '" +
                   std::string(dossier) + "', " + number + ", '" + dossier + number +
                   "', 'type', 'm', 's')"});
      if (sequence > 1)
        sql.run(
            {"test", "INSERT INTO delivery (subscription, dossier, sequence, tenant) VALUES ('kvs-0518', '" +
                         std::string(dossier) + "', " + number + ", 't')"});
    }
  sql.run({"test",
           "INSERT INTO lane (subscription, dossier, tenant, due, attempts) VALUES ('kvs-0518', 'a', 't', 5, "
           "0)"});
  sql.run({"test",
           "INSERT INTO lane (subscription, dossier, tenant, due, attempts) VALUES ('kvs-0518', 'b', 't', 9, "
           "2)"});
  return file;
}

TEST(Migration, what_waited_before_subscriptions_stood_in_the_store_waits_after) {
  const Database database(store_of_version_5());
  const auto sql = database.session();
  EXPECT_EQ(queue_counts(*sql, "kvs-0518").waiting, 4);
  EXPECT_EQ(queue_counts(*sql, "kvs-0518").last_position, 4);
  const auto lanes = due_lanes(*sql, "kvs-0518", 100, 10);
  ASSERT_EQ(lanes.size(), 2U);
  EXPECT_EQ(std::pair(lanes[0].name, lanes[0].attempts), std::pair(std::string("a"), 0));
  EXPECT_EQ(std::pair(lanes[1].name, lanes[1].attempts), std::pair(std::string("b"), 2));
  std::vector<std::string> events;
  for (const auto& each : heads_of(*sql, lanes[1], 10)) events.push_back(each.event.id);
  EXPECT_EQ(events, (std::vector<std::string>{"b2", "b3"}));
  // The next event of a lane names the last that was queued before.
  const StoredEvent next{"t", "a", 4, "a4", "type", "m", "s"};
  add_event(*sql, next);
  add_delivery(*sql, {"kvs-0518"}, next, mark::none, 10);
  EXPECT_EQ(heads_of(*sql, lanes[0], 10).back().previous, 3);
  EXPECT_EQ(heads_of(*sql, lanes[0], 10).back().position, 5);
  // Taking up the configuration leaves the queue as it is.
  tests::FixedClock clock;
  tests::CountingRandom random;
  subscriptions::take_up(*sql, tests::two_tenants(), {clock, random});
  EXPECT_EQ(queue_counts(*sql, "kvs-0518").waiting, 5);
}

/// A store as version 9 left it, with sealed values as text and a chained log.
TEST(Migration, a_store_of_version_9_keeps_everything) {
  const auto keys = tests::test_keys();
  tests::FixedClock clock;
  tests::CountingRandom random;
  const Sealing sealing{keys, {clock, random}};
  const auto file = tests::fresh_folder("migration-9") / "gateway.db";
  const auto as_text = [&](const std::string& plain, const std::string& place) {
    const auto sealed = keys.seal(plain, place, random);
    const auto name = static_cast<std::size_t>(sealed[1]);
    return sealed.substr(2, name) + "." + base64(sealed.substr(2 + name));
  };
  const mapping::Subject person{*schemas::Bsn::parse("999990639"), {}};
  mapping::canonical::Startinburgering start;
  const auto key = keys.find_hash(boost::json::serialize(mapping::canonical::key_of(start)));
  constexpr int entries = 2500;
  {
    Session sql(sqlite(file, Access::write));
    for (const auto step : sqlite_migrations().first(9)) sql.engine().script(step);
    sql.run({"test", "PRAGMA user_version = 9"});
    sql.begin();
    sql.run(
        {"test", "INSERT INTO dossier (id, tenant, sealed_subject, last_sequence) VALUES ('d', 't', :s, 3)"},
        as_text(R"({"bsn":"999990639"})", "dossier:d"));
    sql.run({"test", "INSERT INTO dossier_number (tenant, number_hash, dossier) VALUES ('t', :h, 'd')"},
            keys.find_hash("bsn:999990639"));
    sql.run({"test",
             "INSERT INTO object (tenant, dossier, objecttype, key_hash, feed, sealed) VALUES ('t', 'd', "
             "'Startinburgering', :k, 'duo', :s)"},
            key, as_text("{}", "object:d:Startinburgering:" + key));
    sql.run(
        {"test",
         "INSERT INTO received (tenant, sender_hash, digest, http_status, answer, message_id) VALUES ('t', "
         "'h', "
         "'g', 201, :a, 'm1')"},
        as_text("{\"a\":1}", "answer:m1"));
    sql.run({"test", "INSERT INTO body (message_id, tenant, sealed) VALUES ('m1', 't', :s)"},
            as_text("inhoud", "body:m1"));
    sql.run(
        {"test",
         "INSERT INTO event (id, tenant, dossier, sequence, type, message_id, present, sealed) VALUES ('e3', "
         "'t', "
         "'d', 3, 'type', 'm1', 0, :s)"},
        as_text("{}", "event:e3"));
    sql.run({"test",
             "INSERT INTO subscription_queue (subscription, last_position, waiting, dead) VALUES ('s', 1, 1, "
             "0)"});
    sql.run(
        {"test",
         "INSERT INTO delivery (subscription, position, lane, event, previous, mark) VALUES ('s', 1, 'd', "
         "'e3', 2, "
         "'')"});
    sql.run(
        {"test",
         "INSERT INTO lane (subscription, lane, tenant, due, attempts, failing_since, last_sequence) VALUES "
         "('s', "
         "'d', 't', 5, 2, 1, 3)"});
    for (int i = 1; i <= entries; ++i) {
      log::Entry entry;
      entry.form = 3;
      entry.message_id = "m" + std::to_string(i);
      if (i % 2 == 0) entry.body_digest = keys.digest_of_sha256(sha256(std::to_string(i)));
      entry.cause_id = i % 2 == 0 ? "m" + std::to_string(i - 1) : entry.message_id;
      entry.tenant = "t";
      entry.moment = clock.now();
      entry.direction = "in";
      entry.feed = "duo";
      entry.kind = "proef";
      entry.party = "p" + std::to_string(i % 10);
      entry.dossier = i % 100 == 0 ? "d" : "";
      entry.outcome = i % 500 == 0 ? "mislukt" : "verwerkt";
      log::append(sql, entry);
    }
    sql.commit();
  }
  std::vector<std::size_t> told;
  const Database database(file, [&](std::size_t step, std::size_t) { told.push_back(step); });
  // Who waits for it hears of each step, and of none when there is nothing to do.
  EXPECT_EQ(told.size(), sqlite_migrations().size() - 9);
  EXPECT_EQ(std::pair(told.front(), told.back()), std::pair(std::size_t{10}, sqlite_migrations().size()));
  const Database again(file, [&](std::size_t step, std::size_t) { told.push_back(step); });
  EXPECT_EQ(told.size(), sqlite_migrations().size() - 9);
  Writer writer(database);
  log::seal_former_digests(database, writer, sealing, [](std::int64_t, std::int64_t) {});
  scope_former_hashes(database, writer, sealing, [](std::int64_t) {});
  const auto sql = database.session();
  EXPECT_EQ(sql->one<std::size_t>({"test", "PRAGMA user_version"}), sqlite_migrations().size());
  const auto dossier = find_person(*sql, sealing, "t", person);
  ASSERT_TRUE(dossier);
  EXPECT_EQ(std::pair(dossier->id, dossier->last_sequence), std::pair(std::string("d"), std::int64_t{3}));
  EXPECT_EQ(dossier->subject.bsn, person.bsn);
  EXPECT_TRUE(find_object(*sql, sealing, *dossier, start));
  StoredRows rows(*sql);
  EXPECT_EQ(find_received(rows, keys, "t", keys.scoped("t", "h"))->answer, "{\"a\":1}");
  EXPECT_EQ(keys.open(sql->one<std::string>({"test", "SELECT sealed FROM body"}).value(), "body:m1"),
            "inhoud");
  const auto lanes = due_lanes(*sql, "s", 10, 10);
  ASSERT_EQ(lanes.size(), 1U);
  EXPECT_EQ(std::pair(lanes[0].attempts, lanes[0].failing_since), std::pair(2, Milliseconds{1}));
  EXPECT_EQ(heads_of(*sql, lanes[0], 1).at(0).previous, 2);
  EXPECT_EQ(failing_lanes(*sql, "s", 10).size(), 1U);
  // The log verifies, and is found by its keys as before.
  const auto verified = log::verify(*sql, {.keys = keys});
  EXPECT_FALSE(verified.broken) << verified.broken->what;
  EXPECT_EQ(verified.entries, entries);
  EXPECT_EQ(log::find(*sql, "m4")->body_digest, keys.digest("t", "4")) << "that of its gemeente";
  EXPECT_EQ(log::keys_until(*sql), entries);
  EXPECT_EQ(log::journey(*sql, "m7").size(), 2U);
  EXPECT_EQ(log::search(*sql, {.dossier = "d", .count = 100}, clock, std::chrono::seconds(9)).entries.size(),
            25U);
  EXPECT_EQ(log::search(*sql, {.trouble = true, .count = 100}, clock, std::chrono::seconds(9)).entries.size(),
            5U);
}

TEST(Migration, the_number_of_an_event_is_given_once) {
  const Database database(store_of_version_5());
  const auto sql = database.session();
  const auto highest = [&sql] {
    return sql->one<long long>({"test", "SELECT MAX(number) FROM event"}).value_or(0);
  };
  const auto before = highest();
  EXPECT_EQ(before, 6);
  sql->run({"test", "DELETE FROM event"});
  add_event(*sql, {"t", "a", 4, "new", "type", "m", "s"});
  EXPECT_EQ(highest(), before + 1);
}

}  // namespace
}  // namespace inburgering::gateway::store
