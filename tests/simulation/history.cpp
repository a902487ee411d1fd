#include "tests/simulation/history.h"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "tests/simulation/fibers.h"

namespace inburgering::simulation {
namespace {

struct Kind {
  const char* what;
  int weight;
  int most_a, most_b;  ///< less than these are drawn
};
// What partners do, and what goes wrong (chain.cpp does it).
constexpr Kind kinds[] = {
    {"notificatie", 24, 6, 6},    {"termijn", 10, 6, 1000},     {"deelname", 10, 6, 3},
    {"meting", 14, 6, 3},         {"registratie", 8, 6, 1000},  {"melding", 8, 6, 1000},
    {"kennisgeving", 8, 6, 1000}, {"ophalen", 6, 1, 1},         {"batch", 5, 2, 6},
    {"bestand", 5, 2, 6},         {"gluren", 3, 8, 8},          {"sprong", 14, 26, 1},
    {"crash", 5, 3, 400},         {"herstart", 2, 3, 1},        {"pauze", 8, 3, 60},
    {"opslag-ervoor", 4, 2, 1},   {"opslag-erna", 4, 2, 1},     {"opslag-onduidelijk", 3, 2, 1},
    {"opslag-opdracht", 3, 2, 1}, {"opslag-traag", 3, 3, 1},    {"verzoek-kwijt", 5, 3, 1},
    {"antwoord-kwijt", 5, 3, 1},  {"dubbel", 6, 4, 1},          {"laat", 6, 4, 1},
    {"nieuws-kwijt", 2, 3, 1},    {"ontvanger-liegt", 5, 4, 5}, {"klok-springt", 4, 3, 7200},
    {"klok-loopt", 2, 3, 400},
};

}  // namespace

History draw(std::uint64_t seed, std::size_t steps) {
  Dice dice(seed);
  History history;
  history.seed = seed;
  history.shared = seed % 2 == 1;
  history.nodes = history.shared ? 2 + static_cast<int>(dice.below(2)) : 1;
  int all = 0;
  for (const auto& kind : kinds) all += kind.weight;
  for (std::size_t i = 0; i < steps; ++i) {
    auto drawn = static_cast<int>(dice.below(static_cast<std::uint64_t>(all)));
    const auto* kind = kinds;
    while (drawn >= kind->weight) drawn -= (kind++)->weight;
    Step step{kind->what, static_cast<std::int64_t>(dice.below(static_cast<std::uint64_t>(kind->most_a))),
              static_cast<std::int64_t>(dice.below(static_cast<std::uint64_t>(kind->most_b))), 0, 0};
    // Half of them come at once with the next.
    if (dice.one_in(2)) step.then_ms = static_cast<std::int64_t>(dice.below(dice.one_in(8) ? 15'000 : 400));
    step.seed = dice.next() >> 16;
    history.steps.push_back(std::move(step));
  }
  return history;
}

void write(const History& history, std::ostream& to) {
  to << "# A run of `simulate` (tests/simulation/README.md): a step a line, with a, b, milliseconds until "
        "the next, and seed.\n"
     << (history.shared ? "postgres " : "sqlite ") << history.nodes << ' ' << history.seed << '\n';
  for (const auto& step : history.steps)
    to << step.what << ' ' << step.a << ' ' << step.b << ' ' << step.then_ms << ' ' << step.seed << '\n';
}

History read(const std::filesystem::path& file) {
  std::ifstream in(file);
  History history;
  std::string line;
  bool begun = false;
  while (std::getline(in, line)) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    if (!std::exchange(begun, true)) {
      std::string engine;
      words >> engine >> history.nodes >> history.seed;
      history.shared = engine == "postgres";
    } else {
      Step step;
      words >> step.what >> step.a >> step.b >> step.then_ms >> step.seed;
      history.steps.push_back(std::move(step));
    }
    if (!words) throw std::runtime_error(file.string() + ": this line is none of a history: " + line);
  }
  if (!begun) throw std::runtime_error(file.string() + " is no history");
  return history;
}

}  // namespace inburgering::simulation
