// `taalschool import`: a file with rows of a school, first judged as a whole, then taken up as a whole.
#include <boost/json/serialize.hpp>
#include <future>
#include <iostream>

#include "gateway/cli/commands.h"
#include "gateway/cli/input.h"
#include "gateway/cli/offline.h"
#include "gateway/cli/progress.h"
#include "gateway/intake/file.h"

namespace inburgering::gateway::cli {
namespace {

int tell(const intake::Rapport& rapport, bool json) {
  if (json) {
    std::cout << boost::json::serialize(intake::to_json(rapport)) << '\n';
  } else {
    for (const auto& each : rapport.bevindingen) {
      if (each.rij > 0) std::cerr << "rij " << each.rij << (each.kolom.empty() ? ": " : ", ");
      if (!each.kolom.empty()) std::cerr << each.kolom << ": ";
      std::cerr << each.melding << '\n';
    }
    std::cout << summary(rapport) << '\n';
  }
  return rapport.goed() ? 0 : 1;
}

}  // namespace

int taalschool_import(const TaalschoolImport& options) {
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
      progress.tell(judging * rows->fraction_read(), std::to_string(count) + " rijen nagekeken");
    });
  }
  const auto total = std::max<std::int64_t>(rapport.uitslag.rijen, 1);
  rapport.bevindingen = rows->findings(rapport.uitslag);
  if (rapport.goed() && !options.trial) {
    const auto verwerking = intake::verwerk(
        pipeline, sender, rows, total, offline->entry("bestand " + options.resource, size),
        [&](std::int64_t count) {
          progress.tell(judging + (1 - judging) * static_cast<double>(count) / static_cast<double>(total),
                        std::to_string(count) + " van " + std::to_string(total) + " rijen verwerkt");
        },
        [] { return false; });
    if (verwerking.afgebroken) {
      std::cerr << "de opslag kon het bestand niet vastleggen: "
                << (verwerking.uitslag.rijen == 0
                        ? std::string("er is niets verwerkt")
                        : "na " + std::to_string(verwerking.uitslag.rijen) + " rijen is het afgebroken")
                << "; bied het opnieuw aan, wat al verwerkt is verandert niet\n";
      return 1;
    }
    rapport.uitslag = verwerking.uitslag;
    rapport.bevindingen = rows->findings(rapport.uitslag);
  }
  progress.tell(1, std::to_string(rapport.uitslag.rijen) + " rijen", true);
  return tell(rapport, options.json);
}

int taalschool_template(const std::string& resource) {
  std::cout << adapters::taalschool::sjabloon(resource);
  return 0;
}

}  // namespace inburgering::gateway::cli
