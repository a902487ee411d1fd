#pragma once
// Subscriptions and what belongs to them in JSON, as the API and the command line show them.
#include <boost/json/object.hpp>

#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::subscriptions {

boost::json::object to_json(store::Session& sql, const Standing& standing);
boost::json::object to_json(const store::Job& job);
boost::json::object to_json(const store::DeadLetter& letter);
/// A person whose events wait behind one that fails.
boost::json::object to_json(store::Session& sql, const store::Lane& lane);

}  // namespace inburgering::gateway::subscriptions
