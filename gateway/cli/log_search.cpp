// `log list`, `log tail` and `log export`: entries that are searched for.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iostream>
#include <thread>

#include "gateway/cli/log.h"
#include "gateway/cli/nearest.h"
#include "gateway/cli/opened.h"
#include "gateway/log/journeys.h"
#include "gateway/log/search.h"
#include "gateway/log/view.h"
#include "schemas/value/counted.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;

/// Which entries; an empty text asks nothing.
struct Search {
  std::filesystem::path config;
  std::optional<std::string> tenant;  ///< OIN or gemeentecode
  std::string direction, feed, kind, outcome, id, dossier;
  std::string party;  ///< OIN or name
  bool trouble = false;
  std::optional<std::string> from, until;
};
struct List : Search {
  int count = 50;
  long before = 0;
  bool json = false;
  bool journeys = false;
  std::string stand, trace;  ///< of journeys
  bool own = false;          ///< of journeys: also those of the gateway itself
};
struct Tail : Search {
  int count = 20;
  bool follow = false;
  bool json = false;  ///< a line each
};
struct Export : Search {
  std::string format = "ndjson";
  std::string file = "-";
};

/// The wish of someone who searches, as the log takes it; says what is wrong and answers nothing otherwise.
std::optional<log::Filter> filter_of(const config::Config& config, const Search& search) {
  log::Filter filter;
  if (search.tenant) {
    filter.tenants = {{tenant_named(config, *search.tenant)}};
    if (filter.tenants->front().empty()) {
      std::cerr << "gemeente " << *search.tenant << " staat niet in de configuratie\n";
      return std::nullopt;
    }
  }
  filter.feed = search.feed;
  filter.kind = search.kind;
  filter.outcome = search.outcome;
  filter.trouble = search.trouble;
  filter.id = search.id;
  filter.dossier = search.dossier;
  filter.direction = search.direction;
  filter.party = search.party;
  for (const auto& party : config.parties)
    if (party.naam == search.party) filter.party = party.oin.digits();
  for (const auto& [text, name, bound] : {std::tuple{&search.from, "--from", &filter.from},
                                          std::tuple{&search.until, "--until", &filter.until}}) {
    if (!*text) continue;
    const auto moment = schemas::Moment::parse(**text, name);
    if (!moment) return print({moment.error()}), std::nullopt;
    *bound = *moment;
  }
  return filter;
}

/// Of what was never logged there is nothing to find, and who mistypes a kind would take that for an answer.
bool is_known_kind(store::Session& sql, const std::string& kind) {
  const auto known = log::kinds(sql);
  if (kind.empty() || known.empty() || std::ranges::find(known, kind) != known.end()) return true;
  std::cerr << "--soort: in dit logboek staat niets van de soort \"" << schemas::shown(kind)
            << "\". Het meest lijkt daarop: " << nearest(kind, known) << "\nDeze soorten zijn er:\n";
  for (const auto& each : known) std::cerr << "  " << each << '\n';
  return false;
}

/// The log opened, and which entries are searched for; false when that could not be: it was told why.
struct Searched {
  /// `follows`: what is searched for may still come.
  explicit Searched(const Search& search, bool follows = false) : house(search.config) {
    if (house && (follows || is_known_kind(*house.sql, search.kind)))
      filter = filter_of(*house.config, search);
  }
  explicit operator bool() const { return filter.has_value(); }

  Opened house;
  std::optional<log::Filter> filter;
};

int list_journeys(Opened& house, log::Filter filter, const List& options) {
  // Of each all its entries are looked at.
  constexpr int most = 1000;
  if (options.count > most) return std::cerr << "--count: met --reizen hoogstens 1000\n", 2;
  const auto page = log::journeys(*house.sql, {std::move(filter), options.trace, options.stand, options.own},
                                  house.clock, search_patience);
  if (options.json) {
    json::array array;
    for (const auto& each : page.journeys) array.push_back(log::to_json(each));
    std::cout << json::serialize(array) << '\n';
    return 0;
  }
  print_journeys_header();
  for (auto each = page.journeys.rbegin(); each != page.journeys.rend(); ++each)
    print_journey(*house.config, *each);
  if (page.cut_short) std::cerr << "nog niet alles is doorzocht; verder met --before " << page.next << '\n';
  return 0;
}

int list_entries(const List& options) {
  if (!options.journeys && !(options.stand.empty() && options.trace.empty() && !options.own))
    return std::cerr << "--stand, --trace en --eigen horen bij --reizen\n", 2;
  if (options.journeys && !options.direction.empty())
    return std::cerr << "--richting is van een bericht, niet van een reis\n", 2;
  Searched searched(options);
  if (!searched) return 2;
  auto& [house, filter] = searched;
  filter->before = options.before;
  filter->count = options.count;
  if (options.journeys) return list_journeys(house, std::move(*filter), options);
  const auto page = log::search(*house.sql, *filter, house.clock, search_patience);
  if (options.json) {
    json::array array;
    for (const auto& entry : page.entries) array.push_back(log::to_json(entry));
    std::cout << json::serialize(array) << '\n';
    return 0;
  }
  print_header();
  for (auto entry = page.entries.rbegin(); entry != page.entries.rend(); ++entry)
    print_row(*house.config, *entry);
  if (page.next > 0 && options.before == 0 && page.cut_short)
    std::cerr << "nog niet alles is doorzocht; verder met --before " << page.next << '\n';
  return 0;
}

