#pragma once
#include <string_view>

#include "gateway/config/config.h"
#include "gateway/config/reader.h"

namespace inburgering::gateway::config {

/// Whether a password stands in a connection string, where whoever may read the configuration, the logs or
/// the list of processes would find it.
bool holds_password(std::string_view conninfo);

/// `store`: where what is known is kept, and the key that it is sealed under.
void read_store(Reader store, Config& config);

}  // namespace inburgering::gateway::config
