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

#include "gateway/base/topics.h"
#include "gateway/base/turns.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// The one writer of the store. Units of work that wait at the same moment go into one transaction (group
/// commit): each caller still waits until its own work is on disk, but they share the fsync.
///
/// Units take turns by party (turns.h); a transaction takes no new unit after `longest_group`. They are done
/// one after another, and when one of them throws all of it is undone and done again, each apart from the
/// others: what hardly ever happens costs then, and not each time.
class Writer {
 public:
  /// Runs inside a transaction. An exception undoes this unit alone. It may be called a second time, after
  /// what it did was undone: what it takes it leaves as it was, and what it answers it makes anew.
  using Work = std::function<void(Session&)>;
  /// Submits and waits, as run() does: for who is given no writer, but the right to write under a lease.
  using Write = std::function<void(Work)>;
  /// Called after the commit with null, or with what went wrong; on the writer's thread, so be brief.
  using Done = std::function<void(std::exception_ptr)>;

  explicit Writer(const Database& database);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  /// Finishes what was submitted, then ends.
  ~Writer();

  /// Units of the same party keep their order. Empty: the gateway's own.
  void submit(Work work, Done done, const std::string& party = {});
  /// For what nobody waits for: it goes along with the next unit that somebody does wait for, or by itself
  /// after `patience`.
  void submit_patiently(Work work, Done done, const std::string& party = {});
  /// Submits and waits; throws what went wrong.
  void run(Work work);
  Write write() {
    return [this](Work work) { run(std::move(work)); };
  }
  /// Who listens is woken after each commit that announced something, before `done` is called.
  Topics& topics() { return topics_; }
  /// Waits until all that was submitted is written and told, also what callbacks submit meanwhile.
  void finish();
  /// Whether it has nothing to do.
  bool idle() const;
  /// Whether the last transaction reached the disk.
  bool healthy() const { return healthy_; }

 private:
  struct Unit {
    Work work;
    Done done;
    bool patient = false;
    std::exception_ptr error{};
  };

  static constexpr std::chrono::milliseconds longest_group{50};
  static constexpr std::chrono::milliseconds patience{20};

  void loop();
  void commit(std::vector<Unit>& units);
  void transact(std::vector<Unit>& units);
  bool together(std::vector<Unit>& units);
  void apart(std::vector<Unit>& units);
  std::optional<Unit> next();
  bool due() const;

  const Database& database_;
  Topics topics_;
  std::unique_ptr<Session> session_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::condition_variable idle_;
  Turns<Unit> waiting_;
  std::size_t patient_ = 0;  ///< of those who wait: how many nobody waits for
  std::chrono::steady_clock::time_point patient_until_;
  bool working_ = false;
  bool stopping_ = false;
  std::atomic<bool> healthy_ = true;
  std::thread thread_;
};

}  // namespace inburgering::gateway::store
