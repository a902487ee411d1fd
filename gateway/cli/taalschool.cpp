// `taalschool import`: a file with rows of a school, first judged as a whole, then taken up as a whole.
#include <boost/json/serialize.hpp>
#include <chrono>
#include <expected>
#include <functional>
#include <iostream>
#include <thread>

#include "adapters/sftp/drop.h"
#include "adapters/taalschool/sjabloon.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/input.h"
#include "gateway/cli/offline.h"
#include "gateway/cli/progress.h"
#include "gateway/intake/file.h"
#include "gateway/log/exchange_log.h"
#include "gateway/store/bestanden.h"
#include "gateway/store/crypto.h"
#include "gateway/store/engine/lock.h"
#include "schemas/value/counted.h"
#include "schemas/value/text.h"

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
struct Dropped {
  std::filesystem::path config;
  std::string party;  ///< OIN of the school
  std::string from;   ///< sftp://
  std::filesystem::path key, known_hosts;
  int rest = 10;  ///< seconds that a file must stay as it is
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

/// What became of a file; or, in Dutch, why that is not known.
using WhatBecame = std::expected<intake::Rapport, std::string>;

/// Has the gateway that runs take up a file that was found good: two that write into one store would wait for
/// each other.
WhatBecame hand_over(Offline& offline, const intake::Sender& sender, const intake::FileRows& rows,
                     intake::Rapport rapport, log::Entry entry,
                     const std::function<void(std::int64_t)>& progress) {
  const auto id = entry.message_id;
  const auto total = rapport.uitslag.rijen;
  if (!intake::leg_vast(offline.pipeline, sender, rows.text(), total, std::move(entry), 0))
    return std::unexpected(
        "de opslag kon het bestand niet vastleggen: er is niets verwerkt; bied het opnieuw aan");
  const auto end = await(offline, id, progress);
  if (!end)
    return std::unexpected(
        "het bestand is vastgelegd, maar de gateway die het verwerkte is gestopt; zij maakt het af "
        "zodra zij weer draait (bericht " +
        id + ")");
  if (end->faults.empty()) return rapport;
  std::string why;
  for (const auto& fault : end->faults) why += fault.message + "\n";
  return std::unexpected(why + "zie log show " + end->message_id);
}

/// Judges the rows of a file, and takes them up when all are good.
WhatBecame take_in(Offline& offline, const std::string& resource, std::string text, bool trial,
                   Progress& progress) {
  auto& pipeline = offline.pipeline;
  const auto size = text.size();
  intake::Rapport rapport{trial, {}, {}};
  auto opened = intake::FileRows::open(std::move(text), resource);
  if (!opened) {
    rapport.bevindingen = std::move(opened.error());
    return rapport;
  }
  const auto& rows = *opened;
  const intake::Sender sender{offline.party, resource};
  // Judging is about a fifth of the work.
  const double judging = trial ? 1 : 0.2;
  {
    const auto sql = offline.database.session();
    rapport.uitslag = intake::toets(pipeline, sender, *sql, *rows, [&](std::int64_t count) {
      progress.tell(judging * rows->fraction_read(), schemas::counted(count, "rij", "rijen") + " nagekeken");
    });
  }
  const auto total = std::max<std::int64_t>(rapport.uitslag.rijen, 1);
  rapport.bevindingen = rows->findings(rapport.uitslag);
  if (rapport.goed() && !trial) {
    const auto taken = [&](std::int64_t count) {
      progress.tell(judging + (1 - judging) * static_cast<double>(count) / static_cast<double>(total),
                    std::to_string(count) + " van " + schemas::counted(total, "rij", "rijen") + " verwerkt");
    };
    auto entry = offline.entry("bestand " + resource, size);
    if (total > intake::rows_as_a_whole && store::RunningLock::held(offline.config.store.file))
      return hand_over(offline, sender, *rows, std::move(rapport), std::move(entry), taken);
    const auto verwerking = intake::verwerk(pipeline, sender, rows, rows->text(), total, std::move(entry),
                                            taken, [] { return false; });
    if (verwerking.afgebroken) {
      if (verwerking.vastgelegd)
        return std::unexpected(
            "na " + std::to_string(verwerking.uitslag.rijen) + " van " +
            schemas::counted(total, "rij", "rijen") +
            " kon de opslag niet verder; het bestand is vastgelegd en een gateway die draait "
            "maakt het af");
      return std::unexpected(
          "de opslag kon het bestand niet vastleggen: er is niets verwerkt; bied het opnieuw aan");
    }
    rapport.uitslag = verwerking.uitslag;
    rapport.bevindingen = rows->findings(rapport.uitslag);
  }
  progress.tell(1, schemas::counted(rapport.uitslag.rijen, "rij", "rijen"), true);
  return rapport;
}

int import_rows(const RowFile& options) {
  const auto offline = Offline::open(options.config, options.party, config::Role::taalschool);
  if (!offline) return 2;
  auto text = read_input(options.file);
  if (!text) return 2;
  Progress progress;
  const auto told = take_in(*offline, options.resource, std::move(*text), options.trial, progress);
  if (told) return tell(*told, options.json);
  return std::cerr << told.error() << '\n', 1;
}

/// The resource that a file is of: what its name begins with, and what it ends on says that it has rows.
std::string resource_of(const std::string& name) {
  for (const auto resource : adapters::taalschool::resource_names) {
    const auto rest = std::string_view(name).substr(std::min(resource.size(), name.size()));
    const bool of_it =
        name.starts_with(resource) && !rest.empty() && !adapters::taalschool::is_plain(rest.front());
    if (of_it && (rest.ends_with(".csv") || rest.ends_with(".xlsx"))) return std::string(resource);
  }
  return {};
}

/// Takes each file that a school dropped, once, and lays it apart with its report beside it.
int collect(const Dropped& options) {
  constexpr std::size_t largest = std::size_t{256} << 20U;
  auto place = adapters::sftp::parse(options.from);
  if (!place) return std::cerr << "--van: " << place.error() << '\n', 2;
  const auto offline = Offline::open(options.config, options.party, config::Role::taalschool);
  if (!offline) return 2;
  place->key = options.key;
  place->known_hosts = options.known_hosts;
  // Of the folder: what another run took from it is not left over.
  constexpr std::size_t digits_enough = 32;
  const auto folder = place->host + ":" + std::to_string(place->port) + place->path;
  const auto lock =
      store::TaskLock::take(offline->database, "ophalen-" + store::sha256(folder).substr(0, digits_enough));
  if (!lock) return std::cerr << "deze map ophalen: " << lock.error() << '\n', 1;
  adapters::sftp::Drop drop(*place);
  const auto names = drop.take([&] { std::this_thread::sleep_for(std::chrono::seconds(options.rest)); });
  if (!names) return std::cerr << names.error() << '\n', 1;
  int code = 0;
  for (const auto& name : *names) {
    const auto resource = resource_of(name);
    const auto spoken = schemas::shown(schemas::without_bsn(name));
    auto rapport = [&]() -> WhatBecame {
      const auto refused = [](std::string why) {
        return intake::Rapport{false, {}, {{0, "", std::move(why)}}};
      };
      if (resource.empty()) {
        std::string all;
        for (const auto each : adapters::taalschool::resource_names)
          all += (all.empty() ? "" : ", ") + std::string(each);
        return refused("laat de naam beginnen met wat voor rijen het zijn (" + all +
                       ") en eindigen op .csv of .xlsx");
      }
      auto text = drop.read(name, largest);
      if (!text) return std::unexpected(std::move(text.error()));
      if (!*text) return refused("dit bestand is groter dan 256 MiB; verdeel de rijen over meer bestanden");
      Progress progress;
      return take_in(*offline, resource, std::move(**text), false, progress);
    }();
    if (!rapport) {
      // It stays where it was laid when it was taken: the next time it is tried again.
      std::cerr << spoken << ": " << rapport.error() << '\n';
      code = 1;
      continue;
    }
    const bool good = rapport->goed();
    auto stamp = offline->pipeline.now().text();
    std::erase_if(stamp, [](char c) { return c == ':' || c == '.'; });
    auto report = intake::to_json(*rapport);
    report["bestand"] = name;
    const auto as = stamp + "-" + name;
    const auto ended = drop.end(name, good || rapport->verwerkt() ? "klaar" : "afgekeurd", as,
                                as + ".verslag.json", boost::json::serialize(report) + "\n");
    std::cout << spoken << ": " << summary(*rapport) << std::endl;
    if (!ended) std::cerr << spoken << ": " << ended.error() << '\n';
    if (!ended || !good) code = 1;
  }
  return code;
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
  const auto [collecting, where] = school.add<Dropped>(
      "ophalen", "haalt op wat een school met SFTP neerzette, en legt er een verslag naast", collect);
  collecting->add_option("--party", where.party, "OIN van de taalschool")->required();
  collecting->add_option("--van", where.from, "de map van de school: sftp://gebruiker@server/map")
      ->required();
  collecting->add_option("--sleutel", where.key, "onze private sleutel (OpenSSH of PEM)")->required();
  collecting
      ->add_option("--bekende-servers", where.known_hosts,
                   "het bestand known_hosts met de sleutel van de server")
      ->required();
  collecting->add_option("--rust", where.rest, "zo veel seconden moet een bestand onveranderd zijn")
      ->capture_default_str()
      ->check(CLI::Range(0, 3600));
  const auto [empty_file, which] = school.add<Template>(
      "sjabloon", "een leeg bestand met de juiste kolommen, als CSV of als werkmap", print_template);
  empty_file->add_flag("--xlsx", which.xlsx, "een werkmap van Excel, met uitleg en keuzelijsten");
  empty_file->add_option("RESOURCE", which.resource, "wat voor rijen het zijn")
      ->required()
      ->check(known_resources());
}

}  // namespace inburgering::gateway::cli
