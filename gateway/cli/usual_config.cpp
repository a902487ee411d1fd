#include "gateway/cli/usual_config.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

namespace inburgering::gateway::cli {

std::filesystem::path usual_config() {
  if (const char* named = std::getenv(config_variable); named != nullptr && *named != '\0') return named;
  std::error_code unknown;
  if (std::filesystem::exists(config_of_package, unknown)) return config_of_package;
  throw CLI::RequiredError(
      "er is geen configuratie: noem haar met --config BESTAND of in INBURGERING_CONFIG, of zet haar in "
      "/etc/inburgering/gateway.yaml; inburgering-gateway init maakt er een",
      CLI::ExitCodes::RequiredError);
}

}  // namespace inburgering::gateway::cli
