#include "tests/simulation/life.h"

#include <map>
#include <utility>

#include "tests/simulation/fibers.h"

namespace inburgering::simulation {
namespace {

std::map<int, std::shared_ptr<Life>>& lives() {
  static std::map<int, std::shared_ptr<Life>> all;
  return all;
}

}  // namespace

std::shared_ptr<Life> this_life() {
  auto& life = lives()[fibers::here()];
  if (!life) life = std::make_shared<Life>(fibers::here());
  return life;
}

std::shared_ptr<Life> begin_life(int node) { return lives()[node] = std::make_shared<Life>(node); }

void end_life(Life& life) {
  if (std::exchange(life.dead, true)) return;
  for (const auto& each : std::exchange(life.at_death, {})) each();
}

}  // namespace inburgering::simulation
