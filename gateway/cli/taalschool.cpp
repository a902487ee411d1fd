// `taalschool import`: a file with rows of a school, first judged as a whole, then taken up as a whole.
#include <boost/json/serialize.hpp>
#include <chrono>
#include <functional>
#include <iostream>
#include <thread>

#include "adapters/taalschool/sjabloon.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/input.h"
#include "gateway/cli/offline.h"
#include "gateway/cli/progress.h"
#include "gateway/intake/file.h"
#include "gateway/log/exchange_log.h"
#include "gateway/store/bestanden.h"
#include "gateway/store/engine/lock.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

struct RowFile {
  std::filesystem::path config;
  std::string party;     ///< OIN of the school
  std::string resource;  ///< what the rows are
  std::string file = "-";
  bool trial = false;  ///< only judge
  bool json = false;
};
struct Template {
  std::string resource;
  bool xlsx = false;  ///< a workbook
};

int tell(const intake::Rapport& rapport, bool json) {
  if (json) {
    std::cout << boost::json::serialize(intake::to_json(rapport)) << '\n';
  } else {
    for (const auto& each : rapport.bevindingen) {
      if (!each.plek.empty())
        std::cerr << each.plek << (each.kolom.empty() ? ": " : ", ");
      else if (each.rij > 0)
        std::cerr << "rij " << each.rij << (each.kolom.empty() ? ": " : ", ");
      if (!each.kolom.empty()) std::cerr << each.kolom << ": ";
      std::cerr << each.melding << '\n';
    }
    std::cout << summary(rapport) << '\n';
  }
  return rapport.goed() ? 0 : 1;
}

/// Waits while the gateway that runs on this store takes up a file; answers the log entry that ends it.
/// Nothing when that gateway went away: it finishes the file when it is back.
std::optional<log::Entry> await(const Offline& offline, const std::string& id,
                                const std::function<void(std::int64_t)>& progress) {
  constexpr std::chrono::milliseconds look_again{200};
  const auto sql = offline.database.session();
  while (const auto bestand = store::find_bestand(*sql, id)) {
    if (!store::RunningLock::held(offline.config.store.file)) return std::nullopt;
    progress(bestand->taken);
    std::this_thread::sleep_for(look_again);
  }
  auto journey = log::journey(*sql, id);
  if (journey.empty()) return std::nullopt;
  return std::move(journey.back());
}

/// Has the gateway that runs take up a file that was found good: two that write into one store would wait for
/// each other. The exit code.
int hand_over(Offline& offline, const intake::Sender& sender, const intake::FileRows& rows,
              intake::Rapport rapport, log::Entry entry, bool json,
              const std::function<void(std::int64_t)>& progress) {
  const auto id = entry.message_id;
  const auto total = rapport.uitslag.rijen;
  if (!intake::leg_vast(offline.pipeline, sender, rows.text(), total, std::move(entry), 0))
    return std::cerr
               << "de opslag kon het bestand niet vastleggen: er is niets verwerkt; bied het opnieuw aan\n",
           1;
  const auto end = await(offline, id, progress);
  if (!end)
    return std::cerr
               << "het bestand is vastgelegd, maar de gateway die het verwerkte is gestopt; zij maakt het af "
                  "zodra zij weer draait (bericht "
               << id << ")\n",
           1;
  for (const auto& fault : end->faults) std::cerr << fault.message << '\n';
  if (!end->faults.empty()) return std::cerr << "zie log show " << end->message_id << '\n', 1;
  return tell(rapport, json);
}

