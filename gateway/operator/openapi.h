#pragma once
#include <boost/json/object.hpp>

namespace inburgering::gateway::operation {

/// The contract of the operator API, OpenAPI 3.1.
boost::json::object openapi();

}  // namespace inburgering::gateway::operation
