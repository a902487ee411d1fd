// `reload`: has the gateway that runs take up its configuration anew, and says what became of that.
#include <signal.h>

#include <chrono>
#include <iostream>
#include <thread>

#include "gateway/cli/commands.h"
#include "gateway/cli/opened.h"
#include "gateway/log/configuration.h"
#include "gateway/log/keys.h"
#include "gateway/log/search.h"
#include "gateway/log/security.h"
#include "gateway/store/engine/lock.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

/// The newest entry of the log about the configuration of a node.
std::optional<log::Entry> last_told(store::Session& sql, const std::string& node) {
  log::Condition condition;
  condition.equals("kind", std::string(log::kind::configuration));
  condition.equals("subject", log::configuration_subject(node));
  return log::newest(sql, {log::Key::kind, {std::string(log::kind::configuration)}}, condition);
}

int reload(const OfConfig& options) {
  // What is wrong with the file is said here, before anybody is asked to read it.
  Opened house(options.config);
  if (!house) return 2;
  if (const auto faults = config::check_surroundings(*house.config); !faults.empty()) {
    std::cerr << "Deze configuratie is niet aangeboden; de gateway gaat verder met de vorige:\n";
    return print(faults), 2;
  }
  const auto process = store::RunningLock::holder(house.config->store.file);
  if (!process) return std::cerr << "op deze opslag draait geen gateway; start haar met serve\n", 1;
  const auto before = last_told(*house.sql, house.config->node);
  if (before && before->outcome == log::outcome::verwerkt &&
      before->reference == store::sha256(house.config->text)) {
    std::cout << "Er is niets veranderd: de gateway werkt al met deze configuratie.\n";
    return 0;
  }
  if (::kill(*process, SIGHUP) != 0) {
    std::cerr << "de gateway (proces " << *process
              << ") is niet te bereiken; geef dit als haar gebruiker, of met systemctl reload\n";
    return 1;
  }
  constexpr std::chrono::seconds answered_within{20};
  constexpr std::chrono::milliseconds pause{50};
  for (const auto end = std::chrono::steady_clock::now() + answered_within;
       std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(pause)) {
    const auto now = last_told(*house.sql, house.config->node);
    if (!now || (before && now->seq <= before->seq)) continue;
    if (now->outcome == log::outcome::verwerkt) {
      std::cout << "De gateway werkt met deze configuratie: "
                << schemas::counted(house.config->tenants.size(), "gemeente", "gemeenten") << ", "
                << schemas::counted(house.config->parties.size(), "partij", "partijen") << ".\n";
      return 0;
    }
    std::cerr << "De gateway nam deze configuratie niet over en gaat verder met de vorige:\n";
    return print(now->faults), 1;
  }
  std::cerr << "de gateway (proces " << *process << ") antwoordde niet; zie haar uitvoer\n";
  return 1;
}

}  // namespace

void add_reload(Commands& program) {
  program.add<OfConfig>("reload", "laat de draaiende gateway haar configuratie opnieuw lezen", reload);
}

}  // namespace inburgering::gateway::cli
