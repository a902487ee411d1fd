// `shadow`: what this version of the program would make of the messages that are kept, before it is put to
// work.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <iostream>

#include "adapters/brp/schema.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/progress.h"
#include "gateway/identity/registry.h"
#include "gateway/schaduw/herspelen.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;

struct Shadow {
  std::filesystem::path config;
  std::string tenant;  ///< gemeentecode or OIN; empty = all
  std::string since;
  bool json = false;
};

/// "30d", "12u", or a moment.
std::optional<schemas::Moment> since_of(const std::string& text, schemas::Moment now) {
  if (const auto moment = schemas::Moment::parse(text)) return *moment;
  int count = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, count);
  if (read.ec != std::errc() || read.ptr + 1 != end || count < 1) return std::nullopt;
  if (*read.ptr == 'd') return schemas::Moment(now.time() - std::chrono::days(count));
  if (*read.ptr == 'u') return schemas::Moment(now.time() - std::chrono::hours(count));
  return std::nullopt;
}

std::string listed(const std::vector<std::string>& ids) {
  std::string text;
  for (const auto& id : ids) text += (text.empty() ? "" : " ") + id;
  return text;
}

void print_report(const schaduw::Verslag& report) {
  std::cout << schemas::counted(report.berichten, "bericht", "berichten")
            << " opnieuw vertaald: " << report.gelijk << " gelijk, "
            << report.berichten - report.gelijk - report.niet_te_lezen << " anders, " << report.niet_te_lezen
            << " nu geweigerd\n";
  if (report.niet_te_lezen > 0)
    std::cout << "geweigerd, bijvoorbeeld: " << listed(report.niet_te_lezen_voorbeelden) << '\n';
  if (report.verschillen.empty()) return;
  constexpr std::size_t type = 24, field = 32, how = 11, count = 9;
  std::cout << '\n'
            << padded("OBJECTTYPE", type) << padded("VELD", field) << padded("HOE", how)
            << padded("AANTAL", count) << "BIJVOORBEELD IN BERICHT\n";
  for (const auto& [place, difference] : report.verschillen)
    std::cout << padded(place.objecttype, type) << padded(place.veld, field)
              << padded(std::string(schaduw::to_text(place.hoe)), how)
              << padded(std::to_string(difference.aantal), count) << listed(difference.voorbeelden) << '\n';
}

json::object to_json(const schaduw::Verslag& report) {
  json::array differences;
  for (const auto& [place, difference] : report.verschillen)
    differences.push_back(json::object{
        {"objecttype", place.objecttype},
        {"veld", place.veld},
        {"hoe", schaduw::to_text(place.hoe)},
        {"aantal", difference.aantal},
        {"voorbeelden", json::array(difference.voorbeelden.begin(), difference.voorbeelden.end())}});
  return {{"berichten", report.berichten},
          {"gelijk", report.gelijk},
          {"geweigerd", report.niet_te_lezen},
          {"geweigerdVoorbeelden",
           json::array(report.niet_te_lezen_voorbeelden.begin(), report.niet_te_lezen_voorbeelden.end())},
          {"verschillen", std::move(differences)},
          {"digest", report.digest}};
}

/// The store as it stands, whatever its version: it is looked at and neither written nor brought to the
/// present version, so that the program that runs on it goes on.
struct LookedAt {
  std::optional<config::Config> config;
  std::optional<store::KeysInUse> in_use;
  std::optional<store::Keys> keys;
  std::unique_ptr<store::Session> sql;
  SystemClock clock;
  SystemRandom random;

  explicit LookedAt(const std::filesystem::path& file) : config(load(file)) {
    if (!config) return;
    if (const auto opened = open(); !opened) std::cerr << opened.error() << '\n';
  }
  explicit operator bool() const { return sql != nullptr; }

 private:
  std::expected<void, std::string> open() {
    auto use = store::KeysInUse::share(config->store);
    if (!use) return std::unexpected(use.error());
    in_use.emplace(std::move(*use));
    auto read = store::Keys::read(config->store_key, config->store_token);
    if (!read) return std::unexpected(read.error());
    keys = std::move(*read);
    if (!store::exists(config->store))
      return std::unexpected("de opslag " + config->store.name() + " bestaat niet");
    auto opened = store::open(config->store, store::Access::read);
    if (auto newer = store::made_by_newer(*opened); !newer.empty()) return std::unexpected(std::move(newer));
    if (auto judged = store::judge_key(*opened, config->store, *keys); !judged)
      return std::unexpected(std::move(judged.error()));
    sql = std::move(opened);
    return {};
  }
};

int shadow(const Shadow& options) try {
  LookedAt house(options.config);
  if (!house) return 2;
  const auto since = since_of(options.since, house.clock.now());
  if (!since) return std::cerr << "--since: schrijf 30d, 12u of een moment\n", 2;
  std::vector<const config::Tenant*> tenants;
  const auto only = options.tenant.empty() ? "" : tenant_named(*house.config, options.tenant);
  for (const auto& tenant : house.config->tenants)
    if (options.tenant.empty() || tenant.oin.digits() == only) tenants.push_back(&tenant);
  if (tenants.empty()) {
    std::cerr << "gemeente " << options.tenant << " staat niet in de configuratie\n";
    return 2;
  }
  const auto grammar = adapters::brp::stuf_bg_grammar(house.config->schemas, house.config->stuf_bg);
  if (!grammar) return print(grammar.error()), 2;
  const identity::Registry registry(*house.config);
  const exchange::Ground ground{*house.config, registry, {*house.keys, {house.clock, house.random}}};
  Progress progress;
  const auto report = schaduw::herspeel(
      *house.sql, ground, schaduw::vertaler(*house.config, *grammar), tenants, *since,
      [&](std::int64_t done, std::int64_t of) {
        progress.tell(static_cast<double>(done) / static_cast<double>(std::max<std::int64_t>(1, of)),
                      std::to_string(done) + " van " + schemas::counted(of, "dossier", "dossiers"));
      });
  if (options.json)
    std::cout << json::serialize(to_json(report)) << '\n';
  else
    print_report(report);
  return 0;
} catch (const store::Failure& error) {
  std::cerr << "de opslag is zo niet te lezen: " << error.what()
            << "\nIs zij van een eerdere versie, geef shadow dan een kopie die met deze versie is geopend "
               "(docs/beheer.md)\n";
  return 1;
}

}  // namespace

void add_shadow(Commands& program) {
  const auto [command, options] = program.add<Shadow>(
      "shadow", "vertaalt bewaarde berichten opnieuw en vertelt wat nu anders zou zijn; wijzigt niets",
      shadow);
  command->add_option("--since", options.since, "vanaf wanneer: 30d, 12u of een moment")->required();
  command->add_option("--gemeente", options.tenant, "alleen deze gemeente (code of OIN)");
  command->add_flag("--json", options.json, "als JSON");
}

}  // namespace inburgering::gateway::cli
