#include "gateway/delivery/long_polls.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <vector>

#include "gateway/base/milliseconds.h"

namespace inburgering::gateway::delivery {
namespace {

constexpr std::chrono::milliseconds while_nobody_waits{60'000};

}  // namespace

void LongPolls::wait(There there, Milliseconds until, std::function<void()> answer) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_ && waiting_.size() < manner_.most) {
      waiting_.push_back({std::move(there), until, std::move(answer)});
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

/// While the store cannot be read there is nothing, and who waits gets its answer at the end of its time.
bool LongPolls::is_there(const Waiting& waiting) {
  try {
    if (!reader_) reader_ = database_.session();
    return waiting.there(*reader_);
  } catch (const std::exception& error) {
    spdlog::error("wie wacht op nieuws: de opslag is niet leesbaar ({})", error.what());
    reader_.reset();
    return false;
  }
}

std::chrono::milliseconds LongPolls::step() {
  std::list<Waiting> ready;
  auto pause = while_nobody_waits;
  const auto now = milliseconds(clock_.now());
  std::vector<std::list<Waiting>::iterator> all;
  {
    const std::lock_guard lock(mutex_);
    for (auto each = waiting_.begin(); each != waiting_.end(); ++each) all.push_back(each);
  }
  // Only this thread takes out: the iterators stay good without the lock.
  for (const auto each : all) {
    if (each->until > now && !is_there(*each)) {
      pause = std::min({pause, manner_.look_again, std::chrono::milliseconds(each->until - now)});
      continue;
    }
    const std::lock_guard lock(mutex_);
    ready.splice(ready.end(), waiting_, each);
  }
  for (const auto& each : ready) each.answer();
  return std::max(pause, std::chrono::milliseconds(1));
}

}  // namespace inburgering::gateway::delivery
