#include <gtest/gtest.h>
#include <unistd.h>

#include "gateway/store/deliveries.h"
#include "gateway/store/engine/migrations.h"
#include "gateway/subscriptions/changes.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::store {
namespace {

/// A store as version 5 left it, with events that wait.
std::filesystem::path store_of_version_5() {
  const auto file = tests::fresh_folder("migration") / "gateway.db";
  Session sql(file);
  for (const auto step : migrations().first(5)) sql.script(step);
  sql.run("PRAGMA user_version = 5");
  for (const char* dossier : {"b", "a"})
    for (int sequence = 1; sequence <= 3; ++sequence) {
      const auto number = std::to_string(sequence);
      sql.run("INSERT INTO event (tenant, dossier, sequence, id, type, message_id, sealed) VALUES ('t', '" +
              std::string(dossier) + "', " + number + ", '" + dossier + number + "', 'type', 'm', 's')");
      if (sequence > 1)
        sql.run("INSERT INTO delivery (subscription, dossier, sequence, tenant) VALUES ('kvs-0518', '" +
                std::string(dossier) + "', " + number + ", 't')");
    }
  sql.run(
      "INSERT INTO lane (subscription, dossier, tenant, due, attempts) VALUES ('kvs-0518', 'a', 't', 5, "
      "0)");
  sql.run(
      "INSERT INTO lane (subscription, dossier, tenant, due, attempts) VALUES ('kvs-0518', 'b', 't', 9, "
      "2)");
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

}  // namespace
}  // namespace inburgering::gateway::store
