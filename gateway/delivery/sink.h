#pragma once
// How the system of an afnemer is called: address, certificates, limits. Shared by deliveries, the handshake
// and test deliveries.
#include <boost/json/object.hpp>

#include "adapters/transport/http_client.h"
#include "gateway/config/config.h"
#include "gateway/log/exchange_log.h"
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

/// What came of a test delivery: noted in its log entry, and as whoever asked for it is told.
boost::json::object note_test(log::Entry& entry, const adapters::transport::Answer& answer);
/// Who fetches what waits has no address to try.
inline constexpr std::string_view nothing_to_test = "wie zelf ophaalt heeft geen adres om te proberen";

}  // namespace inburgering::gateway::delivery
