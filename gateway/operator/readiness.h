#pragma once
#include <string>

namespace inburgering::gateway::operation {

/// What /readyz tells, worst first.
struct Readiness {
  bool ready = true;
  std::string detail{};     ///< Dutch: what is wrong and what to do
  std::string attention{};  ///< Dutch: what will be wrong when nobody looks at it; empty = nothing
};

}  // namespace inburgering::gateway::operation
