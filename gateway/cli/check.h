#pragma once
#include <filesystem>

namespace inburgering::gateway::cli {

/// Says what is wrong with a configuration and what it names: 0 all is well, 1 it can be used but not as it
/// should or not yet, 2 a gateway cannot start with it.
int check_configuration(const std::filesystem::path& file);

}  // namespace inburgering::gateway::cli
