// `store copy`: a whole store to another place, from a pilot in a file to nodes on PostgreSQL, and back.
#include "gateway/cli/store_copy.h"

#include <iostream>
#include <optional>

#include "gateway/cli/load.h"
#include "gateway/cli/progress.h"
#include "gateway/cli/store.h"
#include "gateway/cli/verifying.h"
#include "gateway/config/store.h"
#include "gateway/log/chain.h"
#include "gateway/store/copy.h"
#include "gateway/store/engine/lock.h"
#include "gateway/store/key_file.h"
#include "gateway/store/own_key.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

struct Copy {
  std::filesystem::path config;
  std::string from, to;
};

/// "sqlite:FILE" or "postgres:CONNECTION".
std::optional<StorePlace> place_named(const std::string& text, const config::Config& config,
                                      std::string_view beside) {
  if (config::holds_password(text)) {
    std::cerr << "zet het wachtwoord niet op de opdrachtregel, maar in een bestand: passfile=…\n";
    return std::nullopt;
  }
  const auto behind = text.substr(std::min(text.size(), text.find(':') + 1));
  if (text.starts_with("sqlite:") && !behind.empty()) return StorePlace(behind);
  if (text.starts_with("postgres:") && !behind.empty())
    return StorePlace(config.store.file.parent_path() / beside, behind);
  std::cerr << "'" << text << "' is geen opslag: schrijf sqlite:BESTAND of postgres:\"host=… dbname=…\"\n";
  return std::nullopt;
}

/// Nobody works on it, here or on another machine, as long as this lives.
struct Alone {
  std::optional<store::RunningLock> running;
  std::optional<store::KeysInUse> keys;

  bool take(const StorePlace& place) {
    if (!place.is_postgres()) {
      auto lock = store::RunningLock::take(place.file);
      if (!lock) return std::cerr << lock.error() << '\n', false;
      running.emplace(std::move(*lock));
    }
    auto use = store::KeysInUse::share(place);
    if (!use) return std::cerr << use.error() << '\n', false;
    if (!use->alone())
      return std::cerr << "op opslag " << place.name()
                       << " werkt nog iemand: stop de gateways en de commando's die haar gebruiken\n",
             false;
    keys.emplace(std::move(*use));
    return true;
  }
};

bool verify(store::Session& sql, const config::Config& config, const store::Keys& keys) {
  const auto how = usual_verify(config, keys);
  const auto verified = store::reading(sql, [&] { return log::verify(sql, how); });
  if (verified.broken)
    std::cout << "Het logboek is in het doel NIET heel: regel " << verified.broken->seq << ": "
              << verified.broken->what << ".\n";
  else
    std::cout << "Het logboek is heel: " << schemas::counted(verified.entries, "regel", "regels") << " en "
              << schemas::counted(verified.bodies, "inhoud", "inhouden") << " nagerekend.\n";
  return !verified.broken;
}

int copy(const Copy& options) {
  const auto config = load(options.config);
  if (!config) return 2;
  const auto from = place_named(options.from, *config, "kopie-bron");
  const auto to = place_named(options.to, *config, "kopie-doel");
  if (!from || !to) return 2;
  auto keys = store::Keys::read(config->store_key, config->store_token);
  if (!keys) return std::cerr << keys.error() << '\n', 2;
  try {
    if (!store::exists(*from)) return std::cerr << "de opslag " << from->name() << " is er niet\n", 2;
    Alone source;
    Alone target;
    if (!source.take(*from) || !target.take(*to)) return 1;
    const store::Database source_store(*from, tell_migration());
    if (const auto judged = store::judge_key(*source_store.session(), *from, *keys); !judged)
      return std::cerr << judged.error() << '\n', 2;
    const store::Database target_store(*to, tell_migration());
    Progress progress;
    const auto copied = store::copy(source_store, target_store, [&](std::int64_t done, std::int64_t of) {
      progress.tell(static_cast<double>(done) / static_cast<double>(std::max<std::int64_t>(1, of)),
                    std::to_string(done) + " van " + schemas::counted(of, "rij", "rijen"), done == of);
    });
    bool same = true;
    std::int64_t rows = 0;
    for (const auto& each : copied) {
      rows += each.rows;
      same = same && each.same;
      if (each.rows > 0 || !each.same)
        std::cout << padded(each.table, 24) << padded(std::to_string(each.rows), 12)
                  << (each.same ? "gelijk\n" : "NIET GELIJK\n");
    }
    if (!same) return std::cerr << "het doel is niet gelijk aan de bron en blijft gesloten\n", 1;
    auto again = store::Keys::read(config->store_key, config->store_token);
    const auto sql = target_store.session();
    if (const auto judged = store::judge_key(*sql, *to, *again); !judged)
      return std::cerr << judged.error() << '\n', 1;
    if (!verify(*sql, *config, *again)) return 1;
    std::cout << "Gekopieerd: " << schemas::counted(rows, "rij", "rijen")
              << ". Zet het doel onder store in de configuratie, en bewaar de "
              << "bron tot u zeker bent; laat er geen gateway meer op draaien.\n";
    return 0;
  } catch (const store::NotEmpty& error) {
    return std::cerr << error.what() << '\n', 1;
  } catch (const std::exception& error) {
    std::cerr << error.what()
              << "\nWat er al staat blijft; geef het commando opnieuw, dan gaat het verder.\n";
    return 1;
  }
}

}  // namespace

void add_store_copy(Commands& store) {
  const auto [copying, places] = store.add<Copy>(
      "copy", "kopieert een hele opslag naar een andere plaats, en rekent na dat alles er staat", copy);
  copying->add_option("--from", places.from, "sqlite:BESTAND of postgres:\"host=… dbname=…\"")->required();
  copying->add_option("--to", places.to, "net zo: een lege plaats, of een kopie die is afgebroken")
      ->required();
}

}  // namespace inburgering::gateway::cli
