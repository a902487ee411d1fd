#pragma once
// What becomes of an attempt: decided from what the sink answered, without store, thread or clock.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/transport/http_client.h"
#include "gateway/config/config.h"
#include "gateway/delivery/attempt.h"
#include "gateway/log/exchange_log.h"

namespace inburgering::gateway::delivery {

/// What becomes of one lane of it, when it did not arrive.
struct Fate {
  Milliseconds due = 0;            ///< of the next attempt
  Milliseconds failing_since = 0;  ///< the first failure in a row
  std::string_view dead{};         ///< why it is not tried again (store::reason); empty = it is
};

struct Verdict {
  bool good = false;   ///< the sink has it
  bool never = false;  ///< the sink will never have it
  std::string what{};  ///< in Dutch, what went wrong
  /// How long the sink asks to be left alone.
  std::optional<std::chrono::milliseconds> asked_rest{};
  std::vector<Fate> fates{};  ///< one for each part; none when it arrived
};

/// `chance` answers a number in [0, 1), by which pauses differ.
Verdict judge(const config::Config& config, const Attempt& attempt, const adapters::transport::Answer& answer,
              schemas::Moment now, const std::function<double()>& chance);

/// The pause of a sink after so many failures in a row, of whatever lane.
std::chrono::milliseconds pause_of(const config::Config& config, const adapters::transport::Answer& answer,
                                   int failures, schemas::Moment now, double chance);

/// What the log says of it: an entry for each event.
std::vector<log::Entry> entries_of(Surroundings around, const Attempt& attempt,
                                   const adapters::transport::Answer& answer, const Verdict& verdict);
/// How the entry of one event begins.
log::Entry entry_of(Surroundings around, const subscriptions::Standing& standing,
                    const store::StoredEvent& event);

}  // namespace inburgering::gateway::delivery