int import_rows(const RowFile& options) {
  const auto offline = Offline::open(options.config, options.party, config::Role::taalschool);
  if (!offline) return 2;
  auto& pipeline = offline->pipeline;
  auto text = read_input(options.file);
  if (!text) return 2;
  const auto size = text->size();

  intake::Rapport rapport{options.trial, {}, {}};
  auto opened = intake::FileRows::open(std::move(*text), options.resource);
  if (!opened) {
    rapport.bevindingen = std::move(opened.error());
    return tell(rapport, options.json);
  }
  const auto& rows = *opened;
  const intake::Sender sender{offline->party, options.resource};
  // Judging is about a fifth of the work.
  const double judging = options.trial ? 1 : 0.2;
  Progress progress;
  {
    const auto sql = offline->database.session();
    rapport.uitslag = intake::toets(pipeline, sender, *sql, *rows, [&](std::int64_t count) {
      progress.tell(judging * rows->fraction_read(), schemas::counted(count, "rij", "rijen") + " nagekeken");
    });
  }
  const auto total = std::max<std::int64_t>(rapport.uitslag.rijen, 1);
  rapport.bevindingen = rows->findings(rapport.uitslag);
  if (rapport.goed() && !options.trial) {
    const auto taken = [&](std::int64_t count) {
      progress.tell(judging + (1 - judging) * static_cast<double>(count) / static_cast<double>(total),
                    std::to_string(count) + " van " + schemas::counted(total, "rij", "rijen") + " verwerkt");
    };
    auto entry = offline->entry("bestand " + options.resource, size);
    if (total > intake::rows_as_a_whole && store::RunningLock::held(offline->config.store.file)) {
      rapport.proef = false;
      return hand_over(*offline, sender, *rows, std::move(rapport), std::move(entry), options.json, taken);
    }
    const auto verwerking = intake::verwerk(pipeline, sender, rows, rows->text(), total, std::move(entry),
                                            taken, [] { return false; });
    if (verwerking.afgebroken) {
      if (verwerking.vastgelegd)
        std::cerr << "na " << verwerking.uitslag.rijen << " van " << schemas::counted(total, "rij", "rijen")
                  << " kon de opslag niet verder; het bestand is vastgelegd en een gateway die draait "
                     "maakt het af\n";
      else
        std::cerr
            << "de opslag kon het bestand niet vastleggen: er is niets verwerkt; bied het opnieuw aan\n";
      return 1;
    }
    rapport.uitslag = verwerking.uitslag;
    rapport.bevindingen = rows->findings(rapport.uitslag);
  }
  progress.tell(1, schemas::counted(rapport.uitslag.rijen, "rij", "rijen"), true);
  return tell(rapport, options.json);
}

int print_template(const Template& options) {
  std::cout << (options.xlsx ? adapters::taalschool::sjabloon_xlsx(options.resource)
                             : adapters::taalschool::sjabloon(options.resource));
  return 0;
}

CLI::IsMember known_resources() {
  const auto& names = adapters::taalschool::resource_names;
  return CLI::IsMember(std::vector<std::string>(names.begin(), names.end()));
}

}  // namespace

void add_taalschool(Commands& program) {
  auto school = program.group("taalschool", "bestanden van een taalschool");
  const auto [import_file, into] = school.add<RowFile>(
      "import", "kijkt een CSV-bestand of een werkmap (.xlsx) na en verwerkt het als alle rijen goed zijn",
      import_rows);
  import_file->add_option("--party", into.party, "OIN van de taalschool")->required();
  import_file->add_option("--resource", into.resource, "wat voor rijen het zijn")
      ->required()
      ->check(known_resources());
  import_file->add_option("FILE", into.file, "het bestand; - is standaardinvoer")->capture_default_str();
  import_file->add_flag("--proef", into.trial, "alleen nakijken, niets verwerken");
  import_file->add_flag("--json", into.json, "het verslag als JSON");
  const auto [empty_file, which] = school.add<Template>(
      "sjabloon", "een leeg bestand met de juiste kolommen, als CSV of als werkmap", print_template);
  empty_file->add_flag("--xlsx", which.xlsx, "een werkmap van Excel, met uitleg en keuzelijsten");
  empty_file->add_option("RESOURCE", which.resource, "wat voor rijen het zijn")
      ->required()
      ->check(known_resources());
}

}  // namespace inburgering::gateway::cli
