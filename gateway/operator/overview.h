#pragma once
#include <string>
#include <vector>

#include "gateway/operator/desk.h"

namespace inburgering::gateway::operation {

/// Something that is not well, and what to do about it.
struct Concern {
  bool outage = false;  ///< messages stand still; else it only asks attention
  std::string what;     ///< Dutch
  std::string todo;     ///< Dutch
  std::string page;     ///< of the monitor, where it can be seen to
};
/// The worst first. Of a gemeente that this operator does not work for nothing is told.
std::vector<Concern> concerns(const Desk& desk, store::Session& sql, const Visitor& visitor);

}  // namespace inburgering::gateway::operation
