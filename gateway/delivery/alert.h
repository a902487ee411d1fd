#pragma once
#include <string_view>

#include "gateway/exchange/pipeline.h"
#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::delivery {

/// What an operator must know of a subscription. Each kind is told at most once a day a subscription.
namespace alert {
inline constexpr std::string_view dead_letter = "onbestelbaar";
inline constexpr std::string_view circuit = "ontvanger-stil";
inline constexpr std::string_view quota = "quotum";
inline constexpr std::string_view certificate = "certificaat";
inline constexpr std::string_view handshake = "handshake";
}  // namespace alert

/// Writes an entry of kind "alarm <kind>" and outcome "alarm" in the exchange log, in the caller's
/// transaction, and a line on stderr.
void raise(store::Session& sql, const exchange::Pipeline& pipeline, const subscriptions::Standing& standing,
           std::string_view kind, std::string_view what);

}  // namespace inburgering::gateway::delivery
