#include "gateway/uitvoer/uitvoer.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <fstream>
#include <map>
#include <system_error>
#include <utility>

#include "gateway/log/exchange_log.h"
#include "gateway/log/four_eyes.h"
#include "gateway/log/look.h"
#include "gateway/log/security.h"
#include "gateway/store/deliveries.h"
#include "gateway/subscriptions/feed.h"
#include "gateway/uitvoer/merk.h"
#include "schemas/on_disk.h"
#include "schemas/reason.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::uitvoer {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;
using mapping::uitvoer::Cel;
using mapping::uitvoer::Kolom;
using mapping::uitvoer::Soort;
using mapping::uitvoer::Tabel;

constexpr int listed_at_once = 1000;
constexpr int events_at_once = 500;
/// What is set aside of a dossier of which something could not be read.
constexpr std::string_view unreadable = "onleesbaar";
/// Rises when what is set aside gets another form.
constexpr std::string_view form = "2";

const Tabel& dossiers_table() {
  static const Tabel table{
      "dossiers",
      "elk dossier dat er is",
      {Kolom{"_dossier", Soort::tekst, true, true, "het dossier; wat hier niet staat is verwijderd"},
       Kolom{"gesloten", Soort::dag, false, false, "dag waarop deze gemeente het dossier beëindigde"},
       Kolom{"bijgewerkt", Soort::ja_nee, true, false,
             "true: alle objecten van dit dossier staan in deze export, en komen in de plaats van die van "
             "eerder; false ook als er iets van onleesbaar was"}}};
  return table;
}
const Tabel& ended_table() {
  static const Tabel table{
      "beeindigd",
      "objecten die sinds het merk zijn beëindigd",
      {Kolom{"_dossier", Soort::tekst, true, true, "het dossier"},
       Kolom{"objecttype", Soort::tekst, true, true, "van het object"},
       Kolom{"sleutel", Soort::tekst, true, true, "de sleutelvelden van het object, als JSON"}}};
  return table;
}

std::string stamp(schemas::Moment moment) {
  std::string text;
  for (const char c : moment.text())
    if ((c >= '0' && c <= '9') || c == 'T') text += c;
  constexpr std::size_t to_the_second = 15;
  return text.substr(0, to_the_second) + "Z";
}

std::string cannot_write(const fs::filesystem_error& error) {
  return "schrijven mislukte: " + error.path1().string() + ": " + schemas::reason_of(error.code()) +
         "; geef het commando opnieuw, dan gaat het verder waar het bleef";
}

class Export {
 public:
  Export(store::Session& sql, const store::Sealing& sealing, const Wens& wish, std::optional<Merk> mark)
      : sql_(sql), sealing_(sealing), wish_(wish), mark_(std::move(mark)), oin_(wish.tenant.oin.digits()) {
    work_ = wish.naar / (".uitvoer-" + wish.tenant.gemeentecode);
  }

  std::expected<Uitkomst, std::string> run(const Voortgang& progress) {
    if (auto wrong = wrong_with_place(); !wrong.empty()) return std::unexpected(std::move(wrong));
    if (const auto error = schemas::make_folders(work_))
      return std::unexpected(cannot_write(fs::filesystem_error("", work_, error)));
    fs::permissions(work_, fs::perms::owner_all);
    auto slot = Slot::take(work_ / "bezet");
    if (!slot) return std::unexpected(slot.error());
    moment_ = sealing_.surroundings.clock.now();
    const auto name = free_name();
    if (!name) return std::unexpected(name.error());
    if (auto allowed = begin(*name); !allowed) return std::unexpected(std::move(allowed.error()));
    auto ended = make_and_bring(*name, progress);
    if (!ended) {
      store::transact(sql_, [&] { note(*name, log::outcome::mislukt, {}, ended.error()); });
      return std::unexpected(std::move(ended.error()));
    }
    clear();
    if (!wish_.merk.empty() && outcome_.onleesbaar.empty())
      write_mark(wish_.merk, oin_, wish_.pseudoniem, all_);
    return outcome_;
  }

 private:
  /// A folder is made where the operator says; not the way to it, for then a disk that is not there would be
  /// taken for one.
  std::string wrong_with_place() const {
    const auto parent = fs::absolute(wish_.naar).lexically_normal().parent_path();
    std::error_code error;
    if (fs::is_directory(wish_.naar, error) || fs::is_directory(parent, error)) return {};
    return "de map " + parent.string() +
           " bestaat niet; kijk of het pad klopt en of de schijf gekoppeld is, of maak haar eerst";
  }

