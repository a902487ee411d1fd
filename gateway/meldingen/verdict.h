#pragma once
// What becomes of a report to DUO: decided from what DUO answered, without store, thread or clock.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/transport/http_client.h"
#include "gateway/config/config.h"
#include "gateway/store/dossiers.h"
#include "gateway/store/leases.h"
#include "gateway/store/meldingen.h"
#include "mapping/duo/melding.h"

namespace inburgering::gateway::meldingen {

/// A report that is being worked on.
struct Job {
  store::StoredMelding row;
  mapping::duo::Melding melding;
  const config::Tenant* tenant = nullptr;
  store::Dossier dossier;
  std::string bericht_id;
  store::Lease lease{};  ///< under which it is
};

struct Verdict {
  std::string_view state;    ///< store::melding_state
  std::string_view outcome;  ///< for the log
  std::string note{};        ///< for who made the report
  schemas::Faults faults{};
  std::chrono::milliseconds pause{0};  ///< until it is looked at again
};

struct Circumstances {
  schemas::Moment now;
  double chance = 0;                      ///< in [0, 1): by which pauses differ
  std::chrono::milliseconds ask_back{0};  ///< before DUO is asked what it has
};

/// What an answer to the report means. Where the answer was lost DUO is asked first what it has, so that
/// nothing is sent twice on a guess.
Verdict judge(const Job& job, const adapters::transport::Answer& answer, const Circumstances& around);
/// What an answer to the question whether DUO has it means. `known`: what the dossier holds; nothing when
/// that could not be read.
Verdict judge_looking_back(const Job& job, const adapters::transport::Answer& answer,
                           const std::optional<std::vector<mapping::canonical::Object>>& known,
                           const Circumstances& around);
/// Nobody can tell but a person.
Verdict judge_lost(const Job& job, std::string_view why);
/// A person decided: that DUO has it (melding_state::seen_at_duo), or that it is not to be made.
Verdict judge_decided(std::string_view state);

}  // namespace inburgering::gateway::meldingen
