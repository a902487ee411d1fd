#pragma once
#include <boost/json/object.hpp>
#include <memory>
#include <string>
#include <vector>

#include "gateway/store/deliveries.h"
#include "gateway/store/leases.h"
#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::delivery {

/// A lane of which the first deliveries are under way.
struct Part {
  store::Lane lane;
  std::vector<store::Delivery> deliveries;
  bool more = false;  ///< others wait behind them
};

/// One request to a sink: one event, or a bundle from several lanes.
struct Attempt {
  std::shared_ptr<const subscriptions::Standing> standing;
  store::Lease lease{};  ///< of the lanes of its subscription
  std::vector<Part> parts{};
  std::vector<boost::json::object> events{};  ///< until it is sent
  std::size_t size = 0;                       ///< bytes
  std::string message_id{};                   ///< of the log entry that it becomes, when it is one event
  std::string trace_id{};

  /// One event: then what is answered says something of that one.
  bool alone() const { return parts.size() == 1 && parts.front().deliveries.size() == 1; }
};

}  // namespace inburgering::gateway::delivery
