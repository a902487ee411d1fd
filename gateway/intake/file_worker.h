#pragma once
// Files are much work: a thread of their own does it, one file after the other, so that whoever sends a
// single message never waits for a thread that reads a file.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "gateway/base/turns.h"

namespace inburgering::gateway::intake {

class FileWorker {
 public:
  /// Reads and takes up one file, and answers whoever sent it. To be over soon once `stopping()` is true.
  using Work = std::function<void()>;
  /// Files of one party that may wait at once; all parties together ten times as many.
  static constexpr std::size_t waiting_per_party = 8;

  FileWorker();
  FileWorker(const FileWorker&) = delete;
  FileWorker& operator=(const FileWorker&) = delete;
  ~FileWorker() { stop(); }

  /// False when too many wait: nothing was taken, the sender is to come back. Parties take turns.
  bool submit(const std::string& party, Work work);
  /// Lets the file at hand end early; those that wait are worked off too, each seeing `stopping()`.
  void stop();
  bool stopping() const { return stopping_; }

 private:
  void loop();

  std::mutex mutex_;
  std::condition_variable arrived_;
  Turns<Work> waiting_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace inburgering::gateway::intake
