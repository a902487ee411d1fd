#pragma once
#include <cstddef>
#include <functional>
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
  };

  Workers() = default;
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() { stop(); }

  /// Before the start.
  void add(Worker worker) { all_.push_back(std::move(worker)); }
  template <class Loop>
  void add(std::string_view name, Loop& loop) {
    add({name, [&loop] { loop.start(); }, [&loop] { loop.stop(); }});
  }

  void start() {
    for (; started_ < all_.size(); ++started_)
      if (const auto& worker = all_[started_]; worker.start) worker.start();
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