  /// What nothing has yet, there where it will stand.
  std::expected<std::string, std::string> free_name() const {
    const auto name = wish_.tenant.gemeentecode + "-" + stamp(moment_);
    if (wish_.bezorger) {
      // What who was cut off left there, is of no use to anybody.
      if (std::ifstream file(on_its_way()); file)
        if (std::string left; std::getline(file, left)) wish_.bezorger.ruim_op(left);
      return wish_.bezorger.vrije_naam(name);
    }
    auto chosen = name;
    for (int number = 2; fs::exists(wish_.naar / chosen); ++number)
      chosen = name + "-" + std::to_string(number);
    return chosen;
  }

  std::expected<void, std::string> make_and_bring(const std::string& name, const Voortgang& progress) try {
    store::reading(sql_, [&] {
      list();
      set_aside(progress);
    });
    put_together();
    outcome_.naam = name;
    if (wish_.bezorger) {
      Bestand noted(on_its_way());
      noted.write(name + "\n");
      noted.finish();
      make_durable(work_);
      if (auto brought = wish_.bezorger.breng(folder(), name); !brought) {
        wish_.bezorger.ruim_op(name);
        return brought;
      }
    } else {
      fs::rename(folder(), wish_.naar / name);
      make_durable(wish_.naar);
    }
    store::transact(sql_, [&] {
      note(name, log::outcome::voltooid,
           schemas::counted(outcome_.objecten, "object", "objecten") + " van " +
               schemas::counted(outcome_.dossiers, "dossier", "dossiers") +
               (outcome_.onleesbaar.empty()
                    ? ""
                    : ", waarvan " + std::to_string(outcome_.onleesbaar.size()) + " niet geheel leesbaar"));
    });
    return {};
  } catch (const fs::filesystem_error& error) {
    return std::unexpected(cannot_write(error));
  }

  /// A consent that is used up was one for this export: who is cut off asks again.
  std::expected<void, std::string> begin(const std::string& name) {
    std::expected<void, std::string> allowed;
    store::transact(sql_, [&] {  // committed also when it is refused: that is logged
      allowed = log::FourEyes(wish_.config, sealing_.surroundings)
                    .use(sql_, {config::Deed::inhoud, oin_, std::string(log::all_contents)}, wish_.wie);
      if (allowed) note(name, log::outcome::ingezien, {});
    });
    return allowed;
  }

  void note(const std::string& name, std::string_view end, const std::string& count,
            const std::string& why = {}) {
    auto entry =
        log::new_entry(sealing_.surroundings, log::direction::uit, log::feed::beheer, log::kind::exported);
    entry.tenant = oin_;
    entry.subject = wish_.wie;
    entry.reference = name;
    entry.outcome = end;
    entry.faults = {
        {"", "grondslag", wish_.grondslag},
        {"", "doel", wish_.doel},
        {"", "omvang",
         std::string(mark_ ? "gewijzigd sinds het merk" : "alles") +
             (wish_.pseudoniem ? ", met pseudoniem" : ", met bsn") + (count.empty() ? "" : ": " + count)}};
    if (!why.empty()) entry.faults.push_back({"", "oorzaak", why});
    log::append(sql_, entry);
  }

  void list() {
    std::string last;
    for (bool more = true; more;) {
      auto some = store::list_dossiers(sql_, oin_, last, listed_at_once);
      more = std::ssize(some) == listed_at_once;
      if (!some.empty()) last = some.back().id;
      std::ranges::move(some, std::back_inserter(all_));
    }
    for (const auto& each : all_) {
      const auto known = mark_ ? mark_->find(each.id) : Merk::const_iterator();
      if (!mark_ || known == mark_->end() || known->second.version != each.version) changed_.push_back(&each);
    }
  }

  /// Under what the objects of these dossiers are set aside: it differs when anything in them did, or what is
  /// asked, or the model.
  std::string place_of(std::span<const store::ListedDossier* const> some) const {
    static const auto model = store::sha256(mapping::uitvoer::woordenboek());
    std::string text(form);
    text += model + (wish_.pseudoniem ? "p" : "b") + (mark_ ? "m" : "a");
    for (const auto* each : some) {
      text += " " + each->id + " " + std::to_string(each->version);
      if (mark_) text += " " + std::to_string(since(*each));
    }
    return store::sha256(text);
  }

