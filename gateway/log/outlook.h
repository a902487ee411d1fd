#pragma once
// How a journey stands: what came of it, what is still on its way, and what to do where something went wrong.
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "gateway/log/exchange_log.h"
#include "gateway/store/subscriptions.h"

namespace inburgering::gateway::log {

namespace stand {
inline constexpr std::string_view klaar = "klaar";
inline constexpr std::string_view onderweg = "onderweg";
inline constexpr std::string_view hapert = "hapert";  ///< something failed that is tried again by itself
inline constexpr std::string_view geweigerd = outcome::geweigerd;
inline constexpr std::string_view mislukt =
    outcome::mislukt;  ///< nothing more happens unless somebody sees to it
inline constexpr std::array all{klaar, onderweg, hapert, geweigerd, mislukt};
/// Those that ask attention.
inline constexpr std::array trouble{hapert, geweigerd, mislukt};
}  // namespace stand

/// What still waits of a journey, and what waits no more because it could not be delivered.
struct Pending {
  struct Queue {
    std::string subscription;
    std::string afnemer;  ///< OIN
    bool paused = false;
    bool waits = false;
    bool fails = false;  ///< what waits was tried, and failed
    bool dead = false;
  };
  std::vector<Queue> queues;  ///< in which something of it stands
  bool questions = false;
  bool questions_fail = false;
};

struct Outlook {
  std::string_view stand = stand::klaar;
  std::int64_t events = 0;     ///< that it became
  std::int64_t receivers = 0;  ///< afnemers that get any of it
  std::int64_t reached = 0;    ///< those of them that have all of it
  std::string what{};          ///< what went wrong, in Dutch
  std::string todo{};          ///< and what to do about it
  std::string page{};          ///< of the monitor, where that is done
};

/// A message that came or an act that began, with what followed.
struct Journey {
  Entry root;
  std::vector<Entry> steps;  ///< the root included, oldest first
  bool shortened = false;    ///< there are more in the middle
  Outlook outlook{};
};

/// Pure.
Outlook outlook_of(const Journey& journey, const Pending& pending);

/// What waits in the store, of one journey after the other; what they share is read once.
class Waiting {
 public:
  explicit Waiting(store::Session& sql) : sql_(sql) {}
  Pending of(const Journey& journey);

 private:
  struct Queue {
    store::SubscriptionRow row;
    bool waits = false;
    std::unordered_set<std::string> dead{};  ///< events
  };
  const std::vector<Queue>& queues();
  void look_into(const Queue& queue, const Journey& journey, const std::unordered_set<std::string>& events,
                 Pending& pending);

  store::Session& sql_;
  bool read_ = false;
  std::vector<Queue> queues_;
};

}  // namespace inburgering::gateway::log
