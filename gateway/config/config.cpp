#include "gateway/config/config.h"

#include <algorithm>
#include <limits>
#include <set>

#include "gateway/config/askable.h"
#include "gateway/config/fsc.h"
#include "gateway/config/listen.h"
#include "gateway/config/logging.h"
#include "gateway/config/parties.h"
#include "gateway/config/peers.h"
#include "gateway/config/reader.h"
#include "gateway/config/references.h"
#include "gateway/config/store.h"
#include "gateway/config/tls.h"
#include "gateway/config/walk.h"
#include "schemas/shipped.h"
#include "schemas/small_file.h"

namespace inburgering::gateway::config {
namespace {

bool is_loopback(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

/// What one part says of another: references must exist, identities be unique, afnemers stay in their
/// gemeenten.
void check_references(const Config& config, schemas::Faults& faults) {
  std::set<std::string> codes;
  std::set<schemas::Oin> tenants;
  for (const auto& tenant : config.tenants)
    if (!tenants.insert(tenant.oin).second || !codes.insert(tenant.gemeentecode).second)
      faults.push_back({"tenants", "uniek", "gemeente " + tenant.gemeentecode + " staat er tweemaal in"});
  std::set<schemas::Oin> parties;
  const auto check_codes = [&](const std::string& place, const std::vector<std::string>& list) {
    for (const auto& code : list)
      if (code != "*" && !codes.contains(code))
        faults.push_back({place, "verwijzing", "gemeente " + code + " staat niet onder tenants"});
  };
  for (const auto& party : config.parties) {
    if (!parties.insert(party.oin).second)
      faults.push_back({"parties", "uniek", "OIN " + party.oin.digits() + " staat er tweemaal in"});
    check_codes("parties, " + party.naam, party.gemeenten);
  }
  std::set<std::string> brps;
  std::set<std::string> asked_for;
  for (const auto& brp : config.brp) {
    const auto place = "brp, " + brp.naam;
    if (!brps.insert(brp.naam).second) faults.push_back({place, "uniek", "deze naam staat er tweemaal in"});
    check_codes(place, brp.gemeenten);
    for (const auto& code : brp.gemeenten)
      if (code == "*" ? config.brp.size() > 1 : !asked_for.insert(code).second)
        faults.push_back(
            {place, "uniek", "een gemeente bevraagt één BRP: " + code + " staat er tweemaal in"});
  }
  std::set<std::string> schedules;
  for (const auto& schedule : config.schedules) {
    const auto place = "schedules, " + schedule.id;
    if (!schedules.insert(schedule.id).second)
      faults.push_back({place, "uniek", "dit id staat er tweemaal in"});
    check_codes(place, schedule.gemeenten);
    const bool asks_brp = std::ranges::any_of(schedule.resources, [](const auto& resource) {
      const auto subject = find_askable(resource);
      return subject && !subject->of_duo;
    });
    for (const auto& code : asks_brp ? schedule.gemeenten : std::vector<std::string>())
      if (code != "*" && brp_of(config, code) == nullptr)
        faults.push_back({place, "verwijzing", "voor gemeente " + code + " staat er geen BRP onder brp"});
  }
  std::set<std::string> ids;
  for (const auto& subscription : config.subscriptions) {
    const auto place = "subscriptions, " + subscription.id;
    if (!ids.insert(subscription.id).second)
      faults.push_back({place, "uniek", "dit id staat er tweemaal in"});
    for (auto& fault : config::check_against(config, subscription))
      faults.push_back({place, std::move(fault.rule), std::move(fault.message)});
  }
}

}  // namespace

schemas::Result<Config> read(const std::filesystem::path& file) {
  auto text = schemas::read_small_file(file);
  if (!text) return schemas::refuse(file.string(), "bestand", text.error());
  return read_text(std::move(*text), file);
}

schemas::Result<Config> read_text(std::string content, const std::filesystem::path& file) {
  YAML::Node root;
  try {
    const auto documents = YAML::LoadAll(content);
    if (!documents.empty()) root = documents.front();
    for (std::size_t i = 1; i < documents.size(); ++i)
      if (!documents[i].IsNull())
        return schemas::refuse(
            "regel " + std::to_string(documents[i].Mark().line + 1), "yaml",
            "hier begint een tweede document (na ---), en dat zou niet gelden; maak er een van");
  } catch (const YAML::Exception& error) {
    return schemas::refuse(
        "regel " + std::to_string(error.mark.line + 1) + ", kolom " + std::to_string(error.mark.column + 1),
        "yaml", "dit is geen geldige YAML");
  }
  schemas::Faults faults;
  Config config;
  config.file = file;
  config.text = std::move(content);
  // Before anything else looks at it: what has no end is read no further.
  if (!Walk(faults, config.test_oins).along(root, ""))
    return schemas::refuse(
        file.string(), "omvang",
        "deze YAML is te diep of te groot; verwijzingen (aliassen) mogen niet naar zichzelf leiden");
  Reader top(root, "", std::filesystem::absolute(file).parent_path(), faults);

  int version = config_version;
  top.optional("versie", version, 1, std::numeric_limits<int>::max());
  if (version > config_version) {
    // What else is wrong with it, only a newer program can say.
    top.fault("versie", "versie",
              "deze configuratie is van versie " + std::to_string(version) +
                  ", en dit programma leest ten hoogste versie " + std::to_string(config_version) +
                  ": installeer de gateway waarvoor zij is geschreven, of zet de configuratie van voor die "
                  "versie terug");
    return std::unexpected(std::move(faults));
  }

  std::string mode = "test";
  top.optional("mode", mode);
  if (mode != "test" && mode != "production") top.fault("mode", "codelijst", "kies uit test en production");
  config.production = mode == "production";
  config.oin = top.oin("oin");
  top.optional("logs", config.logs);
  if (config.logs != "tekst" && config.logs != "json")
    top.fault("logs", "codelijst", "kies uit tekst en json");
  top.optional("threads", config.threads, 1, 64);

  auto listen = top.section("listen");
  read_listen(listen, "partner", config.partner);
  read_listen(listen, "operator", config.operation);
  read_address(listen, config);
  listen.finish();

  bool strict = false;
  read_tls_section(top.section("tls"), config, strict);
  if (!config.operation_tls && !is_loopback(config.operation.address))
    top.fault("listen", "tls", "operator luistert buiten deze machine: dat kan alleen met tls.operator");
  read_limits(top.section("limits"), config);
  read_store(top.section("store"), config);

  auto schemas_section = top.section("schemas");
  config.schemas = schemas_section.path("dir", false);
  config.stuf_bg = schemas_section.path("stuf_bg", false);
  schemas_section.finish();
  if (config.schemas.empty()) config.schemas = schemas::shipped("schemas");

  read_duo(top.section("duo"), config);
  top.each("brp", [&](Reader& item) { config.brp.push_back(read_brp(item, config)); });

  read_delivery(top.section("delivery"), config.delivery);
  top.each("tenants", [&](Reader& item) { config.tenants.push_back(read_tenant(item)); });
  read_log(top.section("log"), config.log, config.client);
  read_retention(top.section("retention"), config);
  read_logboek(top.section("logboek"), config.logboek);
  read_siem(top.section("siem"), config.siem, config.production, strict);
  if (top.has("fsc")) read_fsc(top.section("fsc"), config);
  top.each("parties", [&](Reader& item) { config.parties.push_back(read_party(item, config)); });
  inherit(config, config.duo.oin, config.duo.hierarchy, config.duo.servers);
  for (auto& brp : config.brp) inherit(config, brp.oin, brp.hierarchy, brp.servers);
  top.each("subscriptions", [&](Reader& item) { config.subscriptions.push_back(read_subscription(item)); });
  top.each("schedules", [&](Reader& item) { config.schedules.push_back(read_schedule(item)); });
  if (config.tenants.empty()) top.fault("tenants", "verplicht", "noem minstens één gemeente");
  top.finish();
  if (faults.empty()) check_references(config, faults);
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return config;
}

}  // namespace inburgering::gateway::config
