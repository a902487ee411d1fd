// What only one node does at a time.
#include "gateway/store/leases.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::store {
namespace {

using namespace std::chrono_literals;

/// A clock for both nodes; each may be behind or ahead, which must not matter.
std::chrono::steady_clock::time_point present;
std::chrono::steady_clock::time_point of_first() { return present; }
std::chrono::steady_clock::time_point of_second() { return present + 26h; }

class LeasesTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!tests::on_postgres()) GTEST_SKIP() << "one process has a store of SQLite to itself";
    present = {};
    database = std::make_unique<Database>(tests::place("leases"));
    writer = std::make_unique<Writer>(*database);
    first = std::make_unique<Leases>("a", "1", *writer, random, nullptr, &of_first);
    second = std::make_unique<Leases>("b", "1", *writer, random, nullptr, &of_second);
  }
  /// Both nodes want it all.
  void want(Leases& node) {
    for (const auto* task : {"t1", "t2", "t3", "t4"}) node.hold(task);
  }
  void beat(std::initializer_list<Leases*> nodes, std::chrono::seconds for_so_long) {
    for (auto end = present + for_so_long; present < end; present += 2s)
      for (auto* node : nodes) {
        want(*node);
        node->step();
      }
  }
  int held(Leases& node) {
    int count = 0;
    for (const auto* task : {"t1", "t2", "t3", "t4"}) count += node.hold(task).has_value() ? 1 : 0;
    return count;
  }
  bool may_write(const Lease& lease) {
    try {
      writer->run([&](Session& sql) { must_hold(sql, lease); });
      return true;
    } catch (const LeaseLost&) {
      return false;
    }
  }

  tests::CountingRandom random;
  std::unique_ptr<Database> database;
  std::unique_ptr<Writer> writer;
  std::unique_ptr<Leases> first, second;
};

TEST_F(LeasesTest, one_node_alone_does_everything_and_nobody_what_nobody_asked_for) {
  beat({first.get()}, 2s);
  EXPECT_EQ(held(*first), 4);
  EXPECT_FALSE(first->hold("t5")) << "not yet";
  beat({first.get()}, 2s);
  EXPECT_TRUE(first->hold("t5"));
}

TEST_F(LeasesTest, a_task_is_never_with_two) {
  for (int round = 0; round < 40; ++round) {
    beat({first.get(), second.get()}, 2s);
    for (const auto* task : {"t1", "t2", "t3", "t4"})
      EXPECT_FALSE(first->hold(task) && second->hold(task)) << task << " in round " << round;
  }
  EXPECT_EQ(held(*first), 2) << "who came first gave half of it away";
  EXPECT_EQ(held(*second), 2);
}

TEST_F(LeasesTest, who_is_silent_loses_all_and_writes_nothing_any_more) {
  beat({first.get()}, 4s);
  const auto lease = *first->hold("t1");
  EXPECT_TRUE(may_write(lease));
  beat({second.get()}, 8s);
  EXPECT_FALSE(first->hold("t1")) << "it does not know whether it still has it: it begins nothing";
  EXPECT_EQ(held(*second), 0) << "and nobody else does yet";
  EXPECT_TRUE(may_write(lease)) << "what is under way may end";
  beat({second.get()}, 6s);
  EXPECT_EQ(held(*second), 4);
  EXPECT_FALSE(may_write(lease));
  EXPECT_TRUE(may_write(*second->hold("t1")));
  EXPECT_GT(second->hold("t1")->fence, lease.fence);
  // It wakes up.
  beat({first.get(), second.get()}, 60s);
  EXPECT_EQ(held(*first) + held(*second), 4);
  EXPECT_FALSE(may_write(lease)) << "also where it got the task back: the number is another";
}

TEST_F(LeasesTest, who_stops_gives_back_at_once) {
  beat({first.get()}, 4s);
  first->stop();
  beat({second.get()}, 2s);
  EXPECT_EQ(held(*second), 4);
}

TEST_F(LeasesTest, what_is_written_under_a_lost_lease_is_undone_alone) {
  beat({first.get()}, 4s);
  const auto lease = *first->hold("t1");
  first->stop();
  beat({second.get()}, 2s);
  const auto insert = [](const std::string& id) {
    return [id](Session& sql) {
      sql.run({"test", "INSERT INTO body (message_id, tenant, sealed) VALUES (:id, 't', 's')"}, id);
    };
  };
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  writer->submit([&](Session&) { opened.wait(); }, [](std::exception_ptr) {});
  std::atomic<int> lost = 0;
  writer->submit(insert("1"), [](std::exception_ptr error) { EXPECT_FALSE(error); });
  writer->submit(
      [&](Session& sql) {
        insert("2")(sql);
        must_hold(sql, lease);
      },
      [&](std::exception_ptr error) { lost += error ? 1 : 0; });
  writer->submit(insert("3"), [](std::exception_ptr error) { EXPECT_FALSE(error); });
  gate.set_value();
  writer->finish();
  EXPECT_EQ(lost, 1);
  EXPECT_EQ(database->session()->list<std::string>({"test", "SELECT message_id FROM body ORDER BY 1"}),
            (std::vector<std::string>{"1", "3"}));
}

class ClockOfAnHourAgo : public Clock {
 public:
  schemas::Moment now() const override {
    return schemas::Moment(SystemClock().now().time() - std::chrono::hours(1));
  }
};

TEST_F(LeasesTest, nodes_go_by_the_clock_of_the_database) {
  const ClockOfAnHourAgo behind;
  SharedClock clock(behind);
  Leases node("c", "1", *writer, random, &clock, &of_first);
  EXPECT_LT(clock.now(), SystemClock().now());
  node.step();
  EXPECT_LT(std::chrono::abs(clock.now().time() - SystemClock().now().time()), std::chrono::minutes(10));
  EXPECT_GT(clock.ahead(), std::chrono::minutes(50));
}

}  // namespace
}  // namespace inburgering::gateway::store
