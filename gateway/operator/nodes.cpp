#include "gateway/operator/nodes.h"

#include <boost/json/array.hpp>
#include <map>

#include "gateway/store/leases.h"

namespace inburgering::gateway::operation {

namespace json = boost::json;

json::object nodes_to_json(store::Session& sql) {
  json::array list;
  json::array standbys;
  if (sql.engine().is_shared()) {
    std::map<std::string, json::array> tasks;
    for (const auto& lease : store::leases(sql)) tasks[lease.instance].emplace_back(lease.task);
    for (const auto& node : store::nodes(sql))
      list.emplace_back(json::object{
          {"naam", node.node}, {"versie", node.version}, {"taken", std::move(tasks[node.instance])}});
    for (const auto& standby : sql.engine().standbys())
      standbys.emplace_back(
          json::object{{"naam", standby.name},
                       {"bevestigtMee", standby.synchronous},
                       {"achterstandMs", standby.lag_ms ? json::value(*standby.lag_ms) : json::value()}});
  }
  return {{"nodes", std::move(list)}, {"standbys", std::move(standbys)}};
}

}  // namespace inburgering::gateway::operation
