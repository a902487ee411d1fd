#pragma once
// How the system of an afnemer is called over HTTP, whatever is said there: address, certificates, limits.
#include "adapters/transport/http_client.h"
#include "gateway/config/config.h"
#include "gateway/wishes/subscription.h"

namespace inburgering::gateway::delivery {

/// With which of our certificates a subscription is served, and by which roots its server is trusted.
adapters::transport::TlsFiles tls_of(const config::Config& config, const wishes::Subscription& wish);

/// A call to the address of a subscription, still without content.
adapters::transport::Call call_to(const config::Config& config, const wishes::Subscription& wish,
                                  std::string_view method);

}  // namespace inburgering::gateway::delivery
