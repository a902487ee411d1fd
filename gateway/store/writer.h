#pragma once
#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/store/database.h"

namespace inburgering::gateway::store {

/// The one writer of the store. Units of work that wait at the same moment go into one transaction (group
/// commit): each caller still waits until its own work is on disk, but they share the fsync.
class Writer {
 public:
  /// Runs inside a transaction. An exception undoes this unit alone.
  using Work = std::function<void(Session&)>;
  /// Called after the commit with null, or with what went wrong; on the writer's thread, so be brief.
  using Done = std::function<void(std::exception_ptr)>;

  explicit Writer(const Database& database);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  /// Finishes what was submitted, then ends.
  ~Writer();

  void submit(Work work, Done done);
  /// Submits and waits; throws what went wrong.
  void run(Work work);
  /// Whether the last transaction reached the disk.
  bool healthy() const { return healthy_; }

 private:
  struct Unit {
    Work work;
    Done done;
    std::exception_ptr error;
  };

  void loop();
  void commit(std::vector<Unit>& units);
  void transact(std::vector<Unit>& units);

  const Database& database_;
  std::unique_ptr<Session> session_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Unit> waiting_;
  bool stopping_ = false;
  std::atomic<bool> healthy_ = true;
  std::thread thread_;
};

}  // namespace inburgering::gateway::store
