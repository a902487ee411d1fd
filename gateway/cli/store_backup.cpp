// `store backup`, `store check` and `store vacuum`: a copy of the whole store, whether it is whole, and its
// room on the disk.
#include "gateway/cli/store_backup.h"

#include <signal.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "gateway/cli/backup.h"
#include "gateway/cli/looked_over.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/progress.h"
#include "gateway/cli/who.h"
#include "gateway/log/exchange_log.h"
#include "gateway/log/security.h"
#include "gateway/store/engine/lock.h"
#include "gateway/store/engine/sqlite_pages.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;

struct Backup {
  std::filesystem::path config;
  std::filesystem::path to;
  std::filesystem::path since;
  bool json = false;
};
struct Vacuum {
  std::filesystem::path config;
  bool all = false;
};

/// A backup never comes in the place of another: that may be the last good one, or the one it adds to.
std::string why_not_to(const Backup& options) {
  std::error_code absent;
  if (!std::filesystem::exists(std::filesystem::symlink_status(options.to, absent))) return {};
  if (std::filesystem::is_directory(options.to, absent))
    return options.to.string() + " is een map: noem een bestand daarin, dat er nog niet is";
  const auto why = !options.since.empty() && std::filesystem::equivalent(options.to, options.since, absent)
                       ? " is de back-up die deze aanvult, en zonder die is zij niet terug te zetten"
                       : " staat er al";
  return options.to.string() + why +
         ": noem een andere naam, met de datum erin, zoals gateway-$(date +%F). Er is geen back-up gemaakt";
}

int back_up(const Backup& options) {
  ::signal(SIGXFSZ, SIG_IGN);
  const auto config = load(options.config);
  if (!config) return 2;
  if (const auto why = why_not_to(options); !why.empty()) return std::cerr << why << '\n', 2;
  const SystemClock clock;
  SystemRandom random;
  const Surroundings around{clock, random};
  auto keys_read = store::Keys::read(config->store_key, config->store_token);
  if (!keys_read) return std::cerr << keys_read.error() << '\n', 2;
  // Of whatever version: one of before is not changed by making a copy of it.
  bool present = false;
  try {
    if (!store::exists(config->store))
      return std::cerr << "de opslag " << config->store.name()
                       << " bestaat nog niet: is de gateway al eens gestart?\n",
             2;
    const auto sql = store::open(config->store, store::Access::read);
    if (const auto newer = store::made_by_newer(*sql); !newer.empty()) return std::cerr << newer << '\n', 2;
    if (const auto judged = store::judge_key(*sql, config->store, *keys_read); !judged)
      return std::cerr << judged.error() << '\n', 2;
    present = sql->engine().version() == sql->engine().migrations().size();
  } catch (const store::Unavailable& error) {
    return std::cerr << error.what() << '\n', 2;
  }
  const auto made = make_backup(*config, {*keys_read, around}, options.to, options.since);
  if (!made) return std::cerr << made.error() << '\n', 1;
  const auto& [head, manifest, keys] = *made;
  auto entry = log::new_entry(around, log::direction::in, log::feed::beheer, log::kind::backup_made);
  entry.subject = who_commands();
  entry.reference = head.id;
  entry.outcome = log::outcome::verwerkt;
  entry.faults = {{"", "back-up",
                   (head.base.empty() ? "de hele opslag" : "wat veranderde sinds back-up " + head.base) +
                       std::string(", logboek tot en met regel ") + std::to_string(manifest.log_seq)}};
  if (const auto sql = present ? open_store(*config) : nullptr)
    store::transact(*sql, [&] { log::append(*sql, entry); });
  std::error_code unknown;
  const auto size = std::filesystem::file_size(options.to, unknown);
  std::int64_t rows = 0;
  for (const auto& [table, count] : manifest.rows) rows += count;
  if (options.json) {
    std::cout << json::serialize(json::object{{"id", head.id},
                                              {"bestand", options.to.string()},
                                              {"moment", head.moment},
                                              {"programma", head.program},
                                              {"schema", head.schema},
                                              {"basis", head.base},
                                              {"paginas", manifest.pages},
                                              {"hierin", manifest.stored},
                                              {"rijen", rows},
                                              {"logregel", manifest.log_seq},
                                              {"grootte", size},
                                              {"dossiersleutels", keys.string()}})
              << '\n';
    return 0;
  }
  std::cout << "Back-up " << head.id << " staat in " << options.to.string() << ": "
            << schemas::counted(rows, "rij", "rijen") << ", logboek tot en met regel " << manifest.log_seq;
  if (!head.base.empty())
    std::cout << "; " << manifest.stored << " van " << manifest.pages
              << " pagina's, en bij terugzetten hoort de back-up die zij aanvult";
  std::cout << ".\n";
  if (!keys.empty())
    std::cout << "De sleutels van dossiers staan in " << keys.string()
              << ": bewaar daarvan alleen deze nieuwste, bij elke back-up. De sleutel van de opslag "
                 "(store.key) zit nergens "
                 "in: bewaar die apart.\n";
  return 0;
}

