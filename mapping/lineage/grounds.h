#pragma once
// What a field rests on that no message tells: the objects from which a rule concluded it.
#include <cstddef>
#include <span>
#include <vector>

#include "mapping/canonical/object.h"
#include "mapping/rule.h"

namespace inburgering::mapping::lineage {

/// Those of `known` (all that is known of the person) without which the rule would say something else of this
/// field of the object, or nothing: of each type those of which one alone makes that difference, or all of
/// the type where only together they do. Empty for a rule that concludes nothing, and where it says nothing
/// now.
struct Ground {
  const canonical::Object* object;
  /// Of what it says the part without which the rule would say something else; empty where no part alone
  /// makes that difference.
  canonical::Fields fields{};
};
std::vector<Ground> grounds_of(const canonical::Object& object, std::size_t field, const RuleName& rule,
                               std::span<const canonical::Object> known);

}  // namespace inburgering::mapping::lineage
