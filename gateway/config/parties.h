#pragma once
#include "gateway/config/config.h"
#include "gateway/config/reader.h"

namespace inburgering::gateway::config {

/// One of `tenants`: a gemeente.
Tenant read_tenant(Reader& reader);
/// One of `parties`: who may connect.
Party read_party(Reader& reader, const Config& config);
/// One of `subscriptions`.
wishes::Subscription read_subscription(Reader& reader);

}  // namespace inburgering::gateway::config
