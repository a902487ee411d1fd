#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

/// Something of which a store should have none.
struct Loose {
  std::string what;  ///< Dutch, behind a number: "wachtende leveringen zonder gebeurtenis"
  std::int64_t count = 0;
};
/// Rows that point at nothing, and sums that are not what they add up to: dossiers, what is known and said
/// about them, events, deliveries, questions and the log. To be asked in one view of the store; each is one
/// statement that goes over a table by a key. `progress` hears how many of how many were asked.
std::vector<Loose> loose_rows(Session& sql, const std::function<void(int done, int of)>& progress = {});

}  // namespace inburgering::gateway::store
