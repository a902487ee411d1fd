#pragma once
// The kinds of hours that a gemeente reports to DUO (DUO GevolgdeUren 1.0.0), and what is to be reported of
// what was counted.
#include <span>
#include <string_view>
#include <vector>

#include "mapping/canonical/object.h"

namespace inburgering::mapping::duo {

using schemas::Stated;

struct Urensoort {
  std::string_view operatie;
  std::string_view field;   ///< of the canonical object
  std::string_view answer;  ///< where DUO has it in its answer
  Stated<schemas::Hours> canonical::GevolgdeUren::* bij_duo;
  Stated<schemas::Hours> canonical::Urenstand::* geteld;
};
std::span<const Urensoort> urensoorten();

/// One report: the new total of one kind.
struct TeMelden {
  const Urensoort* soort = nullptr;
  schemas::Hours uren;
};

/// The kinds of which DUO has another total than was counted; `bij_duo` is null when DUO has none of this
/// gemeente. Never less than DUO has: hours may also have been reported by another way.
std::vector<TeMelden> te_melden(const canonical::Urenstand& geteld, const canonical::GevolgdeUren* bij_duo);

}  // namespace inburgering::mapping::duo
