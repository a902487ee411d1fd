#include "tests/simulation/shrink.h"

#include <algorithm>

namespace inburgering::simulation {
namespace {

/// What failed, without which of all it was.
std::string kind_of(const std::string& broken) {
  std::string kind;
  for (const char c : broken)
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) kind += c;
  return kind.substr(0, 24);
}

constexpr int most_runs = 150;

}  // namespace

History shrink(History history, const Outcome& outcome, const std::function<Outcome(const History&)>& play) {
  const auto kind = kind_of(outcome.broken);
  int runs = 0;
  const auto fails = [&](const History& each) {
    return ++runs <= most_runs && kind_of(play(each).broken) == kind;
  };
  if (outcome.step < history.steps.size()) {
    auto shorter = history;
    shorter.steps.resize(outcome.step + 1);
    if (fails(shorter)) history = std::move(shorter);
  }
  for (auto part = std::max<std::size_t>(1, history.steps.size() / 2); part >= 1 && runs < most_runs;
       part /= 2) {
    for (std::size_t from = history.steps.size(); from > 0 && runs < most_runs;) {
      from -= std::min(part, from);
      auto shorter = history;
      const auto begin = shorter.steps.begin() + static_cast<std::ptrdiff_t>(from);
      shorter.steps.erase(begin,
                          begin + static_cast<std::ptrdiff_t>(std::min(part, shorter.steps.size() - from)));
      if (fails(shorter)) history = std::move(shorter);
    }
  }
  return history;
}

}  // namespace inburgering::simulation
