#include "gateway/base/heartbeat.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "gateway/base/wake_loop.h"
#include "gateway/base/watchdog.h"
#include "tests/unit/gateway/stores.h"

namespace inburgering::gateway {
namespace {

using std::chrono::milliseconds;

class HeartbeatTest : public testing::Test {
 protected:
  HeartbeatTest() { Heartbeat::set_usual(milliseconds(100)); }
  ~HeartbeatTest() override { Heartbeat::set_usual(std::chrono::minutes(1)); }
};

TEST_F(HeartbeatTest, who_is_silent_for_longer_than_its_patience_is_named) {
  Heartbeat prompt("vlug", 2);
  Heartbeat patient("traag", 5);
  for (int i = 0; i < 3; ++i) Heartbeat::listen(milliseconds(99));
  EXPECT_EQ(Heartbeat::still(), std::vector<std::string>{"vlug"});
  for (int i = 0; i < 3; ++i) Heartbeat::listen(milliseconds(99));
  EXPECT_EQ(Heartbeat::still(), (std::vector<std::string>{"vlug", "traag"}));
  prompt.beat();
  Heartbeat::listen(milliseconds(99));
  EXPECT_EQ(Heartbeat::still(), std::vector<std::string>{"traag"});
}
TEST_F(HeartbeatTest, a_statement_of_which_a_server_says_that_it_works_on_it_gets_on) {
  if (!tests::on_postgres()) GTEST_SKIP() << "SQLite works in the thread that asks (sqlite.cpp)";
  const auto sql = store::Database(tests::place("lang")).session();
  Heartbeat heart("lang", 1);
  Heartbeat::listen(milliseconds(90));
  sql->engine().script("SELECT pg_sleep(5)");
  Heartbeat::listen(milliseconds(5000));
  EXPECT_TRUE(Heartbeat::still().empty()) << "it said nothing in between";
  // Nor does it when nobody waits for it.
  Heartbeat::listen(milliseconds(5000));
  EXPECT_EQ(Heartbeat::still(), std::vector<std::string>{"lang"});
}
TEST_F(HeartbeatTest, one_beat_in_the_middle_of_a_long_turn_is_enough) {
  Heartbeat heart("lang", 1);
  Heartbeat::listen(milliseconds(90));
  Heartbeat::here();
  Heartbeat::listen(milliseconds(90));
  Heartbeat::listen(milliseconds(90));
  EXPECT_TRUE(Heartbeat::still().empty());
}
TEST_F(HeartbeatTest, a_thread_without_a_heart_may_beat_too) { Heartbeat::here(); }
TEST_F(HeartbeatTest, one_that_ended_is_missed_by_nobody) {
  {
    const Heartbeat heart("voorbij", 1);
  }
  Heartbeat::listen(milliseconds(1000));
  EXPECT_TRUE(Heartbeat::still().empty());
}
TEST_F(HeartbeatTest, a_loop_that_has_nothing_to_do_beats_and_one_in_its_step_does_not) {
  std::promise<void> let_go;
  std::atomic<bool> holds = false;
  WakeLoop loop("proef", [&] {
    if (holds.exchange(false)) let_go.get_future().wait();
    return std::chrono::hours(1);
  });
  loop.start();
  const auto beats = [] {
    // Resting it beats at a quarter of the usual time: it is heard within some of these.
    Heartbeat::listen(milliseconds(10'000));
    if (Heartbeat::still().empty()) return true;
    std::this_thread::sleep_for(milliseconds(10));
    return false;
  };
  for (int heard = 0; heard < 3;) heard += beats() ? 1 : 0;
  holds = true;
  loop.wake();
  while (holds) std::this_thread::yield();
  Heartbeat::listen(milliseconds(1));
  Heartbeat::listen(milliseconds(10'000));
  EXPECT_EQ(Heartbeat::still(), std::vector<std::string>{"proef"});
  let_go.set_value();
  while (!beats()) {
  }
}
TEST_F(HeartbeatTest, the_watchdog_feeds_until_one_hangs_and_tells_that_once) {
  std::atomic<int> fed = 0;
  std::mutex mutex;
  std::vector<std::vector<std::string>> told;
  const auto telling = [&] {
    const std::lock_guard lock(mutex);
    return told;
  };
  Heartbeat heart("hangt", 1);
  const Watchdog watchdog({milliseconds(100), [&] { ++fed; },
                           [&](const auto& still) {
                             const std::lock_guard lock(mutex);
                             told.push_back(still);
                           }});
  while (fed == 0) std::this_thread::yield();
  while (telling().empty()) std::this_thread::yield();
  const int then = fed;
  std::this_thread::sleep_for(milliseconds(200));
  EXPECT_EQ(fed, then);
  ASSERT_EQ(telling().size(), 1U);
  EXPECT_EQ(telling().front(), std::vector<std::string>{"hangt"});
  while (telling().size() < 2) heart.beat();
  EXPECT_TRUE(telling().at(1).empty());
  while (fed == then) heart.beat();
}

}  // namespace
}  // namespace inburgering::gateway
