// `store nodes`: the gateways that share a store, and what each of them does.
#include "gateway/cli/store_nodes.h"

#include <boost/json/serialize.hpp>
#include <iostream>

#include "gateway/cli/opened.h"
#include "gateway/operator/nodes.h"

namespace inburgering::gateway::cli {
namespace {

int list_nodes(const Telling& options) {
  Opened house(options.config);
  if (!house) return 2;
  const auto found = operation::nodes_to_json(*house.sql);
  if (options.json) return std::cout << boost::json::serialize(found) << '\n', 0;
  for (const auto& node : found.at("nodes").as_array()) {
    std::cout << padded(std::string(node.at("naam").as_string()), 20) << "versie "
              << node.at("versie").as_string().c_str() << '\n';
    for (const auto& task : node.at("taken").as_array())
      std::cout << "    " << task.as_string().c_str() << '\n';
  }
  for (const auto& standby : found.at("standbys").as_array())
    std::cout << "standby " << standby.at("naam").as_string().c_str()
              << (standby.at("bevestigtMee").as_bool() ? ", bevestigt mee" : ", bevestigt niet mee")
              << (standby.at("achterstandMs").is_null()
                      ? ""
                      : ", " + std::to_string(standby.at("achterstandMs").as_int64()) + " ms achter")
              << '\n';
  if (found.at("nodes").as_array().empty())
    std::cout << (house.sql->engine().is_shared() ? "Er draait nu geen node op deze opslag.\n"
                                                  : "Deze opslag is van één gateway.\n");
  return 0;
}

}  // namespace

void add_store_nodes(Commands& store) {
  store.add_telling(
      "nodes", "de gateways die deze opslag delen, wat elk doet, en de standbys van de database", list_nodes);
}

}  // namespace inburgering::gateway::cli
