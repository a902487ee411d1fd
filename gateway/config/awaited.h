#pragma once
// What a configuration names and others have yet to give: certificates that were requested, and the roots
// that come with them. Nothing is wrong then, but the gateway cannot start yet.
#include <filesystem>
#include <string>
#include <vector>

#include "gateway/config/config.h"

namespace inburgering::gateway::config {

struct Awaited {
  std::string place;           ///< "tls.server"
  std::filesystem::path file;  ///< that is not there
  std::string todo;            ///< Dutch
};
/// A certificate is awaited when its key is there and the request for it (the same name, .csr); the roots
/// beside it are when they are not there.
std::vector<Awaited> awaited(const Config& config);

/// Those faults that are not about what is awaited.
schemas::Faults besides(schemas::Faults faults, const std::vector<Awaited>& awaited, const Config& config);

}  // namespace inburgering::gateway::config