int check_store(const Telling& options) {
  LookedOver found;
  try {
    OpenedWithKeys house(options.config);
    if (!house) return 2;
    found = look_over(*house.sql, house.config->store, *house.config, *house.keys);
  } catch (const store::Damaged& damaged) {
    found.wrong.push_back(in_damaged_file(damaged.words()));
  }
  if (const auto lost = lost_text(found); !lost.empty()) found.wrong.push_back(lost);
  if (options.json) {
    json::array wrong(found.wrong.begin(), found.wrong.end());
    json::array lost;
    for (const auto& [number, count] : found.lost) lost.push_back(number);
    std::cout << json::serialize(json::object{{"heel", found.wrong.empty()},
                                              {"rijen", found.rows},
                                              {"logregels", found.entries},
                                              {"inhouden", found.bodies},
                                              {"donker", found.dark},
                                              {"verlorenSleutels", std::move(lost)},
                                              {"verzegeld", found.sealed},
                                              {"fouten", std::move(wrong)}})
              << '\n';
    return found.wrong.empty() ? 0 : 1;
  }
  for (const auto& each : found.wrong) std::cout << "NIET GOED  " << each << '\n';
  if (!found.wrong.empty()) {
    std::cout << "Bewaar de vorige back-up en dit bestand. Stop de gateway en zet een back-up terug (store "
                 "restore --from … --vervang), of vraag om hulp met deze regels.\n";
    return 1;
  }
  std::cout << "De opslag is heel: " << schemas::counted(found.rows, "rij", "rijen") << ", "
            << schemas::counted(found.entries, "logregel", "logregels") << " en "
            << schemas::counted(found.bodies, "inhoud", "inhouden") << " nagerekend, "
            << schemas::counted(found.sealed, "verzegelde waarde", "verzegelde waarden")
            << " geopend; niets verwijst naar niets.\n";
  if (found.dark > 0)
    std::cout << "Van wie is verwijderd zijn " << found.dark
              << " inhouden donker: hun sleutel is vernietigd, en daarvan staat een merk.\n";
  return 0;
}

/// Small steps that a running gateway does not notice; or all at once, with nobody else there.
int vacuum(const Vacuum& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  if (house.config->store.is_postgres())
    return std::cout << "PostgreSQL geeft ruimte zelf terug (autovacuum); hier is niets te doen.\n", 0;
  const auto& file = house.config->store.file;
  auto& engine = house.sql->engine();
  const auto first = engine.free_pages();
  if (!options.all) {
    Progress progress;
    for (auto left = first; left > 0;) {
      store::transact(*house.sql, [&] { engine.give_pages_back(); });
      const auto now = engine.free_pages();
      if (now >= left) {
        std::cerr << "deze opslag is van een oude versie en geeft haar " << left
                  << " lege pagina's niet in stappen terug: stop de gateway en geef store vacuum --alles\n";
        return 1;
      }
      left = now;
      progress.tell(1 - static_cast<double>(left) / static_cast<double>(first),
                    std::to_string(left) + " pagina's te gaan");
    }
    std::cout << first << " lege pagina's teruggegeven.\n";
    return 0;
  }
  house.sql.reset();
  const auto lock = store::RunningLock::take(file);
  if (!lock) return std::cerr << lock.error() << '\n', 1;
  if (!house.in_use->alone())
    return std::cerr << "een ander commando gebruikt deze opslag; wacht tot dat klaar is\n", 1;
  const auto size = std::filesystem::file_size(file);
  if (std::filesystem::space(file.parent_path()).available < size + size / 4)
    return std::cerr << "hiervoor is naast de opslag nog eens zoveel ruimte nodig (" << size / (1 << 20)
                     << " MiB); maak eerst ruimte. Er is niets veranderd\n",
           1;
  try {
    store::rewrite(file);
  } catch (const store::Unavailable& error) {
    return std::cerr << "de opslag is niet opnieuw geschreven (" << error.what()
                     << "); er is niets veranderd\n",
           1;
  }
  std::cout << "De opslag is opnieuw geschreven: van " << size / 1024 << " KiB naar "
            << std::filesystem::file_size(file) / 1024
            << " KiB. Vanaf nu geeft zij ruimte in stappen terug.\n";
  return 0;
}

}  // namespace

void add_store_backup(Commands& store) {
  const auto [making, wish] = store.add<Backup>(
      "backup", "maakt een back-up van de hele opslag, ook terwijl de gateway draait", back_up);
  making->add_option("--to", wish.to, "het bestand, dat er nog niet is: neem de datum in de naam op")
      ->required();
  making->add_option("--sinds", wish.since, "alleen wat veranderde sinds deze back-up (SQLite)")
      ->check(CLI::ExistingFile);
  making->add_flag("--json", wish.json, "als JSON");
  store.add_telling("check", "kijkt de hele opslag na, ook terwijl de gateway draait", check_store);
  const auto [giving, how] =
      store.add<Vacuum>("vacuum", "geeft lege ruimte terug aan de schijf, in kleine stappen", vacuum);
  giving->add_flag("--alles", how.all, "schrijft de opslag in een keer opnieuw; de gateway moet stilstaan");
}

}  // namespace inburgering::gateway::cli
