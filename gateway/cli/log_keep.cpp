// `log verify`, `log clean` and `log hold`: whether the log is whole, and what is kept of it.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <sstream>
#include <tuple>

#include "gateway/base/milliseconds.h"
#include "gateway/cli/log.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/progress.h"
#include "gateway/cli/verifying.h"
#include "gateway/log/chain.h"
#include "gateway/log/search.h"
#include "gateway/schedule/log_keeper.h"
#include "schemas/small_file.h"
#include "schemas/value/counted.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;

struct Verify {
  std::filesystem::path config;
  std::filesystem::path checkpoints;  ///< a file of checkpoints kept elsewhere
  bool chain_only = false;
  bool json = false;
};
struct BeginHold {
  std::filesystem::path config;
  std::string tenant;   ///< gemeentecode or OIN
  std::string dossier;  ///< empty = all of the gemeente
  std::string reason;
};
struct EndHold {
  std::filesystem::path config;
  std::string id;
};

int verify(const Verify& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  auto how = usual_verify(*house.config, *house.keys);
  how.bodies = !options.chain_only;
  auto outside = options.checkpoints.empty() ? house.config->log.checkpoints : options.checkpoints;
  if (!outside.empty()) {
    constexpr std::size_t most = std::size_t{256} << 20;
    const auto text = schemas::read_small_file(outside, most);
    if (!text && !options.checkpoints.empty())
      return std::cerr << outside.string() << ": " << text.error() << '\n', 2;
    std::istringstream in(text.value_or(std::string()));
    for (std::string line; std::getline(in, line);)
      if (const auto checkpoint = log::from_line(line)) how.outside.push_back(*checkpoint);
  }
  const auto last = log::last_seq(*house.sql);
  Progress progress;
  if (!options.json)
    how.progress = [&](std::int64_t seq) {
      progress.tell(static_cast<double>(seq) / static_cast<double>(last),
                    schemas::counted(seq, "regel", "regels"));
    };
  // One view of the store, whatever is written meanwhile.
  const auto verification = store::reading(*house.sql, [&] { return log::verify(*house.sql, how); });
  const auto& broken = verification.broken;
  if (options.json) {
    json::object report{{"heel", !broken.has_value()},
                        {"regels", verification.entries},
                        {"verwijderd", verification.removed},
                        {"inhouden", verification.bodies},
                        {"ijkpunten", verification.checkpoints},
                        {"tijdstempels", verification.time_stamps},
                        {"vroegereDigests", verification.former},
                        {"donker", verification.dark},
                        {"verloren", verification.lost}};
    if (broken) report["eersteFout"] = json::object{{"nr", broken->seq}, {"melding", broken->what}};
    std::cout << json::serialize(report) << '\n';
  } else if (broken) {
    std::cout << "Het logboek is NIET heel: regel " << broken->seq << ": " << broken->what << ".\n";
  } else {
    std::cout << "De keten is heel: " << schemas::counted(verification.entries, "regel", "regels")
              << " nagerekend.\n"
              << "  inhouden die kloppen     " << verification.bodies << "\n  ijkpunten die kloppen    "
              << verification.checkpoints << "\n  tijdstempels die kloppen " << verification.time_stamps
              << "\n  volgens termijn weg      " << verification.removed << '\n';
    if (verification.dark > 0)
      std::cout << "  van wie verwijderd is    " << verification.dark
                << " (hun sleutel is vernietigd: dit is een kopie van daarvoor)\n";
    if (verification.lost > 0)
      std::cout << "  NIET NA TE KIJKEN        " << verification.lost
                << " (de sleutel van hun dossier ontbreekt en is niet vernietigd: zie store check)\n";
    if (verification.former > 0)
      std::cout << "  van vóór sleuteldigests  " << verification.former
                << " (hun hash is verzegeld: op die hash zoeken kan niet meer, op de inhoud wel)\n";
  }
  return broken || verification.lost > 0 ? 1 : 0;
}

/// Removes now what is due by the terms.
int clean(const Telling& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto signer = log::Signer::read(house.config->log.own);
  if (!signer) return std::cerr << signer.error() << '\n', 2;
  const store::Database database(house.config->store, tell_migration());
  store::Writer writer(database);
  const auto removed =
      schedule::clean_up(*house.config, database, writer.write(), *house.keys, *signer, house.around());
  if (options.json)
    std::cout << json::serialize(json::object{{"inhouden", removed.bodies},
                                              {"gebeurtenissen", removed.events},
                                              {"onbestelbaar", removed.dead_letters},
                                              {"logregels", removed.entries},
                                              {"dossiers", removed.dossiers},
                                              {"referenties", removed.references},
                                              {"paginas", removed.pages},
                                              {"uitBestanden", removed.from_disk}})
              << '\n';
  else
    std::cout << "Verwijderd volgens de bewaartermijnen: "
              << schemas::counted(removed.bodies, "inhoud", "inhouden") << ", "
              << schemas::counted(removed.events, "gebeurtenis", "gebeurtenissen") << ", "
              << removed.dead_letters << " onbestelbare, "
              << schemas::counted(removed.entries, "logregel", "logregels") << ", "
              << schemas::counted(removed.dossiers, "dossier", "dossiers") << "; "
              << (removed.from_disk
                      ? "ook uit de bestanden gewist.\n"
                      : "nog niet uit de bestanden gewist, want er wordt gelezen: de gateway doet "
                        "dat binnen het uur, of geef dit opnieuw.\n");
  return 0;
}

