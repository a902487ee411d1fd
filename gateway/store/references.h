#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

/// Something of which a store should have none.
struct Loose {
  std::string what;  ///< Dutch, behind a number: "wachtende leveringen zonder gebeurtenis"
  std::int64_t count = 0;
};
/// Rows that point at nothing, and sums that are not what they add up to. To be asked in one view of the
/// store.
std::vector<Loose> loose_rows(Session& sql);

}  // namespace inburgering::gateway::store
