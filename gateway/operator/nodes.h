#pragma once
// Nodes that share the store, what each of them does that only one may, and who keeps a copy of the database.
#include <boost/json/object.hpp>

#include "gateway/store/engine/session.h"

namespace inburgering::gateway::operation {

/// `nodes` and `standbys`; both are empty where one gateway has the store to itself.
boost::json::object nodes_to_json(store::Session& sql);

}  // namespace inburgering::gateway::operation
