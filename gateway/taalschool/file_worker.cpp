#include "gateway/taalschool/file_worker.h"

#include "adapters/transport/guard.h"

namespace inburgering::gateway::taalschool {

FileWorker::FileWorker() : thread_([this] { loop(); }) {}

bool FileWorker::submit(const std::string& party, Work work) {
  {
    const std::lock_guard lock(mutex_);
    constexpr std::size_t parties_waiting = 10;
    std::size_t all = 0;
    for (const auto& [name, queue] : waiting_) all += queue.size();
    const auto own = waiting_.find(party);
    if (stopping_ || all >= parties_waiting * waiting_per_party ||
        (own != waiting_.end() && own->second.size() >= waiting_per_party))
      return false;
    auto& queue = waiting_[party];
    if (queue.empty()) turns_.push_back(party);
    queue.push_back(std::move(work));
  }
  arrived_.notify_one();
  return true;
}

void FileWorker::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void FileWorker::loop() {
  while (true) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [this] { return stopping_ || !turns_.empty(); });
      if (turns_.empty()) return;
      auto party = std::move(turns_.front());
      turns_.pop_front();
      const auto queue = waiting_.find(party);
      work = std::move(queue->second.front());
      queue->second.pop_front();
      if (queue->second.empty())
        waiting_.erase(queue);
      else
        turns_.push_back(std::move(party));
    }
    adapters::transport::guarded("bestand van een taalschool", work);
  }
}

}  // namespace inburgering::gateway::taalschool
