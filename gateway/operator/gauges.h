#pragma once
#include "gateway/operator/desk.h"
#include "gateway/operator/metrics.h"

namespace inburgering::gateway::operation {

/// Brings the gauges up to date before they are scraped: what stands in the store, not what was counted.
void refresh(const Desk& desk, Metrics& metrics);

}  // namespace inburgering::gateway::operation
