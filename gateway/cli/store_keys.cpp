// `store keys`, `store rekey` and `store drop-key`: another key for the store, while the gateway runs.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <set>
#include <sstream>

#include "gateway/cli/commands.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/store_backup.h"
#include "gateway/cli/store_copy.h"
#include "gateway/cli/store_nodes.h"
#include "gateway/cli/who.h"
#include "gateway/log/exchange_log.h"
#include "gateway/log/four_eyes.h"
#include "gateway/log/security.h"
#include "gateway/store/key_file.h"
#include "gateway/store/reseal.h"
#include "gateway/store/wrapped.h"
#include "schemas/value/counted.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;

struct Rekey {
  std::filesystem::path config;
  std::string name;  ///< of the new key; empty = the next number
};
struct Unwrap {
  std::filesystem::path config;
  std::filesystem::path to;
};
struct DropKey {
  std::filesystem::path config;
  std::string name;
};

/// The key file, to be changed; nothing when it says something else than was read just now.
std::optional<store::HeldKeyFile> hold(const OpenedWithKeys& house) {
  auto held = store::HeldKeyFile::hold(house.config->store_key);
  if (!held) return std::cerr << held.error() << '\n', std::nullopt;
  const auto now = store::Keys::read(house.config->store_key, house.config->store_token);
  if (!now || now->names() != house.keys->names() || now->marks() != house.keys->marks())
    return std::cerr << "het sleutelbestand is intussen veranderd; probeer het nog eens\n", std::nullopt;
  return std::move(*held);
}

bool replace(const store::HeldKeyFile& file, const std::string& content) {
  const auto done = file.replace(content);
  if (!done) std::cerr << done.error() << '\n';
  return done.has_value();
}

void note(OpenedWithKeys& house, std::string_view what, const std::string& key) {
  auto entry = log::new_entry(house.around(), log::direction::in, log::feed::beheer, log::kind::store_key);
  entry.subject = who_commands();
  entry.outcome = log::outcome::verwerkt;
  entry.faults = {{"store.key", "sleutel", std::string(what) + key}};
  store::transact(*house.sql, [&] { log::append(*house.sql, entry); });
}

/// Whether a second person agreed, where a gemeente asks that; prints that he did not.
bool is_allowed(OpenedWithKeys& house, const std::string& key) {
  const log::FourEyes eyes(*house.config, house.around());
  const auto allowed = store::transact(
      *house.sql, [&] { return eyes.use(*house.sql, {config::Deed::sleutel, {}, key}, who_commands()); });
  if (!allowed) std::cerr << allowed.error() << '\n';
  return allowed.has_value();
}

/// k1 is followed by k2, or by the first that nothing is named; a name of another form by nothing.
std::string next_name(const std::string& name, const std::set<std::string>& taken) {
  const auto digits = name.find_last_not_of("0123456789") + 1;
  constexpr std::size_t longest = 9;
  if (digits == name.size() || name.size() - digits > longest) return {};
  auto number = std::stoul(name.substr(digits));
  std::string next;
  do next = name.substr(0, digits) + std::to_string(++number);
  while (taken.contains(next));
  return next;
}

int list_keys(const Telling& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  auto count = store::sealed_under(*house.sql, *house.keys);
  json::array list;
  const auto present = house.keys->id();
  for (const auto& name : house.keys->names()) {
    const auto values = std::exchange(count[name], 0);
    if (options.json)
      list.push_back(json::object{{"naam", name}, {"huidig", name == present}, {"waarden", values}});
    else
      std::cout << padded(name, 24)
                << (name == present ? "  verzegelt wat nieuw is   " : "  opent wat er al was      ")
                << schemas::counted(values, "waarde", "waarden")
                << (name != present && values == 0 ? ";  kan weg: store drop-key " + name : std::string())
                << '\n';
  }
  // Another name for a key that is there, or damaged.
  for (const auto& [name, values] : count)
    if (values > 0) {
      if (options.json)
        list.push_back(json::object{{"naam", schemas::shown(name)}, {"onbekend", true}, {"waarden", values}});
      else
        std::cout << padded(name.empty() ? "(zonder naam)" : name, 24)
                  << "  staat niet in het sleutelbestand  " << values << " waarden\n";
    }
  if (options.json) std::cout << json::serialize(list) << '\n';
  return 0;
}

