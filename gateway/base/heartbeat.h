#pragma once
// That the loops live: each that must turn for ever registers here, and one that stands still is found out.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace inburgering::gateway {

/// The heart of one loop, made and kept on the thread that turns it. It beats at each turn, also when there
/// was nothing to do, and within a turn that is long by nature wherever that gets on.
class Heartbeat {
 public:
  using Milliseconds = std::chrono::milliseconds;
  /// Of how many times the usual time a turn may take: who answers a partner, and who may wait for others.
  static constexpr int prompt = 2, patient = 5;

  /// `name`: Dutch, as an operator is told of it; the thread is called so too.
  explicit Heartbeat(std::string name, int patience = patient);
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;
  ~Heartbeat();

  void beat() { beats_.fetch_add(1, std::memory_order_relaxed); }
  /// A beat of the thread that calls, if it has a heart.
  static void here() {
    if (of_this_thread != nullptr) of_this_thread->beat();
  }

  /// Who supervises has another idea of how long is long than the minute that is usual here.
  static void set_usual(Milliseconds usual) { usual_ = usual; }
  /// For how long a loop with nothing to do may rest at a time.
  static Milliseconds rest();

  /// Listens to all of them, `elapsed` after the last time. By one thread.
  static void listen(Milliseconds elapsed);
  /// The names of those that had not beaten for too long, by then.
  static std::vector<std::string> still();

 private:
  static inline thread_local Heartbeat* of_this_thread = nullptr;
  static inline std::atomic<Milliseconds> usual_{std::chrono::minutes(1)};

  const std::string name_;
  const int patience_;
  std::atomic<std::uint64_t> beats_ = 0;
  std::uint64_t heard_ = 0;  ///< this and the next under the mutex of all
  Milliseconds silent_{0};
};

}  // namespace inburgering::gateway
