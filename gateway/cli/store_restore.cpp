// `store restore`: a store from a backup; `store herstel`: what a store that was put back misses, and that it
// was seen to.
#include <signal.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "gateway/base/milliseconds.h"
#include "gateway/cli/looked_over.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/progress.h"
#include "gateway/cli/store_backup.h"
#include "gateway/cli/verifying.h"
#include "gateway/cli/who.h"
#include "gateway/log/chain.h"
#include "gateway/log/security.h"
#include "gateway/schedule/herstel.h"
#include "gateway/store/backup.h"
#include "gateway/store/backup_keys.h"
#include "gateway/store/copy.h"
#include "gateway/store/engine/lock.h"
#include "gateway/store/engine/migrations.h"
#include "gateway/store/engine/sqlite_pages.h"
#include "gateway/store/former_hashes.h"
#include "gateway/store/herstel.h"
#include "gateway/store/key_file.h"
#include "gateway/store/put_back.h"
#include "gateway/store/reseal.h"
#include "schemas/on_disk.h"
#include "schemas/reason.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr std::string_view key_suffix = ".dossiersleutels";

struct Restore {
  fs::path config;
  fs::path from;
  fs::path keys;  ///< of dossiers; empty = beside the backup
  bool in_place_of = false;
  bool json = false;
};
struct Settle {
  fs::path config;
  bool done = false;
  bool json = false;
};

/// What keeps a backup from being put back.
struct Refused {
  std::string why;
  int code = 1;
};

/// What an unfinished restore leaves is removed again, until it was decided.
struct Work {
  const fs::path place, file;
  explicit Work(fs::path where) : place(std::move(where)), file(store::ready_beside(place)) {
    store::clean_ready(place);
  }
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;
  ~Work() { store::clean_ready(place); }
};

/// Nobody works on the place, and nobody will until this ends.
class PutInto {
 public:
  PutInto(const StorePlace& place, bool may_replace) : place_(place) {
    std::error_code ignored;
    if (place_.file.has_parent_path())
      if (const auto error = schemas::make_folders(place_.file.parent_path()))
        throw Refused{"de map van opslag " + place_.name() +
                      " is niet te maken, of komt niet op de schijf: " + schemas::reason_of(error)};
    if (!place_.is_postgres()) {
      const auto size = fs::file_size(place_.file, ignored);
      there_ = !ignored && size > 0;
      if (store::RunningLock::held(place_.file))
        throw Refused{"op opslag " + place_.name() +
                      " draait een gateway: stop die eerst. Er is niets teruggezet"};
      auto lock = store::RunningLock::take(place_.file);
      if (!lock) throw Refused{lock.error()};
      lock_.emplace(std::move(*lock));
    } else {
      there_ = store::exists(place_);
    }
    auto use = store::KeysInUse::share(place_);
    if (!use) throw Refused{use.error()};
    if (!use->alone())
      throw Refused{
          "op opslag " + place_.name() +
          " werkt nog iemand: stop de gateways en de commando's die haar gebruiken. Er is niets teruggezet"};
    use_.emplace(std::move(*use));
    if (!place_.is_postgres() && store::finish_put_back(place_.file)) {
      there_ = true;
      std::cerr << "een eerdere store restore die vlak voor het einde was afgebroken is eerst afgemaakt\n";
    }
    if (there_ && place_.is_postgres())
      throw Refused{"in " + place_.name() +
                    " staat al een opslag: noem een lege database of een leeg schema, of maak deze zelf "
                    "leeg. Er is niets "
                    "teruggezet"};
    if (there_ && !may_replace)
      throw Refused{"er staat al een opslag in " + place_.name() +
                    ": geef --vervang, dan gaat die opzij en komt de back-up ervoor in de plaats. Er is "
                    "niets teruggezet"};
  }
  PutInto(const PutInto&) = delete;
  PutInto& operator=(const PutInto&) = delete;
  ~PutInto() {
    std::error_code ignored;
    // Taking the lock made it.
    if (lock_ && !there_ && fs::file_size(place_.file, ignored) == 0 && !ignored)
      fs::remove(place_.file, ignored);
  }

