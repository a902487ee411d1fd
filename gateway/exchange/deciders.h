#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "gateway/base/turns.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::exchange {

/// The threads that decide: each reads by a session of its own, so that nobody decides on the one thread that
/// writes. Units take turns by party.
class Deciders {
 public:
  using Work = std::function<void(store::Session*)>;  ///< null: the store cannot be opened now

  enum class Kind { prompt, patient };  ///< patient: one thread, which lets all others go first
  Deciders(const store::Database& database, Kind kind);
  Deciders(const Deciders&) = delete;
  Deciders& operator=(const Deciders&) = delete;
  /// Finishes what was submitted, then ends.
  ~Deciders();

  /// `work` throws nothing.
  void submit(const std::string& party, Work work);
  /// Waits until all that was submitted is done.
  void finish();

 private:
  void loop(Kind kind);

  const store::Database& database_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::condition_variable idle_;
  Turns<Work> waiting_;
  std::size_t working_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace inburgering::gateway::exchange
