#pragma once
// What the Personen API says of a person, in the canonical model.
#include "adapters/brp/personen.h"
#include "mapping/change.h"

namespace inburgering::mapping::brp {

/// The present state: the API delivers all that it was asked for, so what it leaves out has no value. What it
/// does not deliver at all stays as it is known.
schemas::Result<Translation> translate(const adapters::brp::personen::Gevonden& gevonden,
                                       const Volgorde& volgorde, const Bron& bron);

}  // namespace inburgering::mapping::brp
