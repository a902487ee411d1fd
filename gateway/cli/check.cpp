#include "gateway/cli/check.h"

#include <algorithm>

#include "gateway/cli/backup.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/load.h"
#include "gateway/config/awaited.h"
#include "gateway/config/file_modes.h"
#include "gateway/store/engine/postgres.h"
#include "gateway/store/own_key.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

/// Not refused: it may be so for a while, and what stands there is of somebody else.
void hint_at_standbys(store::Session& sql) {
  const auto standbys = sql.engine().standbys();
  if (!standbys.empty() && std::ranges::none_of(standbys, &store::Standby::synchronous))
    std::cerr << "Let op: geen standby van de database bevestigt mee. Valt de primary weg, dan kan ontbreken "
                 "wat al was "
                 "bevestigd; zet synchronous_standby_names, of in Patroni synchronous_mode.\n";
}

}  // namespace

int check_configuration(const std::filesystem::path& file) {
  const auto config = load(file);
  if (!config) return 2;
  const auto awaited = config::awaited(*config);
  if (const auto faults = config::besides(config::check_surroundings(*config), awaited, *config);
      !faults.empty()) {
    std::cerr << "De configuratie " << file.string()
              << " is goed geschreven, maar zo kan de gateway niet starten:\n";
    print(faults);
    return 2;
  }
  // A store that is there already: its own key must be the one that is configured.
  if (auto keys = store::Keys::read(config->store_key, config->store_token)) {
    try {
      if (config->store.is_postgres())
        if (const auto unfit = store::postgres_unfit(config->store.postgres); !unfit.empty())
          return std::cerr << "opslag " << config->store.name() << ": " << unfit << '\n', 2;
      if (store::exists(config->store)) {
        const auto sql = store::open(config->store, store::Access::read);
        if (const auto newer = store::made_by_newer(*sql); !newer.empty())
          return std::cerr << newer << '\n', 2;
        if (const auto judged = store::judge_key(*sql, config->store, *keys); !judged)
          return std::cerr << judged.error() << '\n', 2;
        hint_at_standbys(*sql);
        std::cout << coming_migration(*config);
      }
    } catch (const store::Gone& gone) {
      return std::cerr << gone.what() << '\n', 2;
    } catch (const store::Damaged& damaged) {
      return std::cerr << damaged.what() << '\n', 2;
    } catch (const store::Unavailable& error) {
      return std::cerr << "opslag " << config->store.name() << " is niet te lezen: " << error.what() << '\n',
             2;
    }
  }
  auto modes = config::check_file_modes(*config);
  if (const auto keys = store::Keys::read(config->store_key, config->store_token);
      keys && keys->are_plain() && !config->store_token.uri.empty())
    modes.push_back({"store.key", "token",
                     "er staan sleutels leesbaar in, buiten het token (store.token): draai store wrap"});
  if (!modes.empty()) {
    std::cerr << "De gateway start zo in de stand test; in productie weigert hij te starten:\n";
    print(modes);
  }
  for (const auto& each : awaited)
    std::cerr << "Nog niet gereed: " << each.place << ": " << each.todo << '\n';
  std::cout << (modes.empty() && awaited.empty() ? "De configuratie is in orde: "
                                                 : "De configuratie is goed geschreven: ")
            << schemas::counted(config->tenants.size(), "gemeente", "gemeenten") << ", "
            << schemas::counted(config->parties.size(), "partij", "partijen") << ", "
            << schemas::counted(config->subscriptions.size(), "abonnement", "abonnementen") << ".\n";
  if (!awaited.empty()) std::cout << "De gateway kan starten zodra er is waarop nog gewacht wordt.\n";
  return modes.empty() && awaited.empty() ? 0 : 1;
}

void add_check(Commands& program) {
  program.add<OfConfig>("check", "zegt wat er aan de configuratie schort",
                        [](const OfConfig& options) { return check_configuration(options.config); });
}

}  // namespace inburgering::gateway::cli