int tail(const Tail& options) {
  Searched searched(options, options.follow);
  if (!searched) return 2;
  auto& [house, filter] = searched;
  filter->count = options.count;
  const auto page = log::search(*house.sql, *filter, house.clock, search_patience);
  const auto show = [&](const log::Entry& entry) {
    if (options.json)
      std::cout << json::serialize(log::to_json(entry)) << '\n';
    else
      print_row(*house.config, entry);
  };
  if (!options.json) print_header();
  // Where the log ends now, also when nothing of what is asked for stands at its end.
  auto seq = page.entries.empty() ? log::last_seq(*house.sql) : page.entries.front().seq;
  for (auto entry = page.entries.rbegin(); entry != page.entries.rend(); ++entry) show(*entry);
  std::cout << std::flush;
  constexpr int at_once = 1000;
  filter->count = at_once;
  while (options.follow && std::cout) {
    for (const auto& entry : log::after(*house.sql, *filter, seq)) {
      show(entry);
      seq = entry.seq;
    }
    std::cout << std::flush;
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
  }
  return 0;
}

int export_entries(const Export& options) {
  Searched searched(options);
  if (!searched) return 2;
  auto& [house, filter] = searched;
  constexpr int at_once = 2000;
  filter->count = at_once;
  std::ofstream file;
  if (options.file != "-") file.open(options.file, std::ios::binary | std::ios::trunc);
  auto& out = options.file == "-" ? std::cout : file;
  const bool csv = options.format == "csv";
  if (csv) out << "\xEF\xBB\xBF" << log::csv_header();  // Excel reads UTF-8 only when it is told so
  std::int64_t count = 0;
  std::int64_t seq = filter->from ? log::seq_at(*house.sql, *filter->from) - 1 : 0;
  for (bool more = true; more && out;) {
    const auto entries = log::after(*house.sql, *filter, seq);
    for (const auto& entry : entries) {
      if (csv)
        out << log::to_csv(entry);
      else
        out << json::serialize(log::to_json(entry)) << '\n';
      seq = entry.seq;
    }
    count += std::ssize(entries);
    more = std::ssize(entries) == at_once;
  }
  if (!out.flush()) {
    std::cerr << "schrijven naar " << options.file << " mislukte na "
              << schemas::counted(count, "regel", "regels") << '\n';
    return 1;
  }
  std::cerr << schemas::counted(count, "regel", "regels") << " geschreven\n";
  return 0;
}

void add_search(CLI::App* command, Search& search) {
  command->add_option("--gemeente", search.tenant, "alleen deze gemeente (code of OIN)");
  command->add_option("--id", search.id, "bericht-id, referentie of dossier");
  command->add_option("--dossier", search.dossier, "alleen over dit dossier");
  command->add_option("--partij", search.party, "OIN of naam");
  command->add_option("--feed", search.feed, "alleen van deze bron: " + log::listed(log::feed::all));
  command->add_option("--soort", search.kind, "precies zoals de lijst het toont");
  command->add_option("--richting", search.direction, "alleen in deze richting")
      ->check(CLI::IsMember(log::direction::all));
  command->add_option("--uitkomst", search.outcome, "verwerkt, geweigerd, afgeleverd, mislukt, …");
  command->add_flag("--aandacht", search.trouble, "alleen waar iemand naar moet kijken");
  command->add_option("--from", search.from, "vanaf dit moment: 2026-11-25T00:00:00Z");
  command->add_option("--until", search.until, "tot dit moment");
}

}  // namespace

void add_log_search(Commands& log) {
  const CLI::Range at_once(1, 100000);
  const auto [list, listing] = log.add<List>("list", "de laatste berichten", list_entries);
  add_search(list, listing);
  list->add_option("--count", listing.count, "hoeveel")->capture_default_str()->check(at_once);
  list->add_option("--before", listing.before, "alleen regels met een lager nummer");
  list->add_flag("--json", listing.json, "als JSON");
  list->add_flag("--reizen", listing.journeys,
                 "één regel per reis: wat kwam, wat het werd, wie het bereikte, en hoe het ervoor staat");
  list->add_option("--stand", listing.stand, "met --reizen: " + log::listed(log::stand::all, " of "))
      ->check(CLI::IsMember(log::stand::all));
  list->add_option("--trace", listing.trace, "met --reizen: alleen van deze trace");
  list->add_flag("--eigen", listing.own, "met --reizen: ook van de gateway zelf, als aanmelden en back-ups");

  const auto [tail_f, tailing] =
      log.add<Tail>("tail", "de laatste berichten, en met -f wat erbij komt", tail);
  add_search(tail_f, tailing);
  tail_f->add_option("--count", tailing.count, "hoeveel eerst")->capture_default_str()->check(at_once);
  tail_f->add_flag("-f,--follow", tailing.follow, "blijft volgen, tot Ctrl-C");
  tail_f->add_flag("--json", tailing.json, "één JSON-object per regel");

  const auto [to_file, exporting] =
      log.add<Export>("export", "schrijft het logboek naar een bestand, oudste eerst", export_entries);
  add_search(to_file, exporting);
  to_file->add_option("--format", exporting.format, "ndjson of csv")
      ->check(CLI::IsMember({"ndjson", "csv"}))
      ->capture_default_str();
  to_file->add_option("FILE", exporting.file, "- is standaarduitvoer")->capture_default_str();
}

}  // namespace inburgering::gateway::cli
