#include "gateway/base/turned_work.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <stdexcept>
#include <thread>
#include <vector>

namespace inburgering::gateway {
namespace {

TEST(TurnedWork, who_brings_little_waits_for_one_piece_of_who_brings_much) {
  TurnedWork work(1);
  std::string done;
  // While the first is done, what comes waits: of A nine, then one of B.
  work.bring("A", [&] {
    for (int i = 0; i < 9; ++i) work.bring("A", [&] { done += 'a'; });
    work.bring("B", [&] { done += 'b'; });
    EXPECT_EQ(done, "") << "nothing beside what is done now";
  });
  EXPECT_EQ(done, "abaaaaaaaa");
}

TEST(TurnedWork, no_more_at_once_than_may_be_and_who_brings_more_goes_on) {
  constexpr int at_once = 2;
  TurnedWork work(at_once);
  std::mutex mutex;
  std::condition_variable changed;
  int begun = 0;
  bool may_end = false;
  const auto piece = [&] {
    std::unique_lock lock(mutex);
    ++begun;
    changed.notify_all();
    changed.wait(lock, [&] { return may_end; });
  };
  std::vector<std::thread> threads;
  threads.reserve(at_once);
  for (int i = 0; i < at_once; ++i) threads.emplace_back([&] { work.bring("A", piece); });
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return begun == at_once; });
  }
  work.bring("B", piece);  // comes back, or this test never ends
  {
    const std::lock_guard lock(mutex);
    EXPECT_EQ(begun, at_once);
    may_end = true;
  }
  changed.notify_all();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(begun, at_once + 1);
}

TEST(TurnedWork, what_throws_ends_itself_alone) {
  TurnedWork work(1);
  bool done = false;
  work.bring("A", [] { throw std::runtime_error("x"); });
  work.bring("A", [&] { done = true; });
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace inburgering::gateway
