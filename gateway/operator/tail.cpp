#include "gateway/operator/tail.h"

#include "gateway/log/search.h"

namespace inburgering::gateway::operation {
namespace {

constexpr std::chrono::milliseconds look_again{200};
constexpr std::chrono::milliseconds rest{60'000};
constexpr std::size_t most = 200;

}  // namespace

void Tail::wait(std::int64_t seq, schemas::Moment until, std::function<void()> answer) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_ && waiting_.size() < most) {
      waiting_.push_back({seq, until, std::move(answer)});
      answer = nullptr;
    }
  }
  if (answer) return answer();
  loop_.wake();
}

void Tail::stop() {
  loop_.stop();
  std::list<Waiting> left;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    left.swap(waiting_);
  }
  for (const auto& each : left) each.answer();
}

std::chrono::milliseconds Tail::step() {
  std::int64_t last = 0;
  try {
    if (!reader_) reader_ = database_.session();
    last = log::last_seq(*reader_);
  } catch (const std::exception&) {
    reader_.reset();  // who waits gets an answer at the end of its time
  }
  const auto now = clock_.now();
  std::list<Waiting> ready;
  bool more = false;
  {
    const std::lock_guard lock(mutex_);
    for (auto each = waiting_.begin(); each != waiting_.end();) {
      const auto next = std::next(each);
      if (last > each->seq || now >= each->until) ready.splice(ready.end(), waiting_, each);
      each = next;
    }
    more = !waiting_.empty();
  }
  for (const auto& each : ready) each.answer();
  return more ? look_again : rest;
}

}  // namespace inburgering::gateway::operation
