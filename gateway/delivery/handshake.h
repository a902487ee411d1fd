#pragma once
// Whether a sink wants to receive (CloudEvents "HTTP 1.1 Web Hooks for Event Delivery" 1.0.2 §4).
#include <expected>
#include <string>

#include "gateway/delivery/call.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::delivery {

/// The question: OPTIONS with WebHook-Request-Origin.
adapters::transport::Call handshake_to(const config::Config& config, const wishes::Subscription& wish);
/// What it answered: requests a minute that it allows (0 = no limit), or in Dutch why it did not agree.
std::expected<int, std::string> read_handshake(const config::Config& config,
                                               const adapters::transport::Answer& answer);
/// Writes down what a sink answered when it was asked, whatever its way: `agreed` (Sink::agreed). `done`
/// tells whether that is durable.
void conclude_handshake(exchange::Pipeline& pipeline,
                        const std::shared_ptr<const subscriptions::Standing>& standing,
                        const store::Lease& lease, const adapters::transport::Answer& answer,
                        const std::expected<int, std::string>& agreed, std::function<void(bool)> done);

}  // namespace inburgering::gateway::delivery
