#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace inburgering::gateway::cli {

/// What works while the gateway serves, lowest first: each may need those before it. They start in this order
/// and stop in the reverse.
class Workers {
 public:
  struct Worker {
    std::string_view name;          ///< Dutch, as an operator is told of it
    std::function<void()> start{};  ///< none: it works already, or only has something to do at the end
    std::function<void()> stop{};
    std::function<bool()> stuck{};  ///< none: it cannot tell
  };

  Workers() = default;
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() { stop(); }

  /// Before the start.
  void add(Worker worker) { all_.push_back(std::move(worker)); }
  template <class Loop>
  void add(std::string_view name, Loop& loop) {
    Worker worker{name, [&loop] { loop.start(); }, [&loop] { loop.stop(); }};
    if constexpr (requires { loop.stuck(); }) worker.stuck = [&loop] { return loop.stuck(); };
    add(std::move(worker));
  }

  void start() {
    for (; started_ < all_.size(); ++started_)
      if (const auto& worker = all_[started_]; worker.start) worker.start();
  }
  /// The name of one that is busy for so long that something must be wrong. From any thread.
  std::optional<std::string_view> stuck() const {
    for (const auto& worker : all_)
      if (worker.stuck && worker.stuck()) return worker.name;
    return std::nullopt;
  }
  /// Those that started; a second time there are none left.
  void stop() {
    while (started_ > 0)
      if (const auto& worker = all_[--started_]; worker.stop) worker.stop();
  }

 private:
  std::vector<Worker> all_;
  std::size_t started_ = 0;
};

}  // namespace inburgering::gateway::cli
