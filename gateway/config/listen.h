#pragma once
#include <string_view>

#include "gateway/config/config.h"
#include "gateway/config/reader.h"

namespace inburgering::gateway::config {

/// A listening address, or one that is called so: "127.0.0.1:8443".
void read_listen(Reader& reader, std::string_view key, Listen& listen);

/// Where partners find us.
void read_address(Reader& listen, Config& config);

/// `limits`: of connections and requests.
void read_limits(Reader limits, Config& config);

}  // namespace inburgering::gateway::config
