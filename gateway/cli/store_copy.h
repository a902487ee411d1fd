#pragma once
#include "gateway/cli/commands.h"

namespace inburgering::gateway::cli {

/// `store copy`.
void add_store_copy(Commands& store);

}  // namespace inburgering::gateway::cli