  std::int64_t since(const store::ListedDossier& dossier) const {
    const auto known = mark_->find(dossier.id);
    return known == mark_->end() ? 0 : known->second.last_sequence;
  }

  void set_aside(const Voortgang& progress) {
    const auto of = std::ssize(changed_);
    const auto together = static_cast<std::size_t>(wish_.dossiers_at_once);
    for (std::size_t from = 0; from < changed_.size(); from += together) {
      const auto some = std::span(changed_).subspan(from, std::min(together, changed_.size() - from));
      const auto file = work_ / ("gelezen-" + place_of(some));
      parts_.push_back(file);
      if (fs::exists(file)) {
        outcome_.hergebruikt += std::ssize(some);
      } else {
        Bestand aside(file);
        for (const auto* each : some) read(*each, aside);
        aside.finish();
      }
      progress(static_cast<std::int64_t>(from) + std::ssize(some), of);
    }
  }

  std::string pseudonym(std::string_view number) const {
    return sealing_.keys.find_hash("uitvoer:" + oin_, number);
  }

  void read(const store::ListedDossier& listed, Bestand& aside) {
    const auto dossier = store::find_dossier(sql_, sealing_, oin_, listed.id);
    if (!dossier) return;
    const auto& subject = dossier->subject;
    auto person = subject.bsn ? subject.bsn->digits() : std::string();
    auto number = subject.v_nummer ? std::to_string(*subject.v_nummer) : std::string();
    if (wish_.pseudoniem) {
      if (!person.empty())
        person = pseudonym("bsn:" + person);
      else if (!number.empty())
        person = pseudonym("vnummer:" + number);
      number.clear();
    }
    std::set<std::string> present;
    std::int64_t lost = 0;
    for (const auto& known : store::all_known(sql_, sealing_, *dossier, lost)) {
      const auto type = mapping::canonical::objecttype(known.object);
      if (mark_)
        present.insert(std::string(type) + json::serialize(mapping::canonical::key_of(known.object)));
      aside.write(json::serialize(json::array{type, listed.id, person, number, known.feed,
                                              mapping::canonical::to_json(known.object)}) +
                  "\n");
    }
    if (lost > 0 || dossier->unreadable)
      aside.write(json::serialize(json::array{unreadable, listed.id}) + "\n");
    if (mark_) tell_ended(listed, present, aside);
  }

  /// By the events since the mark, as far as they are kept.
  void tell_ended(const store::ListedDossier& listed, const std::set<std::string>& present, Bestand& aside) {
    std::set<std::string> told;
    auto last = since(listed);
    for (bool more = true; more;) {
      const auto events = store::events_of_dossier(sql_, oin_, listed.id, last, events_at_once);
      more = std::ssize(events) == events_at_once;
      for (const auto& event : events) {
        last = event.sequence;
        if (!event.type.ends_with(".beeindigd")) continue;
        const auto cloud = subscriptions::open_event(sealing_, event);
        if (!cloud) continue;
        const auto& data = cloud->at("data").as_object();
        const std::string type(data.at("objecttype").as_string());
        const auto key = json::serialize(data.at("sleutel"));
        if (present.contains(type + key) || !told.insert(type + key).second) continue;
        aside.write(json::serialize(json::array{ended_table().naam, listed.id, type, key}) + "\n");
      }
    }
  }

