#pragma once
// What both engines do alike with statements that they keep ready.
#include <functional>
#include <string_view>

#include "gateway/store/engine/engine.h"

namespace inburgering::gateway::store {

/// Of a map by text in which is looked by a part of another text.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

/// Ends an execution where its scope ends.
struct Ended {
  Run& run;
  explicit Ended(Run& of) : run(of) {}
  Ended(const Ended&) = delete;
  Ended& operator=(const Ended&) = delete;
  ~Ended() { run.end(); }
};

}  // namespace inburgering::gateway::store
