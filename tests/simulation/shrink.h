#pragma once
#include <functional>

#include "tests/simulation/run.h"

namespace inburgering::simulation {

/// The shortest history found that fails alike: what is not needed for it is left out.
History shrink(History history, const Outcome& outcome, const std::function<Outcome(const History&)>& play);

}  // namespace inburgering::simulation
