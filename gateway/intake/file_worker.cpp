#include "gateway/intake/file_worker.h"

#include "adapters/transport/guard.h"
#include "gateway/base/heartbeat.h"
#include "gateway/base/last_in_line.h"

namespace inburgering::gateway::intake {

FileWorker::FileWorker() : thread_([this] { loop(); }) {}

bool FileWorker::submit(const std::string& party, Work work) {
  {
    const std::lock_guard lock(mutex_);
    constexpr std::size_t parties_waiting = 10;
    if (stopping_ || waiting_.size() >= parties_waiting * waiting_per_party ||
        waiting_.size_of(party) >= waiting_per_party)
      return false;
    waiting_.push(party, std::move(work));
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
  stand_last_in_line();
  Heartbeat heart("bestanden");
  while (true) {
    heart.beat();
    std::optional<Work> work;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait_for(lock, Heartbeat::rest(), [this] { return stopping_ || !waiting_.empty(); });
      work = waiting_.pop();
    }
    if (!work && stopping_) return;
    if (!work) continue;
    adapters::transport::guarded("bestand van een taalschool", *work);
  }
}

}  // namespace inburgering::gateway::intake