  /// What the present store still has in its -wal goes into it, so that it is whole in one file; answers the
  /// highest number that it gave out. Of one that cannot be read both stay as they are.
  std::int64_t close_present() const {
    std::int64_t highest = 0;
    if (!there_) return highest;
    try {
      store::exists(place_);
      const auto sql = store::open(place_);
      if (!sql->engine().wipe_removed())
        throw Refused{"iemand leest in " + place_.name() + ": stop wat er leest. Er is niets teruggezet"};
      highest = store::highest_number(*sql);
    } catch (const store::Failure&) {
      return highest;  // damaged, or of before there were numbers
    }
    return highest;
  }

  /// Puts what was made ready in its place, whatever comes between; what stood there goes aside under the
  /// name that is answered, empty when nothing did.
  fs::path take(bool keys_of_another, schemas::Moment now) const {
    auto stamp = now.text().substr(0, 19);
    std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
    fs::path aside = place_.file.string() + ".vervangen-" + stamp;
    while (fs::exists(aside)) aside += '+';
    store::decide_put_back(place_.file, {aside, there_, keys_of_another});
    store::finish_put_back(place_.file);
    return there_ ? aside : fs::path();
  }

 private:
  const StorePlace& place_;
  bool there_ = false;
  std::optional<store::RunningLock> lock_;
  std::optional<store::KeysInUse> use_;
};

/// Whether the store that stands there needs a key that is not there any more: it lost it, then, and did not
/// destroy it. One that cannot be read is taken to need it.
class NeededThere {
 public:
  explicit NeededThere(const StorePlace& place) : place_(place) {}
  bool operator()(std::int64_t number) {
    if (!std::exchange(looked_, true)) try {
        used_ = store::dossier_keys_in_use(*store::open(place_, store::Access::read));
      } catch (const store::Failure&) {
        used_.reset();
      }
    return !used_ || used_->contains(number);
  }

 private:
  const StorePlace& place_;
  bool looked_ = false;
  std::optional<std::set<std::int64_t>> used_;
};

/// Of a backup that was made without: those that stood beside the store open it.
std::string beside_of(const StorePlace& place) {
  return "het bestand " + place.file.string() + std::string(key_suffix);
}

/// The keys of dossiers beside the store that is made ready: those of the backup, and what stands at the
/// place knows of who was forgotten since. Whether what stands there is of another store.
bool bring_keys(const store::ReadBackup& read, const fs::path& named, const StorePlace& place,
                const fs::path& work) {
  const fs::path beside = work.string() + std::string(key_suffix);
  const fs::path present = place.file.string() + std::string(key_suffix);
  const auto given = named.empty() ? read.keys : named;
  if (!place.is_postgres() && fs::exists(present)) fs::copy_file(present, beside);
  if (!given.empty() && fs::exists(given)) {
    return !store::put_dossier_keys(given, work, NeededThere{place});
  }
  if (!named.empty() || (read.manifest.key_count > 0 && !fs::exists(beside)))
    throw Refused{"bij deze back-up hoort " + (given.empty() ? beside_of(place) : given.string()) +
                  " met de sleutels van dossiers, en dat is er niet: leg het nieuwste ernaast, of noem het "
                  "met --sleutels. "
                  "Zonder is er niets te lezen. Er is niets teruggezet"};
  return false;
}

/// What stood in the store when the backup was made stands in this one.
void compare(store::Session& sql, const store::ReadBackup& read, const config::Config& config) {
  const auto rows = store::rows_of(sql);
  for (const auto& [table, count] : read.manifest.rows)
    if (const auto found = rows.find(table); found == rows.end() || found->second != count)
      throw Refused{"in tabel " + table +
                    " staan andere aantallen dan toen de back-up werd gemaakt. Er is niets teruggezet"};
  if (read.manifest.checkpoint.empty()) return;
  const auto checkpoint = log::from_line(read.manifest.checkpoint);
  const auto signer = log::examine(read.manifest.signer, config.client.trust);
  if (!checkpoint || !signer || !signer->trusted || signer->serial_number != config.oin.digits() ||
      !log::is_signed_by(read.manifest.signer, log::text_of(*checkpoint), checkpoint->signature))
    throw Refused{
        "het ijkpunt in de back-up is niet door deze gateway ondertekend: is zij van een andere gateway? Er "
        "is niets "
        "teruggezet"};
  if (log::hash_at(sql, checkpoint->seq) != checkpoint->hash)
    throw Refused{"het logboek in de back-up is een ander dan is ondertekend. Er is niets teruggezet"};
}

