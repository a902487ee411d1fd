#pragma once
// Who has to hear that there is something new. What changes the store names topics
// (store::Session::announce); who listens to them is woken once that is committed, and never by hand.
#include <array>
#include <bitset>
#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace inburgering::gateway {

enum class Topic {
  deliveries,  ///< events in a queue, or what is known of a subscription
  jobs,        ///< queues to be filled
  questions,   ///< to DUO and BRPs
  meldingen,   ///< to DUO
  runs,        ///< of the synchronisation
};
constexpr std::size_t all_topics = 5;
using TopicSet = std::bitset<all_topics>;

class Topics {
 public:
  /// What is called must be brief: it runs between two commits.
  void listen(Topic topic, std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    listeners_.at(static_cast<std::size_t>(topic)).push_back(std::move(wake));
  }
  void tell(const TopicSet& topics) const {
    if (topics.none()) return;
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < topics.size(); ++i)
      if (topics.test(i))
        for (const auto& wake : listeners_.at(i)) wake();
  }

 private:
  mutable std::mutex mutex_;
  std::array<std::vector<std::function<void()>>, all_topics> listeners_;
};

}  // namespace inburgering::gateway
