#pragma once
#include <vector>

#include "gateway/operator/overview.h"

namespace inburgering::gateway::operation {

/// Exchanges that fail about somebody whose term (docs/termijnen.md) is over or runs out soon: one concern a
/// person and term, however many of them fail, the earliest last day first. Of what is more than a page of
/// them only how many.
std::vector<Concern> endangered(store::Session& sql, const View& view);

}  // namespace inburgering::gateway::operation
