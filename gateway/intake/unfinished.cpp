#include "gateway/intake/unfinished.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "gateway/base/milliseconds.h"
#include "gateway/intake/file.h"
#include "gateway/store/bestanden.h"
#include "gateway/store/sealed.h"

namespace inburgering::gateway::intake {
namespace {

/// What cannot be finished ends here, and is told.
void set_aside(exchange::Pipeline& pipeline, log::Entry entry, const std::string& id, std::string why) {
  entry.outcome = log::outcome::mislukt;
  entry.faults = {{"", "bestand", std::move(why) + "; laat de school het opnieuw aanbieden"}};
  spdlog::error("bestand {}: {}", id, entry.faults.front().message);
  pipeline.record(
      std::move(entry), [id](store::Session& sql, log::Entry&) { store::remove_bestand(sql, id); },
      [](bool) {});
}

}  // namespace

std::chrono::milliseconds UnfinishedFiles::step() {
  constexpr std::chrono::seconds pause{5};
  if (!pipeline_.hold("onderbroken bestanden")) return pause;
  try {
    const auto sql = database_.reader();
    for (auto& id : store::resting_bestanden(*sql, milliseconds(pipeline_.now())))
      // In turn with the files that come in meanwhile.
      files_.submit("", [this, id = std::move(id)] { finish(id); });
  } catch (const store::Unavailable&) {
    // Others tell of it; the files stay.
  }
  return pause;
}

void UnfinishedFiles::finish(const std::string& id) {
  if (files_.stopping()) return;
  const auto now = milliseconds(pipeline_.now());
  std::optional<store::Bestand> bestand;
  {
    const auto sql = database_.reader();
    // It was seen a while ago: somebody may have come before us.
    const auto resting = store::resting_bestanden(*sql, now);
    if (std::ranges::find(resting, id) == resting.end()) return;
    bestand = store::find_bestand(*sql, id);
  }
  if (!bestand) return;
  auto next = pipeline_.new_entry(log::direction::in, log::feed::taalschool, "bestand " + bestand->resource);
  next.cause_id = id;
  next.party = bestand->party;
  const Sender sender{pipeline_.ground().registry.party(bestand->party), bestand->resource};
  if (sender.party == nullptr || sender.party->role != config::Role::taalschool)
    return set_aside(pipeline_, std::move(next), id, "de school staat niet meer in de configuratie");
  auto text = store::try_open(pipeline_.sealing().keys, bestand->sealed, "bestand:" + id);
  auto rows = text ? FileRows::open(std::move(*text), sender.resource)
                   : std::unexpected(std::vector<adapters::taalschool::Bevinding>());
  if (!rows) return set_aside(pipeline_, std::move(next), id, "het is in de opslag niet te lezen");
  spdlog::info("bestand {} wordt afgemaakt: {} rijen, waarvan er {} al waren verwerkt", id, bestand->rows,
               bestand->taken);
  verwerk_rest(
      pipeline_, sender, *rows, bestand->rows, bestand->taken, std::move(next), [](std::int64_t) {},
      [this] { return files_.stopping(); });
}

}  // namespace inburgering::gateway::intake
