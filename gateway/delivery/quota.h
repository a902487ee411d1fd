#pragma once
#include "gateway/exchange/pipeline.h"
#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::delivery {

/// Tells the operator of a queue that grows towards the quota of its subscription, and lets the oldest events
/// go where the afnemer asked for that (bijVol).
void look_at_quota(exchange::Pipeline& pipeline, store::Session& reader,
                   const std::shared_ptr<const subscriptions::Standing>& standing, const store::Lease& lease);

}  // namespace inburgering::gateway::delivery
