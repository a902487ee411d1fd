#pragma once
// Where the configuration is when no --config was given.
#include <filesystem>

namespace inburgering::gateway::cli {

/// Names the file, for all commands of a shell or a service.
inline constexpr const char* config_variable = "INBURGERING_CONFIG";
/// Where a package puts it.
inline constexpr const char* config_of_package = "/etc/inburgering/gateway.yaml";

/// What --config says of itself.
inline constexpr const char* config_help =
    "het configuratiebestand; zonder: dat van INBURGERING_CONFIG, en anders /etc/inburgering/gateway.yaml";

/// By that variable, else that of the package. Throws a CLI::ParseError that names the three ways when there
/// is none.
std::filesystem::path usual_config();

}  // namespace inburgering::gateway::cli
