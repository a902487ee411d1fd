#include "gateway/cli/init_given.h"

#include <algorithm>

#include "commandline/texts.h"

namespace inburgering::gateway::cli {
namespace {

namespace fs = std::filesystem;
using commandline::said;
using Words = std::vector<std::string>;

constexpr const char* state_of_package = "/var/lib/inburgering-gateway";
constexpr const char* trial_folder = "proef";

}  // namespace

bool is_trial(const config::Config& config) {
  return !config.production && config.server.certificate.parent_path().filename() == trial_folder;
}

FirstPlaces places_of(const Init& options, const Answers& answers) {
  const bool requested = answers.production || options.request;
  FirstPlaces places;
  places.server = requested ? "certificaten/server" : "proef/gateway-server";
  places.client = requested ? "certificaten/client" : "proef/gateway-client";
  places.trust = requested ? "certificaten/vertrouwen.pem" : "proef/root.pem";
  const bool packaged = options.to == folder_of_package;
  const std::string state = packaged ? state_of_package : "opslag";
  constexpr std::string_view postgres = "postgres:";
  constexpr std::string_view sqlite = "sqlite:";
  if (options.store.starts_with(postgres)) {
    places.postgres = options.store.substr(postgres.size());
    places.store = state;
  } else {
    const auto file = options.store.starts_with(sqlite) ? options.store.substr(sqlite.size()) : options.store;
    places.store = file.empty() ? state + "/gateway.db" : fs::absolute(file).string();
  }
  return places;
}

std::string wrong_store(const std::string& text) {
  const auto scheme = text.substr(0, text.find(':'));
  const bool named = scheme.size() < text.size() && scheme.find('/') == std::string::npos;
  if (named && scheme != "sqlite" && scheme != "postgres")
    return said("--opslag: {} kan hier niet; kies uit sqlite:BESTAND en postgres:\"…\"", Words{scheme});
  if (named && scheme.size() + 1 == text.size())
    return said("--opslag: achter {} hoort een bestand of een verbinding", Words{scheme + ":"});
  return {};
}

std::vector<std::string> contradictions(const Init& options, const config::Config& config) {
  auto given = options.given;
  if (!given[0]) given[0] = config.production ? "productie" : "proef";
  auto read = given_alone(given);
  if (!read) return read.error();
  std::vector<std::string> faults;
  const auto differs = [&](const char* option, const std::string& there) {
    faults.push_back(said("{}: in {} staat {}; verander het daar, of noem een andere map (--naar)",
                          Words{option, config.file.string(), there}));
  };
  if (read->production != config.production) differs("--omgeving", config.production ? "production" : "test");
  if (given[2] && read->oin != config.oin) differs("--oin", config.oin.digits());
  const auto own = std::ranges::find(config.tenants, config.oin, &config::Tenant::oin);
  if (given[1] && own != config.tenants.end() && own->naam != read->naam) differs("--naam", own->naam);
  for (const auto& each : read->gemeenten) {
    const auto has = std::ranges::find(config.tenants, each.code, &config::Tenant::gemeentecode);
    const bool named = !each.oin.digits().empty() && (given[2] || each.oin != read->oin);
    if (has == config.tenants.end() || (named && has->oin != each.oin)) {
      std::string there;
      for (const auto& tenant : config.tenants)
        there += (there.empty() ? "" : ", ") + tenant.gemeentecode + "=" + tenant.oin.digits();
      differs("--gemeente", there);
      break;
    }
  }
  const bool by_name = config.server_hosts.empty() ||
                       std::ranges::find(config.server_hosts, read->host) != config.server_hosts.end();
  if (given[4] && (!by_name || read->port != config.partner.port))
    differs("--adres", (config.server_hosts.empty() ? config.partner.address : config.server_hosts.front()) +
                           ":" + std::to_string(config.partner.port));
  if (given[5] && (read->duo_oin != config.duo.oin || read->duo_url != config.duo.url))
    differs("--duo", config.duo.oin.digits() + "=" + config.duo.url);
  if (read->afnemer) {
    const auto is = [&](const config::Party& party) {
      return party.role == config::Role::afnemer && party.oin == read->afnemer->oin;
    };
    if (std::ranges::none_of(config.parties, is)) differs("--afnemer", said("geen afnemer met dit OIN"));
  }
  if (!options.store.empty()) {
    const auto places = places_of(options, *read);
    const bool same = places.postgres.empty()
                          ? !config.store.is_postgres() && config.store.file == places.store
                          : config.store.postgres == places.postgres;
    if (!same) differs("--opslag", config.store.name());
  }
  if (options.request && is_trial(config)) differs("--aanvraag", config.server.certificate.string());
  return faults;
}

}  // namespace inburgering::gateway::cli
