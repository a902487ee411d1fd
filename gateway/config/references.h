#pragma once
#include "gateway/config/config.h"
#include "gateway/wishes/subscription.h"

namespace inburgering::gateway::config {

/// What is wrong with a wish in this house: an afnemer that is none, gemeenten that it may not see, names of
/// certificates that do not exist, an address where DUO or a BRP lives. Pointers are JSON Pointers.
schemas::Faults check_against(const config::Config& config, const wishes::Subscription& wish);

}  // namespace inburgering::gateway::config
