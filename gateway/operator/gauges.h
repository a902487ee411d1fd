#pragma once
#include "gateway/metrics/metrics.h"
#include "gateway/operator/desk.h"

namespace inburgering::gateway::operation {

/// Brings the gauges up to date before they are scraped: what stands in the store, not what was counted.
void refresh(const Desk& desk, metrics::Metrics& metrics);

}  // namespace inburgering::gateway::operation
