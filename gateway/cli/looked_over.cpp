#include "gateway/cli/looked_over.h"

#include <algorithm>
#include <functional>

#include "gateway/cli/progress.h"
#include "gateway/cli/verifying.h"
#include "gateway/log/search.h"
#include "gateway/store/backup.h"
#include "gateway/store/engine/sqlite_pages.h"
#include "gateway/store/references.h"
#include "gateway/store/reseal.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

void look_over_log(store::Session& sql, const config::Config& config, const store::Keys& keys,
                   Progress& progress, LookedOver& found) {
  auto how = usual_verify(config, keys);
  const auto last = std::max<std::int64_t>(1, log::last_seq(sql));
  how.progress = [&](std::int64_t seq) {
    progress.tell(static_cast<double>(seq) / static_cast<double>(last),
                  std::to_string(seq) + " logregels nagerekend");
  };
  const auto verified = log::verify(sql, how);
  found.entries = verified.entries;
  found.bodies = verified.bodies;
  found.dark = verified.dark;
  if (verified.broken)
    found.wrong.push_back("het logboek is niet heel: regel " + std::to_string(verified.broken->seq) + ": " +
                          verified.broken->what);
}

}  // namespace

std::string lost_text(const LookedOver& found) {
  if (found.lost.empty()) return {};
  constexpr std::size_t named = 10;
  std::int64_t values = 0;
  std::string numbers;
  for (std::size_t at = 0; const auto& [number, count] : found.lost) {
    values += count;
    if (at++ < named) numbers += (numbers.empty() ? "" : ", ") + std::to_string(number);
  }
  if (found.lost.size() > named) numbers += ", …";
  const bool one = found.lost.size() == 1;
  return std::to_string(found.lost.size()) +
         (one ? " sleutel van een dossier (nr. " : " sleutels van dossiers (nrs. ") + numbers +
         (one ? ") ontbreekt of is beschadigd, en is" : ") ontbreken of zijn beschadigd, en zijn") +
         " niet vernietigd: " + std::to_string(values) +
         " waarden zijn niet te lezen. Zet ze terug uit de map met back-ups (store restore, of het nieuwste "
         "bestand met dossiersleutels); laat het bestand dat er nu staat intussen staan";
}

std::string in_damaged_file(const std::string& words) { return "het bestand is beschadigd: " + words; }

LookedOver look_over(store::Session& sql, const StorePlace& place, const config::Config& config,
                     const store::Keys& keys) {
  LookedOver found;
  Progress progress;
  sql.engine().take_your_time();
  progress.step(0, "bestand nagekeken");
  // Where the file itself is not whole, what is read from it says nothing more.
  if (!place.is_postgres())
    if (const auto damaged = store::found_damaged(place.file); !damaged.empty()) {
      found.wrong.push_back(in_damaged_file(damaged));
      return found;
    }
  // What one look cannot read keeps no other from being done.
  const auto look = [&](const char* at, const std::function<void()>& step) {
    try {
      step();
    } catch (const store::Damaged& damaged) {
      found.wrong.push_back(in_damaged_file(damaged.words()));
    } catch (const store::Failure& failure) {
      found.wrong.push_back(std::string(at) + " is niet na te kijken: " + failure.what());
    }
  };
  look("de opslag", [&] {
    store::reading(sql, [&] {
      look("het aantal rijen", [&] {
        for (const auto& [table, count] : store::rows_of(sql)) found.rows += count;
      });
      look("het logboek", [&] { look_over_log(sql, config, keys, progress, found); });
      look("wat verzegeld is", [&] {
        const auto unopened = store::unopened(sql, keys, [&](std::int64_t count) {
          found.sealed = count;
          progress.tell(1, schemas::counted(count, "verzegelde waarde", "verzegelde waarden") + " geopend");
        });
        found.lost = unopened.by_lost_key;
        std::int64_t of_lost = 0, all = 0;
        for (const auto& [number, count] : found.lost) of_lost += count;
        for (const auto& [table, count] : unopened.by_table) all += count;
        if (all == of_lost) return;
        for (const auto& [table, count] : unopened.by_table)
          found.wrong.push_back("in tabel " + table + " met deze sleutels niet te openen: " +
                                schemas::counted(count, "waarde", "waarden"));
      });
      look("wat naar elkaar verwijst", [&] {
        const auto asked = [&](int done, int of) {
          progress.tell(static_cast<double>(done) / of,
                        std::to_string(done) + " van " + std::to_string(of) + " verwijzingen nagegaan");
        };
        for (const auto& loose : store::loose_rows(sql, asked))
          found.wrong.push_back(std::to_string(loose.count) + " " + loose.what);
      });
    });
  });
  progress.step(1, "alles nagekeken", true);
  return found;
}

}  // namespace inburgering::gateway::cli
