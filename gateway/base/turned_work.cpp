#include "gateway/base/turned_work.h"

#include <utility>

#include "adapters/transport/guard.h"

namespace inburgering::gateway {

void TurnedWork::bring(const std::string& party, Work work) {
  std::unique_lock lock(mutex_);
  waiting_.push(party, std::move(work));
  if (free_ == 0) return;
  --free_;
  while (auto next = waiting_.pop()) {
    lock.unlock();
    adapters::transport::guarded("werk om de beurt", *next);
    next.reset();
    lock.lock();
  }
  ++free_;
}

}  // namespace inburgering::gateway