int list_holds(const Telling& options) {
  Opened house(options.config);
  if (!house) return 2;
  json::array list;
  for (const auto& hold : log::holds(*house.sql)) {
    const schemas::Moment since{schemas::Moment::Time(std::chrono::milliseconds(hold.since))};
    if (options.json)
      list.emplace_back(json::object{{"id", hold.id},
                                     {"gemeente", gemeente_of(*house.config, hold.tenant)},
                                     {"dossier", hold.dossier},
                                     {"reden", hold.reason},
                                     {"sinds", since.text()}});
    else
      std::cout << hold.id << "  " << gemeente_of(*house.config, hold.tenant) << "  "
                << padded(hold.dossier.empty() ? "alles" : hold.dossier, 36) << "  "
                << local_time(since, "%d-%m-%Y") << "  " << hold.reason << '\n';
  }
  if (options.json) std::cout << json::serialize(list) << '\n';
  return 0;
}

int begin_hold(const BeginHold& options) {
  Opened house(options.config);
  if (!house) return 2;
  auto& sql = *house.sql;
  auto entry =
      log::new_entry(house.around(), log::direction::in, log::feed::gateway, "bewaarplicht begonnen");
  const log::Hold hold{entry.message_id, tenant_named(*house.config, options.tenant), options.dossier,
                       options.reason, milliseconds(entry.moment)};
  if (hold.tenant.empty()) {
    std::cerr << "gemeente " << options.tenant << " staat niet in de configuratie\n";
    return 2;
  }
  if (schemas::may_hold_bsn(hold.reason)) {
    std::cerr << "noem in de reden geen bsn; zij staat leesbaar in het logboek\n";
    return 2;
  }
  entry.outcome = log::outcome::verwerkt;
  entry.tenant = hold.tenant;
  entry.dossier = hold.dossier;
  entry.reference = hold.id;
  entry.faults = {{"", "reden", hold.reason}};
  store::transact(sql, [&] {
    log::add_hold(sql, hold);
    log::append(sql, entry);
  });
  std::cout << hold.id << '\n';
  return 0;
}

int end_hold(const EndHold& options) {
  Opened house(options.config);
  if (!house) return 2;
  auto& sql = *house.sql;
  auto entry =
      log::new_entry(house.around(), log::direction::in, log::feed::gateway, "bewaarplicht beëindigd");
  entry.outcome = log::outcome::verwerkt;
  entry.reference = options.id;
  const bool ended = store::transact(sql, [&] {
    const bool there = log::end_hold(sql, options.id);
    if (there) log::append(sql, entry);
    return there;
  });
  if (!ended) return std::cerr << "er is geen bewaarplicht met dit id; zie log hold list\n", 1;
  return 0;
}

}  // namespace

void add_log_keep(Commands& log) {
  const auto [verifying, how] =
      log.add<Verify>("verify", "rekent de keten, ijkpunten en inhouden na", verify);
  verifying->add_option("--ijkpunten", how.checkpoints, "bestand met ijkpunten die elders zijn bewaard");
  verifying->add_flag("--keten", how.chain_only, "zonder de inhouden");
  verifying->add_flag("--json", how.json, "als JSON");

  log.add_telling("clean", "verwijdert nu wat volgens de bewaartermijnen weg mag", clean);

  auto hold = log.group("hold", "bewaarplichten: wat niet weg mag, wat de termijnen ook zeggen");
  hold.add_telling("list", "alle bewaarplichten", list_holds);
  const auto [add, begun] = hold.add<BeginHold>("add", "begint een bewaarplicht", begin_hold);
  add->add_option("--gemeente", begun.tenant, "gemeentecode of OIN")->required();
  add->add_option("--dossier", begun.dossier, "alleen dit dossier");
  add->add_option("--reden", begun.reason, "waarom; noem geen persoon")->required();
  const auto [remove, ended] = hold.add<EndHold>("remove", "beëindigt een bewaarplicht", end_hold);
  remove->add_option("ID", ended.id, "zie log hold list")->required();
}

}  // namespace inburgering::gateway::cli