json::object done_to_json(const store::ReadBackup& read, const LookedOver& looked, const fs::path& aside) {
  return {{"back-up", read.head.id},     {"moment", read.head.moment}, {"rijen", looked.rows},
          {"logregels", looked.entries}, {"inhouden", looked.bodies},  {"donker", looked.dark},
          {"opzij", aside.string()}};
}

int put_back(const Restore& options, const config::Config& config, const store::Keys& keys) {
  const SystemClock clock;
  const auto& place = config.store;
  const store::ArchiveReader front(options.from, keys);
  if (front.head().schema > store::sqlite_migrations().size())
    throw Refused{"deze back-up is gemaakt door een nieuwere versie (" + front.head().program +
                      "): installeer die, en zet haar daarmee terug. Er is niets teruggezet",
                  2};
  const PutInto target(place, options.in_place_of);
  const Work work(place.file);
  Progress progress;
  const auto read = store::take_out(options.from, keys, work.file, [&](std::int64_t done, std::int64_t of) {
    progress.tell(static_cast<double>(done) / static_cast<double>(std::max<std::int64_t>(1, of)),
                  "back-up gelezen");
  });
  progress.step(1, "back-up gelezen", true);
  if (const auto damaged = store::found_damaged(work.file); !damaged.empty())
    throw Refused{"de opslag in de back-up is beschadigd: " + damaged + ". Er is niets teruggezet"};
  compare(*store::open(work.file, store::Access::read), read, config);
  const bool of_another = bring_keys(read, options.keys, place, work.file);
  LookedOver looked;
  bool former = false;
  {
    const store::Database database(work.file, tell_migration());
    const auto sql = database.session();
    former = store::has_former_hashes(*sql);
    auto own = keys;
    if (!former) {
      if (const auto judged = store::judge_key(*sql, work.file, own); !judged) throw Refused{judged.error()};
      looked = look_over(*sql, work.file, config, own);
      if (!looked.wrong.empty()) {
        std::string all;
        for (const auto& each : looked.wrong) all += "\n  " + each;
        throw Refused{"wat in de back-up staat is niet goed:" + all + "\nEr is niets teruggezet"};
      }
    }
    const auto highest = place.is_postgres() ? 0 : target.close_present();
    store::transact(*sql, [&] {
      store::add_herstel(*sql,
                         {0, read.head.id,
                          milliseconds(schemas::Moment::parse(read.head.moment).value_or(schemas::Moment())),
                          store::put_back_after(milliseconds(clock.now()), highest), read.manifest.log_seq});
    });
    if (place.is_postgres()) {
      const store::Database into(place, tell_migration());
      for (const auto& each : store::copy(database, into, [&](std::int64_t done, std::int64_t of) {
             progress.tell(static_cast<double>(done) / static_cast<double>(std::max<std::int64_t>(1, of)),
                           std::to_string(done) + " van " + schemas::counted(of, "rij", "rijen"), done == of);
           }))
        if (!each.same)
          throw Refused{"tabel " + each.table + " is niet goed overgekomen; het doel blijft gesloten"};
    } else if (!sql->engine().wipe_removed()) {
      throw Refused{"iemand leest in " + work.file.string() + "; geef het commando opnieuw"};
    }
  }
  if (const auto lost = lost_text(looked); !lost.empty()) std::cerr << "Let op: " << lost << '\n';
  fs::path aside;
  if (!place.is_postgres()) {
    aside = target.take(of_another, clock.now());
  }
  if (options.json) {
    std::cout << json::serialize(done_to_json(read, looked, aside)) << '\n';
    return 0;
  }
  std::cout << "Teruggezet: de opslag zoals zij was op " << read.head.moment << ". ";
  if (former)
    std::cout << "Zij is van een oude versie en wordt bij de start overgenomen; geef daarna store check.\n";
  else
    std::cout << schemas::counted(looked.rows, "rij", "rijen") << ", "
              << schemas::counted(looked.entries, "logregel", "logregels") << " en "
              << schemas::counted(looked.bodies, "inhoud", "inhouden") << " nagekeken.\n";
  if (!aside.empty())
    std::cout << "Wat er stond is nu " << aside.string()
              << ": bewaar het tot u zeker bent, en verwijder het dan.\n";
  std::cout << "Bij de start zegt de gateway dit in haar logboek, vraagt zij "
            << (config.brp.empty() ? "DUO" : "DUO en de BRP")
            << " opnieuw naar iedereen die zij kent, "
               "en gaan nummers verder waar niemand er een kreeg. Wat er verder te doen is: store herstel.\n";
  return 0;
}

