#pragma once
#include "gateway/cli/commands.h"

namespace inburgering::gateway::cli {

/// `store nodes`.
void add_store_nodes(Commands& store);

}  // namespace inburgering::gateway::cli
