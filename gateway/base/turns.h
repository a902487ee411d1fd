#pragma once
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace inburgering::gateway {

/// Fair shares: what waits stands in the queue of whom it is for, in its order, and the queues take turns. So
/// who asks much waits for itself alone. Not for several threads at once.
template <class Item>
class Turns {
 public:
  void push(const std::string& party, Item item) {
    auto& queue = queues_[party];
    if (queue.empty()) order_.push_back(party);
    queue.push_back(std::move(item));
    ++size_;
  }
  /// The next of whose turn it is; nothing when none waits.
  std::optional<Item> pop() {
    if (order_.empty()) return std::nullopt;
    auto party = std::move(order_.front());
    order_.pop_front();
    const auto queue = queues_.find(party);
    std::optional<Item> item(std::move(queue->second.front()));
    queue->second.pop_front();
    --size_;
    if (queue->second.empty())
      queues_.erase(queue);
    else
      order_.push_back(std::move(party));
    return item;
  }
  bool empty() const { return order_.empty(); }
  std::size_t size() const { return size_; }
  std::size_t size_of(const std::string& party) const {
    const auto queue = queues_.find(party);
    return queue == queues_.end() ? 0 : queue->second.size();
  }

 private:
  std::unordered_map<std::string, std::deque<Item>> queues_;  ///< none is empty
  std::deque<std::string> order_;                             ///< whose queue comes next
  std::size_t size_ = 0;
};

}  // namespace inburgering::gateway
