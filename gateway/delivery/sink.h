#pragma once
// How the system of an afnemer is called: address, certificates, limits. Shared by deliveries, the handshake
// and test deliveries.
#include "adapters/transport/http_client.h"
#include "gateway/config/config.h"
#include "gateway/wishes/subscription.h"

namespace inburgering::gateway::delivery {

/// A call to the sink of a subscription, still without content.
adapters::transport::Call call_to(const config::Config& config, const wishes::Subscription& wish,
                                  std::string_view method);

/// Sends a test event and waits for the answer.
adapters::transport::Answer test(const config::Config& config, const wishes::Subscription& wish,
                                 adapters::transport::HttpClient& client, std::string_view id,
                                 schemas::Moment now);
adapters::transport::Call test_call(const config::Config& config, const wishes::Subscription& wish,
                                    std::string_view id, schemas::Moment now);

/// What went wrong, for the log and the operator. Empty when it arrived.
std::string failure_of(const adapters::transport::Answer& answer);
inline bool arrived(const adapters::transport::Answer& answer) {
  return answer.status >= 200 && answer.status < 300;
}

}  // namespace inburgering::gateway::delivery
