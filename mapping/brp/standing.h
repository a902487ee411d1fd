#pragma once
// How what the BRP says of a person, in either of its feeds, stands to what it said before.
#include "mapping/canonical/persoon.h"

namespace inburgering::mapping::brp {

/// Takes out of `said` what says nothing new, and adds what follows from both:
/// - an address in which the feeds differ only in what they leave out, is the one that is known;
/// - a name of a place says nothing against the code of one: only one of the feeds tells the code;
/// - that nothing was found against an address is how it was where nothing was known of that; what was found
///   goes with the address, and does not hold for another;
/// - that there is a restriction, without its degree, says nothing against a degree that is known;
/// - that there is no permit says nothing against the day on which one was lost, and of one that ends without
///   a day, the day is not known;
/// - what happened and was told without a day, is no longer known not to have happened.
void leave_standing(canonical::Persoon& said, const canonical::Persoon& known);

}  // namespace inburgering::mapping::brp
