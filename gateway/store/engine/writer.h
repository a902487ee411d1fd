#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "gateway/base/turns.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// The one writer of the store. Units of work that wait at the same moment go into one transaction (group
/// commit): each caller still waits until its own work is on disk, but they share the fsync.
///
/// Units take turns by party (turns.h); a transaction takes no new unit after `longest_group`.
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

  /// Units of the same party keep their order. Empty: the gateway's own.
  void submit(Work work, Done done, const std::string& party = {});
  /// Undoes what the unit that runs has done so far.
  static void undo(Session& sql) { sql.run("ROLLBACK TO unit"); }
  /// Submits and waits; throws what went wrong.
  void run(Work work);
  /// Waits until all that was submitted is written and told, also what callbacks submit meanwhile.
  void finish();
  /// Whether the last transaction reached the disk.
  bool healthy() const { return healthy_; }

 private:
  struct Unit {
    Work work;
    Done done;
    std::exception_ptr error;
  };

  static constexpr std::chrono::milliseconds longest_group{50};

  void loop();
  void commit(std::vector<Unit>& units);
  void transact(std::vector<Unit>& units);
  std::optional<Unit> next();

  const Database& database_;
  std::unique_ptr<Session> session_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::condition_variable idle_;
  Turns<Unit> waiting_;
  bool working_ = false;
  bool stopping_ = false;
  std::atomic<bool> healthy_ = true;
  std::thread thread_;
};

}  // namespace inburgering::gateway::store