int restore(const Restore& options) {
  ::signal(SIGXFSZ, SIG_IGN);
  const auto config = load(options.config);
  if (!config) return 2;
  const auto keys = store::Keys::read(config->store_key, config->store_token);
  if (!keys) return std::cerr << keys.error() << '\n', 2;
  try {
    return put_back(options, *config, *keys);
  } catch (const Refused& refused) {
    return std::cerr << refused.why << '\n', refused.code;
  } catch (const std::exception& error) {
    return std::cerr << error.what() << '\n', 1;
  }
}

int settle(const Settle& options) {
  Opened house(options.config);
  if (!house) return 2;
  auto& sql = *house.sql;
  if (options.done) {
    const auto open = store::open_herstel(sql);
    if (!open) return std::cerr << "er is geen herstel dat nog openstaat\n", 1;
    if (open->taken_up == 0)
      return std::cerr << "de gateway is na het terugzetten nog niet gestart, en heeft nog niets opnieuw "
                          "gevraagd: start haar eerst, doe wat store herstel dan zegt, en meld het daarna\n",
             1;
    auto entry =
        log::new_entry(house.around(), log::direction::in, log::feed::beheer, log::kind::store_put_back);
    entry.subject = who_commands();
    entry.outcome = log::outcome::voltooid;
    entry.faults = {
        {"", "herstel", "wat er na de back-up nog binnenkwam is opnieuw aangeleverd of nagegaan"}};
    store::transact(sql, [&] {
      store::set_dealt_with(sql, milliseconds(house.clock.now()));
      log::append(sql, entry);
    });
    std::cout << "Genoteerd.\n";
    return 0;
  }
  json::array list;
  const auto text = [](Milliseconds moment) {
    return moment == 0 ? std::string()
                       : schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(moment))).text();
  };
  const auto all = store::herstellen(sql);
  for (const auto& each : all)
    list.push_back(json::object{{"nr", each.number},
                                {"back-up", each.backup},
                                {"gemaakt", text(each.made)},
                                {"teruggezet", text(each.put_back)},
                                {"logregel", each.log_seq},
                                {"opgenomen", text(each.taken_up)},
                                {"afgehandeld", text(each.dealt_with)}});
  if (options.json) return std::cout << json::serialize(list) << '\n', 0;
  if (all.empty()) std::cout << "Deze opslag is nooit teruggezet.\n";
  for (const auto& each : all) {
    std::cout << each.number << ". " << schedule::text_of(sql, *house.config, each) << ".\n";
    if (each.dealt_with != 0)
      std::cout << "   Afgehandeld op " << text(each.dealt_with) << ".\n";
    else
      std::cout << "   Doe nog: vraag DUO om de notificaties, de BRP om de kennisgevingen en elke taalschool "
                   "om wat zij "
                   "aanleverde vanaf "
                << text(each.made)
                << " opnieuw; wat hier al staat wordt herkend. Is dat gedaan: store herstel --klaar.\n";
  }
  return 0;
}

}  // namespace

void add_store_restore(Commands& store) {
  const auto [putting, wish] =
      store.add<Restore>("restore", "zet een back-up terug op een lege plaats, en kijkt alles na", restore);
  putting->add_option("--from", wish.from, "de back-up; die zij aanvult liggen ernaast")
      ->required()
      ->check(CLI::ExistingFile);
  putting->add_option("--sleutels", wish.keys,
                      "de sleutels van dossiers, als zij niet naast de back-up liggen");
  putting->add_flag("--vervang", wish.in_place_of, "de opslag die er staat gaat opzij");
  putting->add_flag("--json", wish.json, "als JSON");
  const auto [looking, how] =
      store.add<Settle>("herstel", "wat een teruggezette opslag mist, en wat er nog te doen is", settle);
  looking->add_flag("--klaar", how.done, "daar is voor gezorgd: vanaf nu telt het niet meer mee");
  looking->add_flag("--json", how.json, "als JSON");
}

}  // namespace inburgering::gateway::cli
