#pragma once
#include <boost/json/object.hpp>

namespace inburgering::gateway::subscriptions {

/// The contract of what afnemers use: subscriptions, the pull feed, dossiers, and reports to DUO.
boost::json::object openapi();

}  // namespace inburgering::gateway::subscriptions
