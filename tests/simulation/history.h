#pragma once
// What happens in a run, step by step: drawn from a seed, or read back from a file. Each step carries what
// its own chances are drawn from, so that the rest goes as it went where one is left out.
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace inburgering::simulation {

struct Step {
  std::string what;
  std::int64_t a = 0, b = 0;
  std::int64_t then_ms = 0;  ///< how long all goes on before the next
  std::uint64_t seed = 0;
};

struct History {
  bool shared = false;  ///< several nodes on one store
  int nodes = 1;
  std::uint64_t seed = 0;
  std::vector<Step> steps;
};

History draw(std::uint64_t seed, std::size_t steps);
void write(const History& history, std::ostream& to);
/// Throws std::runtime_error.
History read(const std::filesystem::path& file);

}  // namespace inburgering::simulation
