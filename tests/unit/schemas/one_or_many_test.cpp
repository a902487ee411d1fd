// Whoever has to be alone gets in, however many share without a pause.
#include "schemas/one_or_many.h"

#include <gtest/gtest.h>

#include <atomic>
#include <shared_mutex>
#include <thread>
#include <vector>

namespace inburgering::schemas {
namespace {

TEST(OneOrManyTest, lets_in_who_wants_to_be_alone_between_those_who_never_stop_sharing) {
  OneOrMany lock;
  std::atomic<bool> stop = false;
  std::atomic<int> inside = 0, together = 0;
  bool alone = false;
  std::vector<std::thread> sharing;
  for (int i = 0; i < 4; ++i)
    sharing.emplace_back([&] {
      // Never are all of them outside at once, were there no door.
      while (!stop) {
        const std::shared_lock shared(lock);
        if (alone) ++together;
        ++inside;
        std::this_thread::sleep_for(std::chrono::microseconds(200));
        --inside;
      }
    });
  for (int i = 0; i < 50; ++i) {
    const std::unique_lock one(lock);
    alone = true;
    together += inside;
    alone = false;
  }
  stop = true;
  for (auto& each : sharing) each.join();
  EXPECT_EQ(together, 0);
}

}  // namespace
}  // namespace inburgering::schemas
