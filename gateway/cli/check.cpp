#include "gateway/cli/commands.h"
#include "gateway/cli/load.h"

namespace inburgering::gateway::cli {

int check(const std::filesystem::path& file) {
  const auto config = load(file);
  if (!config) return 2;
  if (const auto faults = config::check_surroundings(*config); !faults.empty()) {
    std::cerr << "De configuratie " << file.string()
              << " is goed geschreven, maar zo kan de gateway niet starten:\n";
    print(faults);
    return 2;
  }
  std::cout << "De configuratie is in orde: " << config->tenants.size() << " gemeenten, "
            << config->parties.size() << " partijen, " << config->subscriptions.size() << " abonnementen.\n";
  return 0;
}

}  // namespace inburgering::gateway::cli
