#pragma once
// What the units of one transaction put into the queues and take from them, written for all of them together:
// rows of a kind one after another, so that a whole group comes to few statements.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/deliveries.h"

namespace inburgering::gateway::store {

/// Who reads or changes deliveries, lanes or queues in a transaction that may have changed them calls
/// Session::settle() first.
class Queues : public Gathered {
 public:
  void count(std::string_view subscription, std::int64_t waiting, std::int64_t dead);
  void put(Session& sql, const Destination& to, const StoredEvent& event, std::string_view mark,
           Milliseconds now);
  /// These have left it. `lane`: in which they were, that goes on with the next; none: nobody waits for that.
  void take(std::string_view subscription, const std::vector<Delivery>& deliveries, const Lane* lane,
            bool ordered, Milliseconds now);

  void write(Session& sql) override;

 private:
  struct Put {
    std::string lane, tenant, event, mark;
    std::int64_t position = 0, sequence = 0;
    bool follows = false;  ///< it tells which came before it in its lane
    std::optional<Milliseconds> due;
  };
  struct Taken {
    std::int64_t position = 0;
    std::string present;  ///< an event that goes with its place in the queue
  };
  struct Lanes {
    std::vector<std::string> names;
    Milliseconds due = 0;
  };
  struct Queue {
    std::optional<std::int64_t> last_position;  ///< where it gave positions
    std::int64_t waiting = 0;
    std::int64_t dead = 0;
    std::vector<Put> put;
    std::vector<Taken> taken;
    Lanes ordered, unordered;
  };
  Queue& queue(std::string_view subscription);
  static void write_put(Session& sql, std::string_view subscription, std::vector<Put> put);
  static std::int64_t write_taken(Session& sql, std::string_view subscription,
                                  const std::vector<Taken>& taken);
  static void write_lanes(Session& sql, std::string_view subscription, const Lanes& lanes, bool ordered);
  static void write_counts(Session& sql, std::string_view subscription, const Queue& queue);

  std::map<std::string, Queue, std::less<>> queues_;
};

}  // namespace inburgering::gateway::store