int rekey(const Rekey& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto file = hold(house);
  if (!file) return 1;
  const auto names = house.keys->names();
  // A value tells the name of its key; a key that was renamed leaves the former one there.
  std::set<std::string> taken(names.begin(), names.end());
  for (const auto& [sealed_by, count] : store::sealed_under(*house.sql, *house.keys)) taken.insert(sealed_by);
  const auto name = options.name.empty() ? next_name(names.front(), taken) : options.name;
  const bool good = !name.empty() && name.size() <= 60 && schemas::shown(name) == name &&
                    name.find_first_of(": \t\n") == std::string::npos;
  if (!good)
    return std::cerr << "geef de nieuwe sleutel een naam: --naam, ten hoogste 60 tekens zonder spatie of "
                        "dubbele punt\n",
           2;
  if (taken.contains(name))
    return std::cerr << "er is al een sleutel " << name << "; noem een andere met --naam\n", 2;
  if (names.size() == store::Keys::at_most)
    return std::cerr << "er zijn al " << names.size()
                     << " sleutels; haal eerst een vorige weg (store keys)\n",
           1;
  const auto content =
      store::wrap_lines(store::Keys::line(name, house.random) + file->content(), house.config->store_token);
  if (!content) return std::cerr << "store.token: " << content.error() << '\n', 1;
  if (!replace(*file, *content)) return 1;
  if (auto fresh = store::Keys::read(house.config->store_key, house.config->store_token);
      fresh && store::judge_key(*house.sql, house.config->store, *fresh))
    store::transact(*house.sql, [&] { store::belong_to_present(*house.sql, {*fresh, house.around()}); });
  note(house, "nieuwe sleutel ", name);
  std::cout << "Sleutel " << name << " staat bovenaan in " << house.config->store_key.string()
            << ". Een draaiende gateway gebruikt haar binnen enkele seconden voor alles wat nieuw is, en "
               "verzegelt wat er al was "
               "daarna opnieuw; staat zij stil, dan bij de volgende start.\nMaak nu een kopie van dit "
               "bestand. Volg het met "
               "'store keys'; is een vorige sleutel niet meer nodig, dan kan zij weg met 'store drop-key "
            << names.front() << "'.\n";
  if (!house.config->store_token.uri.empty())
    std::cout << "De nieuwe sleutel staat alleen onder het token. Gaat dat verloren, dan is alles weg: maak "
                 "met 'store "
                 "unwrap --naar BESTAND' een kopie voor in de kluis.\n";
  return 0;
}

/// Puts the keys in the file under the one in the token: how many, nothing when that could not be done.
std::optional<std::size_t> wrap(const config::Config& config, const store::HeldKeyFile& file) {
  const auto count = store::plain_lines(file.content());
  if (count == 0) return std::cout << "Alle sleutels staan al onder die in het token.\n", count;
  const auto content = store::wrap_lines(file.content(), config.store_token);
  if (!content) return std::cerr << "store.token: " << content.error() << '\n', std::nullopt;
  if (!replace(file, *content)) return std::nullopt;
  std::cout << schemas::counted(count, "sleutel staat", "sleutels staan")
            << " nu onder die in het token. Zonder token opent niemand de opslag meer: bewaar de kopie van "
               "vóór nu in uw kluis, of vernietig haar.\n";
  return count;
}

int wrap_keys(const OfConfig& options) {
  const auto config = load(options.config);
  if (!config) return 2;
  if (config->store_token.uri.empty())
    return std::cerr << "noem eerst de sleutel in het token: store.token\n", 2;
  // Before the first start there is no store yet, and so no log.
  if (!store::exists(config->store)) {
    const auto file = store::HeldKeyFile::hold(config->store_key);
    if (!file) return std::cerr << file.error() << '\n', 1;
    return wrap(*config, *file) ? 0 : 1;
  }
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto file = hold(house);
  if (!file) return 1;
  const auto count = wrap(*house.config, *file);
  if (count.value_or(0) > 0) note(house, "onder het token gezet: ", std::to_string(*count));
  return count ? 0 : 1;
}

