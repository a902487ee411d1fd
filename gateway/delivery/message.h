#pragma once
// An event as it goes over the line, in the form that its subscription asked for.
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "adapters/transport/http.h"
#include "gateway/store/deliveries.h"
#include "gateway/store/dossiers.h"
#include "gateway/wishes/subscription.h"

namespace inburgering::gateway::delivery {

struct Message {
  adapters::transport::Headers headers;
  std::string body;
  // What a broker wants to know besides; of one event.
  std::string id{};    ///< of the event
  std::string type{};  ///< of the event
  std::string key{};   ///< what keeps its place in the order: the dossier
};

/// The CloudEvent of a delivery, opened: what was kept, and what belongs to this delivery alone
/// (`previoussequence`, `snapshot`, `replay`), by this version of the model. Nothing when it cannot be read,
/// with the reason for which it is not delivered.
std::expected<boost::json::object, std::string_view> cloud_event_of(const store::Sealing& sealing,
                                                                    const store::Delivery& delivery,
                                                                    int version = mapping::versions::newest);

/// Why such an event is not sent, in Dutch.
std::string_view why_not_sent(std::string_view reason);

/// Takes the data out and tells where it can be fetched (CloudEvents extension `dataref`): a resource of
/// ours, for this subscription. `address`: of the gateway.
void make_thin(boost::json::object& event, std::string_view address, std::string_view subscription);

/// CloudEvents HTTP protocol binding 1.0.2: structured (§3.2), binary (§3.1), batched (§3.3), or binary with
/// canonical XML (schemas/canonical/inburgering.xsd, element Data) as its data. A thin event has none.
/// Nothing when what is told does not fit in that form: an older version wrote it.
std::optional<Message> compose(const wishes::Subscription& wish,
                               const std::vector<boost::json::object>& events);

/// The data of an event by this version of the model as an XML document.
std::optional<std::string> to_xml(const boost::json::object& data, int version = mapping::versions::newest);

/// A test event: no data about anyone.
boost::json::object test_event(std::string_view gateway_oin, std::string_view id, schemas::Moment now,
                               std::string_view subscription);

}  // namespace inburgering::gateway::delivery
