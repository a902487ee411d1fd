#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "tests/simulation/history.h"
#include "tests/simulation/node.h"

namespace inburgering::simulation {

struct Outcome {
  std::string broken;        ///< what did not hold; empty when all did
  std::size_t step = 0;      ///< at which step that was seen; after the last: at the end
  std::uint64_t digest = 0;  ///< alike for runs that went alike
  double hours = 0;          ///< simulated
  std::uint64_t turns = 0;
  std::map<std::string, std::int64_t> counts{}, faults{};
};

/// Plays a history, in this process: once in its life.
Outcome play(const History& history, Ground ground);

}  // namespace inburgering::simulation