/// A copy that can be read without the token: for a vault, and for who goes to another token.
int unwrap_keys(const Unwrap& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto file = hold(house);
  if (!file) return 1;
  const auto content = store::unwrap_lines(file->content(), house.config->store_token);
  if (!content) return std::cerr << "store.token: " << content.error() << '\n', 1;
  if (std::filesystem::exists(options.to))
    return std::cerr << options.to.string() << " is er al; noem een bestand dat er nog niet is\n", 2;
  if (!is_allowed(house, house.keys->id())) return 1;
  note(house, "leesbare kopie buiten het token: ", house.keys->id());
  if (!store::write_secret(options.to, *content))
    return std::cerr << options.to.string() << " is niet te schrijven\n", 1;
  std::cout << "In " << options.to.string()
            << " staan de sleutels leesbaar: breng dat naar uw kluis, en vernietig het hier (shred -u).\n";
  return 0;
}

int drop_key(const DropKey& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto file = hold(house);
  if (!file) return 1;
  const auto names = house.keys->names();
  if (std::ranges::find(names, options.name) == names.end())
    return std::cerr << "er is geen sleutel " << schemas::shown(options.name) << "; zie store keys\n", 1;
  if (options.name == names.front())
    return std::cerr << "dit is de sleutel van nu; maak eerst een nieuwe met store rekey\n", 1;
  if (!house.in_use->alone())
    return std::cerr << "de gateway of een ander commando heeft deze sleutels nog in gebruik: wat daar "
                        "onderweg is kan "
                        "onder de vorige verzegeld zijn. Stop de gateway, haal de sleutel weg, en start haar "
                        "weer\n",
           1;
  if (store::needs_former_key(*house.sql, *house.keys))
    return std::cerr << "er staat nog iets onder een vorige sleutel; de gateway verzegelt dat opnieuw zolang "
                        "zij draait. "
                        "Zie store keys, en probeer het later nog eens\n",
           1;
  if (!is_allowed(house, options.name)) return 1;
  std::string left;
  std::istringstream lines(file->content());
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with(options.name + ":")) left += line + "\n";
  store::transact(*house.sql, [&] { store::need_no_former(*house.sql); });
  if (!replace(*file, left))
    return std::cerr << "niets staat er meer onder sleutel " << options.name
                     << ": haal haar regel zelf weg\n",
           1;
  // The lock on the keys is held alone: nobody is about to use what goes here.
  if (auto fresh = store::Keys::read(house.config->store_key, house.config->store_token);
      fresh && store::judge_key(*house.sql, house.config->store, *fresh))
    fresh->destroy_former();
  note(house, "verwijderde sleutel ", options.name);
  std::cout << "Sleutel " << options.name
            << " is uit het sleutelbestand. Oude back-ups van de opslag zijn zonder haar niet te openen: "
               "vernietig haar kopie pas als "
               "die niet meer nodig zijn.\n";
  return 0;
}

}  // namespace

void add_store(Commands& program) {
  auto store = program.group("store", "de opslag en haar sleutels");
  store.add_telling("keys", "de sleutels, en hoeveel er onder elke staat", list_keys);
  const auto [renewing, fresh] =
      store.add<Rekey>("rekey", "geeft de opslag een nieuwe sleutel, terwijl de gateway draait", rekey);
  renewing->add_option("--naam", fresh.name, "naam van de nieuwe sleutel; anders het volgende nummer");
  store.add<OfConfig>("wrap", "zet de sleutels in het sleutelbestand onder die in een token (store.token)",
                      wrap_keys);
  const auto [unwrapping, copy] = store.add<Unwrap>(
      "unwrap", "maakt een leesbare kopie van de sleutels die onder een token staan, voor in de kluis",
      unwrap_keys);
  unwrapping->add_option("--naar", copy.to, "een bestand dat er nog niet is")->required();
  const auto [dropping, former] =
      store.add<DropKey>("drop-key", "haalt een vorige sleutel weg, als er niets meer onder staat", drop_key);
  dropping->add_option("NAAM", former.name, "zie store keys")->required();
  add_store_backup(store);
  add_store_restore(store);
  add_store_copy(store);
  add_store_nodes(store);
}

}  // namespace inburgering::gateway::cli
