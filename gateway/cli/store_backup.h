#pragma once
#include "gateway/cli/commands.h"

namespace inburgering::gateway::cli {

/// `store backup`, `store check` and `store vacuum`.
void add_store_backup(Commands& store);
/// `store restore` and `store herstel`.
void add_store_restore(Commands& store);

}  // namespace inburgering::gateway::cli
