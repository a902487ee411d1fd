#include "gateway/delivery/long_polls.h"

#include <spdlog/spdlog.h>

#include <vector>

namespace inburgering::gateway::delivery {
namespace {

constexpr std::chrono::milliseconds rest{1000};
constexpr std::size_t most = 1000;

}  // namespace

void LongPolls::wait(std::string subscription, std::int64_t position, store::Milliseconds until,
                     std::function<void()> answer) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_ && waiting_.size() < most) {
      waiting_.push_back({std::move(subscription), position, until, std::move(answer)});
      answer = nullptr;
    }
  }
  if (answer) return answer();
  wake();
}

void LongPolls::stop() {
  loop_.stop();
  std::list<Waiting> left;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    left.swap(waiting_);
  }
  for (const auto& each : left) each.answer();
}

std::chrono::milliseconds LongPolls::step() {
  std::list<Waiting> ready;
  auto pause = rest;
  try {
    if (!reader_) reader_ = database_.session();
    const auto now = clock_.now().time().time_since_epoch().count();
    std::vector<std::list<Waiting>::iterator> all;
    {
      const std::lock_guard lock(mutex_);
      for (auto each = waiting_.begin(); each != waiting_.end(); ++each) all.push_back(each);
    }
    // Only this thread takes out: the iterators stay good without the lock.
    for (const auto each : all) {
      const bool over = each->until <= now;
      if (!over && store::queue_counts(*reader_, each->subscription).last_position <= each->position) {
        pause = std::min(pause, std::chrono::milliseconds(each->until - now));
        continue;
      }
      const std::lock_guard lock(mutex_);
      ready.splice(ready.end(), waiting_, each);
    }
  } catch (const std::exception& error) {
    spdlog::error("ophalen: de opslag is niet leesbaar ({})", error.what());
    reader_.reset();
  }
  for (const auto& each : ready) each.answer();
  return std::max(pause, std::chrono::milliseconds(1));
}

}  // namespace inburgering::gateway::delivery