  void put_together() {
    std::map<std::string_view, std::pair<const Tabel*, std::unique_ptr<Tafel>>, std::less<>> tables;
    const auto open = [&](const Tabel& table) {
      tables[table.naam] = {&table, std::make_unique<Tafel>(table, folder(), wish_.vormen)};
    };
    fs::remove_all(folder());
    fs::create_directory(folder());
    fs::permissions(folder(), fs::perms::owner_all);
    for (const auto& table : mapping::uitvoer::tabellen()) open(table);
    open(dossiers_table());
    open(ended_table());
    for (const auto& part : parts_) {
      std::ifstream file(part, std::ios::binary);
      for (std::string line; std::getline(file, line);) {
        const auto value = json::parse(line);
        const auto& row = value.as_array();
        if (row[0].as_string() == unreadable) {
          outcome_.onleesbaar.emplace_back(row[1].as_string());
          continue;
        }
        const auto found = tables.find(std::string_view(row[0].as_string()));
        if (found == tables.end()) continue;
        const auto& [table, files] = found->second;
        const auto text = [&](std::size_t i) { return std::string(row[i].as_string()); };
        if (table == &ended_table()) {
          files->add({text(1), text(2), text(3)});
          continue;
        }
        constexpr std::size_t object = 5;
        files->add(mapping::uitvoer::rij(
            *table, row[object].as_object(),
            {text(1), text(2), text(3), wish_.tenant.gemeentecode, text(4), !wish_.pseudoniem}));
        ++outcome_.objecten;
      }
      if (file.bad()) throw fs::filesystem_error("", part, {errno, std::generic_category()});
    }
    auto next = changed_.begin();
    for (const auto& each : all_) {
      const bool renewed = next != changed_.end() && *next == &each;
      if (renewed) ++next;
      const auto day = schemas::Day::parse(each.closed);
      tables.at(dossiers_table().naam)
          .second->add(
              {each.id,
               day ? Cel(std::int64_t{std::chrono::sys_days(day->date()).time_since_epoch().count()}) : Cel(),
               renewed && std::ranges::find(outcome_.onleesbaar, each.id) == outcome_.onleesbaar.end()});
    }
    json::array files;
    for (auto& [name, table] : tables)
      for (const auto& made : table.second->finish()) add_to(files, made.bestand, made.rijen);
    for (const auto& [name, text] : {std::pair{"woordenboek.csv", mapping::uitvoer::woordenboek()},
                                     std::pair{"codelijsten.csv", mapping::uitvoer::codelijsten()}}) {
      Bestand file(folder() / name);
      file.write(text);
      add_to(files, file.finish(), std::ranges::count(text, '\n') - 1);
    }
    outcome_.volledig = !mark_ && outcome_.onleesbaar.empty();
    outcome_.dossiers = std::ssize(changed_);
    Bestand manifest(folder() / "manifest.json");
    manifest.write(json::serialize(json::object{{"gemeente", wish_.tenant.gemeentecode},
                                                {"moment", moment_.text()},
                                                {"volledig", outcome_.volledig},
                                                {"pseudoniem", wish_.pseudoniem},
                                                {"grondslag", wish_.grondslag},
                                                {"doel", wish_.doel},
                                                {"dossiers", std::ssize(all_)},
                                                {"bijgewerkt", outcome_.dossiers},
                                                {"objecten", outcome_.objecten},
                                                {"onleesbaar", json::value_from(outcome_.onleesbaar)},
                                                {"bestanden", std::move(files)}}) +
                   "\n");
    manifest.finish();
    make_durable(folder());
  }

  static void add_to(json::array& files, const Gemaakt& made, std::int64_t rows) {
    files.emplace_back(
        json::object{{"naam", made.naam}, {"rijen", rows}, {"bytes", made.bytes}, {"sha256", made.sha256}});
  }

  fs::path folder() const { return work_ / "map"; }
  /// Says under which name it is being brought, for who comes after one that was cut off.
  fs::path on_its_way() const { return work_ / "onderweg"; }

  /// What was set aside has served; who is cut off here leaves it to the next.
  void clear() const { fs::remove_all(work_); }

  store::Session& sql_;
  const store::Sealing& sealing_;
  const Wens& wish_;
  std::optional<Merk> mark_;
  std::string oin_;
  fs::path work_;
  schemas::Moment moment_;
  std::vector<store::ListedDossier> all_;
  std::vector<const store::ListedDossier*> changed_;
  std::vector<fs::path> parts_;
  Uitkomst outcome_;
};

}  // namespace

std::expected<Uitkomst, std::string> voer_uit(store::Session& sql, const store::Sealing& sealing,
                                              const Wens& wens, const Voortgang& voortgang) {
  for (const auto& [name, reason] : {std::pair{"grondslag", &wens.grondslag}, std::pair{"doel", &wens.doel}})
    if (auto wrong = log::wrong_with_reason(*reason); !wrong.empty())
      return std::unexpected(std::string(name) + ": " + wrong);
  auto mark = read_mark(wens.merk, wens.tenant.oin.digits(), wens.pseudoniem);
  if (!mark) return std::unexpected(mark.error());
  try {
    return Export(sql, sealing, wens, std::move(*mark)).run(voortgang);
  } catch (const fs::filesystem_error& error) {
    return std::unexpected(cannot_write(error));
  }
}

}  // namespace inburgering::gateway::uitvoer
