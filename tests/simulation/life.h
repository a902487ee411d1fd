#pragma once
// What a node is from its start until it ends or is killed. Who was of a life that ended reaches nothing any
// more: no store, and nobody outside. So a crash needs no more than that, at any moment.
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace inburgering::simulation {

struct Life {
  int node = -1;
  bool dead = false;
  std::vector<std::function<void()>> at_death{};
};

/// That of the node whose fiber runs now.
std::shared_ptr<Life> this_life();
/// A new one, for a node that starts.
std::shared_ptr<Life> begin_life(int node);
void end_life(Life& life);

}  // namespace inburgering::simulation
