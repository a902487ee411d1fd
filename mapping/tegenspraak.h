#pragma once
#include <vector>

#include "mapping/testimony.h"

namespace inburgering::mapping {

/// What the feeds that speak of an object disagree on, as it is told.
std::vector<canonical::Tegenspraak> disputes_of(const Testimony& testimony);

}  // namespace inburgering::mapping
