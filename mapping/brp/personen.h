#pragma once
// What the Personen API says of a person, in the canonical model.
#include "adapters/brp/personen.h"
#include "mapping/canonical/persoon.h"
#include "mapping/change.h"

namespace inburgering::mapping::brp {

/// The present state: the API delivers all that it was asked for, so what it leaves out has no value. What it
/// does not deliver at all stays as it is known.
schemas::Result<Translation> translate(const adapters::brp::personen::Gevonden& gevonden,
                                       const Volgorde& volgorde, const Bron& bron);

/// Takes out what says nothing new. That there is a restriction, without its degree, says nothing against a
/// degree that is known: it stays. No restriction, which was known until now, gives way. And that nothing was
/// found against an address is how it was where nothing was known of that. Adds that what was found about an
/// address does not hold for another.
void leave_standing(canonical::Persoon& said, const canonical::Persoon& known);

}  // namespace inburgering::mapping::brp
