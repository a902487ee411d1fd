#include "gateway/config/config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "adapters/brp/coulance.h"
#include "gateway/config/askable.h"
#include "gateway/config/reader.h"
#include "gateway/config/references.h"
#include "gateway/config/revocation.h"
#include "gateway/config/store.h"
#include "mapping/canonical/object.h"
#include "mapping/gemeente/registratie.h"
#include "schemas/shipped.h"

namespace inburgering::gateway::config {
namespace {

using adapters::transport::TlsFiles;

constexpr std::array<std::pair<std::string_view, Deed>, 3> deeds{
    {{"inhoud", Deed::inhoud}, {"vergeten", Deed::vergeten}, {"sleutel", Deed::sleutel}}};
constexpr std::array<std::pair<std::string_view, Role>, 5> roles{{{"duo", Role::duo},
                                                                  {"brp", Role::brp},
                                                                  {"taalschool", Role::taalschool},
                                                                  {"afnemer", Role::afnemer},
                                                                  {"beheerder", Role::beheerder}}};

constexpr std::array<std::pair<std::string_view, Right>, 3> rights{
    {{"kijker", Right::kijker}, {"beheerder", Right::beheerder}, {"privacy", Right::privacy}}};

void read_listen(Reader& reader, std::string_view key, Listen& listen) {
  std::string text;
  reader.optional(key, text);
  if (text.empty()) return;
  const auto colon = text.rfind(':');
  unsigned port = 0;
  const auto* begin = text.data() + (colon == std::string::npos ? 0 : colon + 1);
  const auto* end = text.data() + text.size();
  if (colon == std::string::npos || std::from_chars(begin, end, port).ptr != end || begin == end ||
      port > 65535)
    return reader.fault(key, "adres", "schrijf een luisteradres als 127.0.0.1:8443");
  listen = {text.substr(0, colon), static_cast<std::uint16_t>(port)};
}

/// A certificate and its key. One PKCS#12 file is both.
adapters::transport::OwnFiles read_own_files(Reader& reader, bool required) {
  adapters::transport::OwnFiles own{reader.path("certificate", required), {}, {}};
  const bool together = adapters::transport::is_pkcs12(own.certificate);
  own.key = reader.key("key", required && !together);
  own.password = reader.path("wachtwoord_bestand", false);
  if (together && !own.key.empty())
    reader.fault("key", "pkcs12", "laat key weg: de sleutel staat in het bestand van certificate");
  if (!together && own.certificate.empty() != own.key.empty() && !required)
    reader.fault("key", "verplicht", "noem certificate en key, of geen van beide");
  return own;
}

TlsFiles read_tls(Reader reader, bool production, bool strict) {
  const auto own = read_own_files(reader, true);
  TlsFiles files{own.certificate, own.key, reader.path("trust"), {}};
  files.password = own.password;
  if (auto crl = reader.path("crl", false); !crl.empty()) files.crl = crl;
  files.production = production;
  files.strict = strict;
  reader.finish();
  return files;
}

mapping::taalschool::Waarschuwingsregels read_warnings(Reader reader) {
  mapping::taalschool::Waarschuwingsregels rules;
  const auto number = [&](std::string_view key, int most) {
    int value = 0;
    reader.optional(key, value, 1, most);
    return value == 0 ? std::nullopt : std::optional(value);
  };
  constexpr int year = 52;
  rules.aanwezigheid_onder = number("aanwezigheid_onder", 100);
  reader.optional("aanwezigheid_weken", rules.aanwezigheid_weken, 1, year);
  std::string progress = "nee";
  reader.optional("geen_voortgang", progress);
  if (progress != "ja" && progress != "nee")
    reader.fault("geen_voortgang", "codelijst", "kies uit ja en nee");
  rules.geen_voortgang = progress == "ja";
  rules.stilte_weken = number("stilte_weken", year);
  reader.finish();
  return rules;
}

Tenant read_tenant(Reader& reader) {
  Tenant tenant{reader.oin("oin"), reader.text("gemeentecode"), reader.text("naam")};
  tenant.waarschuwingen = read_warnings(reader.section("waarschuwingen"));
  tenant.klokken = read_klokken(reader);
  std::string uren = "handmatig";
  reader.optional("uren_melden", uren);
  if (uren != "handmatig" && uren != "automatisch")
    reader.fault("uren_melden", "codelijst", "kies uit handmatig en automatisch");
  tenant.uren_melden = uren == "automatisch";
  for (const auto& text : reader.texts("vier_ogen")) {
    if (const auto deed = deed_named(text))
      tenant.vier_ogen.insert(*deed);
    else
      reader.fault("vier_ogen", "codelijst", "kies uit inhoud, vergeten en sleutel");
  }
  if (!tenant.gemeentecode.empty() &&
      (tenant.gemeentecode.size() != 4 ||
       tenant.gemeentecode.find_first_not_of("0123456789") != std::string::npos))
    reader.fault("gemeentecode", "gemeentecode",
                 "een gemeentecode bestaat uit vier cijfers (zet haar tussen aanhalingstekens)");
  return tenant;
}

/// `streng` names the tolerances that this sender does not get, "*" for all; `soepel` those besides the
/// usual.
void read_coulances(Reader& reader, Party& party) {
  const auto named = [&](std::string_view key) {
    const auto names = reader.texts(key);
    for (const auto& name : names)
      if (name != "*" && adapters::brp::find_coulance(name) == nullptr)
        reader.fault(key, "codelijst", "tolerantie " + name + " is niet bekend");
    return names;
  };
  const auto streng = named("streng");
  const auto soepel = named("soepel");
  const auto has = [](const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end() || std::ranges::find(names, "*") != names.end();
  };
  for (const auto& each : adapters::brp::coulances())
    if (has(soepel, each.naam) || (each.standaard && !has(streng, each.naam)))
      party.coulances.push_back(&each);
}

using adapters::revocation::Ocsp;
constexpr std::array<std::pair<std::string_view, Ocsp>, 3> ocsp_modes{
    {{"off", Ocsp::off}, {"prefer", Ocsp::prefer}, {"require", Ocsp::require}}};

/// Whether the gateway calls such a party, and so shows it a certificate.
bool is_called(Role role) { return role == Role::duo || role == Role::brp || role == Role::afnemer; }

Hierarchy read_hierarchy(Reader& reader, const Config& config, Hierarchy usual = {}, bool called = true) {
  Hierarchy read = std::move(usual);
  if (!called && reader.has("certificaat"))
    reader.fault("certificaat", "rol",
                 "zo'n partij wordt niet gebeld, en ziet van ons dus geen clientcertificaat");
  reader.optional("certificaat", read.certificaat);
  reader.optional("vertrouwen", read.vertrouwen);
  if (!read.certificaat.empty() && !config.clients.contains(read.certificaat))
    reader.fault("certificaat", "verwijzing", "een clientcertificaat met deze naam is er niet (tls.clients)");
  if (!read.vertrouwen.empty() && !config.anchors.contains(read.vertrouwen))
    reader.fault("vertrouwen", "verwijzing", "een vertrouwensanker met deze naam is er niet (tls.anchors)");
  return read;
}

Ocsp read_ocsp(Reader& reader, const Config& config) {
  std::string text = "off";
  reader.optional("ocsp", text);
  const auto* mode = std::ranges::find(ocsp_modes, text, &std::pair<std::string_view, Ocsp>::first);
  if (mode == ocsp_modes.end()) {
    reader.fault("ocsp", "codelijst", "kies uit off, prefer en require");
    return Ocsp::off;
  }
  if (mode->second != Ocsp::off && config.revocation.statuses == nullptr)
    reader.fault(
        "ocsp", "verwijzing",
        "noem onder tls.intrekking.hosts waar de OCSP-dienst mag zijn; anders wordt er niets gevraagd");
  return mode->second;
}

/// Who may answer where this party is called: itself, and the OINs or public keys under `servers`; and what
/// its certificates must be.
adapters::transport::ServerIdentity read_servers(Reader& reader, const schemas::Oin& own,
                                                 const Config& config, const Hierarchy& hierarchy) {
  adapters::transport::ServerIdentity servers{.oins = {own.digits()}, .pins = {}};
  for (const auto& text : reader.texts("servers")) {
    constexpr std::string_view pin = "sha256//";
    constexpr std::size_t base64_of_a_digest = 44;
    if (schemas::Oin::parse(text))
      servers.oins.push_back(text);
    else if (text.starts_with(pin) && text.size() == pin.size() + base64_of_a_digest)
      servers.pins.push_back(text);
    else
      reader.fault("servers", "oin",
                   "noem een OIN van twintig cijfers, of de publieke sleutel van de server als sha256//…");
  }
  servers.rules.ocsp = read_ocsp(reader, config);
  const auto anchors = config.anchors.find(hierarchy.vertrouwen);
  servers.rules.anchors = anchors == config.anchors.end() ? config.usual_anchors : anchors->second;
  return servers;
}

void read_registraties(Reader& reader, Party& party) {
  party.registraties = reader.texts("registraties");
  if (party.registraties.empty()) return;
  if (party.role != Role::afnemer)
    reader.fault("registraties", "rol", "alleen een afnemer registreert; laat dit bij een andere rol weg");
  for (const auto& type : party.registraties)
    if (type != "*" && !mapping::gemeente::registers(type))
      reader.fault("registraties", "codelijst",
                   type +
                       " registreert een gemeente niet; kies uit de objecttypes waarvan "
                       "docs/canonical-model.md een veld door de gemeente laat leveren, of \"*\" voor alle");
}

Party read_party(Reader& reader, const Config& config) {
  Party party;
  party.naam = reader.text("naam");
  party.oin = reader.oin("oin");
  const auto role = reader.text("role");
  const auto* found = std::ranges::find(roles, role, &std::pair<std::string_view, Role>::first);
  if (found != roles.end())
    party.role = found->second;
  else if (!role.empty())
    reader.fault("role", "codelijst", "kies uit duo, brp, taalschool, afnemer, beheerder");
  std::string recht = "kijker";
  reader.optional("recht", recht);
  if (const auto right = right_named(recht))
    party.recht = *right;
  else
    reader.fault("recht", "codelijst", "kies uit kijker, beheerder en privacy");
  party.gemeenten = reader.texts("gemeenten");
  const auto usual = config.roles.find(party.role);
  party.hierarchy = read_hierarchy(reader, config, usual == config.roles.end() ? Hierarchy() : usual->second,
                                   is_called(party.role));
  party.servers = read_servers(reader, party.oin, config, party.hierarchy);
  // Who comes to the operator listener is trusted by what that says.
  if (party.role == Role::beheerder && party.hierarchy.vertrouwen.empty())
    party.servers.rules.anchors = config.operation_anchors;
  read_coulances(reader, party);
  read_registraties(reader, party);
  for (const auto& mandate : reader.texts("mandates")) {
    if (auto oin = schemas::Oin::parse(mandate))
      party.mandates.push_back(*oin);
    else
      reader.fault("mandates", "oin", "een mandaat is een OIN van twintig cijfers");
  }
  return party;
}

Brp read_brp(Reader& reader, const Config& config) {
  Brp brp;
  brp.naam = reader.text("naam");
  brp.oin = reader.oin("oin");
  brp.gemeenten = reader.texts("gemeenten");
  const auto wijze = reader.text("wijze");
  if (wijze == "stuf")
    brp.wijze = Brp::Wijze::stuf;
  else if (wijze != "personen" && !wijze.empty())
    reader.fault("wijze", "codelijst", "kies uit personen (JSON) en stuf (npsLv01)");
  brp.url = reader.text("url");
  reader.optional("volgen", brp.volgen);
  for (const auto& [key, url] : {std::pair{"url", &brp.url}, std::pair{"volgen", &brp.volgen}})
    if (!url->empty() && !url->starts_with("https://"))
      reader.fault(key, "https", "de BRP wordt alleen over https bevraagd");
  reader.optional("applicatie", brp.applicatie);
  reader.optional("timeout", brp.timeout);
  reader.optional("in_flight", brp.in_flight, 1, 1000);
  reader.optional("requests_per_second", brp.requests_per_second, 1, 100000);
  brp.hierarchy = read_hierarchy(reader, config);
  brp.servers = read_servers(reader, brp.oin, config, brp.hierarchy);
  reader.optional("volgen_na_einde", brp.volgen_na_einde, 0, 36500);
  if (brp.naam == "duo" || brp.naam.size() > 60)
    reader.fault("naam", "naam", "kies een andere naam, van hoogstens 60 tekens");
  return brp;
}

wishes::Subscription read_subscription(Reader& reader) {
  auto subscription = schemas::read_json<wishes::Subscription>(reader.json());
  auto faults = subscription ? wishes::check(*subscription) : subscription.error();
  for (auto& fault : faults) {
    const auto pointer =
        std::string_view(fault.pointer).substr(std::min<std::size_t>(1, fault.pointer.size()));
    reader.fault(pointer.substr(0, pointer.find('/')), fault.rule, std::move(fault.message));
  }
  return subscription ? std::move(*subscription) : wishes::Subscription{};
}

void read_log(Reader reader, LogProof& log, const TlsFiles& client) {
  reader.optional("checkpoint", log.checkpoint);
  log.checkpoints = reader.path("checkpoints", false);
  auto signing = reader.section("signing");
  log.own = read_own_files(signing, false);
  signing.finish();
  if (log.own.certificate.empty()) log.own = client.own();
  auto stamp = reader.section("timestamp");
  stamp.optional("url", log.time_stamp_url);
  log.time_stamp_trust = stamp.path("trust", !log.time_stamp_url.empty());
  stamp.finish();
  if (!log.time_stamp_url.empty() && !log.time_stamp_url.starts_with("https://"))
    reader.fault("timestamp", "https", "de tijdstempeldienst wordt alleen over https gevraagd");
  reader.finish();
}

config::Terms read_terms(Reader& reader, config::Terms terms) {
  reader.optional("bodies", terms.bodies);
  reader.optional("dead_letters", terms.dead_letters);
  reader.optional("log", terms.log);
  reader.optional("evidence", terms.evidence);
  reader.optional("dossiers", terms.dossiers);
  return terms;
}

/// OIN of the gemeente with this code; empty when it is not under tenants.
std::string tenant_of_code(const Config& config, std::string_view code) {
  for (const auto& tenant : config.tenants)
    if (tenant.gemeentecode == code) return tenant.oin.digits();
  return {};
}

void read_retention(Reader reader, Config& config) {
  config.retention.terms = read_terms(reader, {});
  std::string at = "15 3 * * *";
  reader.optional("at", at);
  if (auto cron = Cron::parse(at))
    config.retention_at = std::move(*cron);
  else
    reader.fault("at", cron.error().rule, cron.error().message);
  reader.each("exceptions", [&](Reader& item) {
    config::Exception exception;
    std::string code;
    item.optional("gemeente", code);
    item.optional("feed", exception.feed);
    exception.tenant = tenant_of_code(config, code);
    if (!code.empty() && exception.tenant.empty())
      item.fault("gemeente", "verwijzing", "gemeente " + code + " staat niet onder tenants");
    if (code.empty() && exception.feed.empty())
      item.fault("gemeente", "verplicht", "noem een gemeente, een feed, of beide");
    exception.terms = read_terms(item, config.retention.terms);
    config.retention.exceptions.push_back(std::move(exception));
  });
  reader.finish();
}

void read_logboek(Reader reader, Logboek& logboek) {
  reader.optional("url", logboek.url);
  logboek.trust = reader.path("trust", false);
  reader.optional("activity", logboek.activity);
  reader.each("activities", [&](Reader& item) {
    const auto feed = item.text("feed");
    logboek.activities[feed] = item.text("uri");
  });
  if (!logboek.url.empty() && !logboek.url.starts_with("https://"))
    reader.fault("url", "https", "het logboek wordt alleen over https bijgehouden");
  if (!logboek.url.empty() && logboek.activity.empty())
    reader.fault("activity", "verplicht",
                 "noem de verwerkingsactiviteit: een URI uit uw verwerkingsregister");
  reader.finish();
}

void read_siem(Reader reader, Siem& siem, bool production, bool strict) {
  Listen receiver{"", siem.port};
  read_listen(reader, "syslog", receiver);
  siem.host = receiver.address;
  siem.port = receiver.port;
  if (siem.host.starts_with('[') && siem.host.ends_with(']'))
    siem.host = siem.host.substr(1, siem.host.size() - 2);
  const auto own = read_own_files(reader, false);
  siem.tls = {own.certificate, own.key, reader.path("trust", !siem.host.empty()), {}};
  siem.tls.password = own.password;
  if (auto crl = reader.path("crl", false); !crl.empty()) siem.tls.crl = crl;
  siem.tls.production = production;
  siem.tls.strict = strict;
  siem.journal = reader.path("journaal", false);
  reader.optional("hoogstens", siem.most, 1, 10'000'000);
  reader.optional("enterprise", siem.enterprise, 1, 2'147'483'647);
  if (!siem.host.empty() && !siem.journal.empty())
    reader.fault("journaal", "keuze", "kies één van beide: syslog of journaal");
  reader.finish();
}

bool is_loopback(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

Schedule read_schedule(Reader& reader) {
  Schedule schedule{reader.text("id"), reader.texts("gemeenten"), {}, reader.texts("resources")};
  if (auto cron = Cron::parse(reader.text("cron")))
    schedule.cron = std::move(*cron);
  else
    reader.fault("cron", cron.error().rule, cron.error().message);
  if (schedule.gemeenten.empty())
    reader.fault("gemeenten", "verplicht", "noem gemeentecodes, of \"*\" voor alle");
  if (schedule.id == hand)
    reader.fault("id", "uniek", "deze naam is voor wat met de hand wordt gestart; kies een andere");
  for (const auto& resource : schedule.resources)
    if (!find_askable(resource))
      reader.fault("resources", "codelijst", "resource " + resource + " is niet bekend");
  return schedule;
}

/// Goes along all nodes, with their paths. An alias may lead to itself or multiply: no further than this.
class Walk {
 public:
  static constexpr int deepest = 32;
  static constexpr int most = 200'000;

  Walk(schemas::Faults& faults, std::vector<std::string>& test_oins)
      : faults_(faults), test_oins_(test_oins) {}

  /// False when there is no end to it.
  bool along(const YAML::Node& node, const std::string& path, int depth = 0) {
    if (depth > deepest || ++seen_ > most) return false;
    if (node.IsScalar()) look_for_test_oin(node);
    if (node.IsSequence())
      for (std::size_t i = 0; i < node.size(); ++i)
        if (!along(node[i], path + "[" + std::to_string(i) + "]", depth + 1)) return false;
    if (!node.IsMap()) return true;
    std::map<std::string, int> lines;
    for (const auto& member : node) {
      if (!member.first.IsScalar()) continue;
      const auto& key = member.first.Scalar();
      const auto here = path.empty() ? key : path + "." + key;
      look_for_test_oin(member.first);
      look_for_doubled(member.first, here, lines);
      if (!along(member.second, here, depth + 1)) return false;
    }
    return true;
  }

 private:
  /// YAML 1.2 forbids a key that stands twice in one block, and the library takes the first.
  void look_for_doubled(const YAML::Node& key, const std::string& path, std::map<std::string, int>& lines) {
    const int line = key.Mark().line + 1;
    if (const auto [first, fresh] = lines.emplace(key.Scalar(), line); !fresh)
      faults_.push_back({"regel " + std::to_string(line) + ", " + path, "dubbel",
                         "deze sleutel staat er al op regel " + std::to_string(first->second) +
                             "; noem elke sleutel één keer"});
  }
  void look_for_test_oin(const YAML::Node& scalar) {
    const auto oin = schemas::Oin::parse(scalar.Scalar());
    if (oin && oin->is_test())
      test_oins_.push_back("regel " + std::to_string(scalar.Mark().line + 1) + ", " + oin->digits());
  }

  schemas::Faults& faults_;
  std::vector<std::string>& test_oins_;
  int seen_ = 0;
};

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

std::string_view to_text(Right right) {
  return std::ranges::find(rights, right, &std::pair<std::string_view, Right>::second)->first;
}

std::optional<Right> right_named(std::string_view text) {
  const auto* found = std::ranges::find(rights, text, &std::pair<std::string_view, Right>::first);
  if (found == rights.end()) return std::nullopt;
  return found->second;
}

std::string_view to_text(Deed deed) {
  return std::ranges::find(deeds, deed, &std::pair<std::string_view, Deed>::second)->first;
}

std::optional<Deed> deed_named(std::string_view text) {
  const auto* found = std::ranges::find(deeds, text, &std::pair<std::string_view, Deed>::first);
  if (found == deeds.end()) return std::nullopt;
  return found->second;
}

namespace {

/// Whoever is called by what stands under `duo` or `brp`, and is a party too, is so by the same roots and
/// certificate unless that says otherwise.
void inherit(Config& config, const schemas::Oin& oin, Hierarchy& hierarchy,
             adapters::transport::ServerIdentity& servers) {
  const auto party = std::ranges::find(config.parties, oin, &Party::oin);
  if (party == config.parties.end()) return;
  if (hierarchy.certificaat.empty()) hierarchy.certificaat = party->hierarchy.certificaat;
  if (!hierarchy.vertrouwen.empty() || party->hierarchy.vertrouwen.empty()) return;
  hierarchy.vertrouwen = party->hierarchy.vertrouwen;
  servers.rules.anchors = party->servers.rules.anchors;
}

}  // namespace

std::string_view to_text(Role role) {
  return std::ranges::find(roles, role, &std::pair<std::string_view, Role>::second)->first;
}

adapters::transport::TlsFiles tls_to(const Config& config, const Hierarchy& hierarchy) {
  const auto own = config.clients.find(hierarchy.certificaat);
  auto files = own == config.clients.end() ? config.client : own->second;
  if (hierarchy.vertrouwen.empty()) return files;
  // A name that is no longer there trusts nobody.
  const auto anchors = config.anchors.find(hierarchy.vertrouwen);
  files.trust = anchors == config.anchors.end()
                    ? std::filesystem::path("vertrouwensanker " + hierarchy.vertrouwen)
                    : anchors->second->file();
  return files;
}

const Brp* brp_of(const Config& config, std::string_view gemeentecode) {
  const auto serves = [&](const Brp& brp) {
    return std::ranges::any_of(brp.gemeenten,
                               [&](const auto& code) { return code == "*" || code == gemeentecode; });
  };
  const auto found = std::ranges::find_if(config.brp, serves);
  return found == config.brp.end() ? nullptr : &*found;
}

schemas::Result<Config> read(const std::filesystem::path& file) {
  std::string content;
  YAML::Node root;
  try {
    std::ifstream in(file, std::ios::binary);
    in.exceptions(std::ios::failbit);
    content.assign(std::istreambuf_iterator<char>(in), {});
    const auto documents = YAML::LoadAll(content);
    if (!documents.empty()) root = documents.front();
    for (std::size_t i = 1; i < documents.size(); ++i)
      if (!documents[i].IsNull())
        return schemas::refuse(
            "regel " + std::to_string(documents[i].Mark().line + 1), "yaml",
            "hier begint een tweede document (na ---), en dat zou niet gelden; maak er een van");
  } catch (const std::ios_base::failure&) {
    return schemas::refuse(file.string(), "bestand", "dit bestand is niet te lezen");
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
  listen.finish();

  auto tls = top.section("tls");
  std::string streng = "nee";
  tls.optional("streng", streng);
  if (streng != "ja" && streng != "nee") tls.fault("streng", "codelijst", "kies uit ja en nee");
  const bool strict = streng == "ja";
  config.server = read_tls(tls.section("server"), config.production, strict);
  config.client = read_tls(tls.section("client"), config.production, strict);
  if (tls.has("operator"))
    config.operation_tls = read_tls(tls.section("operator"), config.production, strict);
  if (!config.operation_tls && !is_loopback(config.operation.address))
    top.fault("listen", "tls", "operator luistert buiten deze machine: dat kan alleen met tls.operator");
  read_revocation(tls.section("intrekking"), tls.has("intrekking"), config);
  tls.each("clients", [&](Reader& item) {
    const auto name = item.text("naam");
    if (config.clients.contains(name)) item.fault("naam", "uniek", "deze naam staat er twee keer");
    const auto own = read_own_files(item, true);
    auto& client = config.clients[name] = config.client;
    client.certificate = own.certificate;
    client.key = own.key;
    client.password = own.password;
  });
  tls.each("anchors", [&](Reader& item) {
    const auto name = item.text("naam");
    if (config.anchors.contains(name)) item.fault("naam", "uniek", "deze naam staat er twee keer");
    config.anchors[name] = std::make_shared<const adapters::transport::Anchors>(item.path("trust"));
  });
  tls.each("rollen", [&](Reader& item) {
    const auto name = item.text("role");
    const auto* role = std::ranges::find(roles, name, &std::pair<std::string_view, Role>::first);
    if (role == roles.end())
      item.fault("role", "codelijst", "kies uit duo, brp, taalschool, afnemer, beheerder"),
          read_hierarchy(item, config);
    else if (config.roles.contains(role->second))
      item.fault("role", "uniek", "deze rol staat er twee keer");
    else
      config.roles[role->second] = read_hierarchy(item, config, {}, is_called(role->second));
  });
  tls.each("servers", [&](Reader& item) {
    adapters::transport::TlsFiles::Named other{item.texts("hosts"), read_own_files(item, true)};
    if (other.hosts.empty())
      item.fault("hosts", "verplicht", "noem de namen waaronder ketenpartners deze gateway dan bellen");
    for (const auto& host : other.hosts) {
      const auto has = [&](const auto& each) {
        return std::ranges::find(each.hosts, host) != each.hosts.end();
      };
      if (host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") != std::string::npos)
        item.fault("hosts", "naam", "noem een naam in kleine letters, zonder https:// en zonder poort");
      else if (std::ranges::any_of(config.server.named, has) || std::ranges::count(other.hosts, host) > 1)
        item.fault("hosts", "uniek", host + " staat er twee keer");
    }
    config.server.named.push_back(std::move(other));
  });
  config.usual_anchors = std::make_shared<const adapters::transport::Anchors>(config.server.trust);
  config.operation_anchors =
      config.operation_tls ? std::make_shared<const adapters::transport::Anchors>(config.operation_tls->trust)
                           : config.usual_anchors;
  for (const auto& [name, anchors] : config.anchors) {
    config.server.more_trust.push_back(anchors->file());
    if (config.operation_tls) config.operation_tls->more_trust.push_back(anchors->file());
  }
  tls.finish();

  auto limits = top.section("limits");
  limits.optional("body", config.limits.body, 1024, 64 * 1024 * 1024);
  constexpr std::size_t largest_header = 60 * 1024;  // Beast keeps a header in 16 bits
  limits.optional("header", config.limits.header, 1024, largest_header);
  const auto duration = [&](std::string_view key, std::chrono::milliseconds& into) {
    constexpr std::chrono::milliseconds least{100};
    constexpr std::chrono::hours most{1};
    limits.optional(key, into);
    if (into < least || into > most) limits.fault(key, "bereik", "kies een duur van 100ms tot en met 1h");
  };
  duration("first_byte", config.limits.first_byte);
  duration("handshake", config.limits.handshake);
  duration("read_header", config.limits.read_header);
  duration("read_body", config.limits.read_body);
  duration("idle", config.limits.idle);
  auto& door = config.limits.door;
  limits.optional("connections", door.connections, 1, 100000);
  door.reserve = door.connections / 10;
  limits.optional("reserve", door.reserve, 0, door.connections);
  limits.optional("waiting_per_address", door.waiting_per_address, 1, 100000);
  limits.optional("handshakes_per_second", door.handshakes_per_second, 1, 1000000);
  limits.optional("connections_per_party", config.limits.connections_per_party, 1, 100000);
  limits.optional("requests_per_second", config.requests_per_second, 1, 1000000);
  limits.finish();

  read_store(top.section("store"), config);

  auto schemas_section = top.section("schemas");
  config.schemas = schemas_section.path("dir", false);
  config.stuf_bg = schemas_section.path("stuf_bg", false);
  schemas_section.finish();
  if (config.schemas.empty()) config.schemas = schemas::shipped("schemas");

  auto duo = top.section("duo");
  config.duo.oin = duo.oin("oin");
  config.duo.url = duo.text("url");
  duo.optional("base_path", config.duo.base_path);
  duo.optional("timeout", config.duo.timeout);
  duo.optional("in_flight", config.duo.in_flight, 1, 1000);
  duo.optional("requests_per_second", config.duo.requests_per_second, 1, 100000);
  duo.optional("ask_back", config.duo.ask_back);
  config.duo.hierarchy = read_hierarchy(duo, config);
  config.duo.servers = read_servers(duo, config.duo.oin, config, config.duo.hierarchy);
  duo.finish();

  top.each("brp", [&](Reader& item) { config.brp.push_back(read_brp(item, config)); });

  auto delivery = top.section("delivery");
  delivery.optional("first_retry", config.delivery.first_retry);
  delivery.optional("max_retry", config.delivery.max_retry);
  delivery.optional("timeout", config.delivery.timeout);
  delivery.optional("max_retry_after", config.delivery.max_retry_after);
  delivery.optional("horizon", config.delivery.horizon);
  delivery.optional("in_flight", config.delivery.in_flight, 1, 1000);
  delivery.optional("open_after", config.delivery.open_after, 1, 1000);
  if (delivery.has("never")) config.delivery.never = delivery.numbers("never", 400, 499);
  for (const auto& text : delivery.texts("private_networks")) {
    if (const auto network = adapters::transport::Network::parse(text))
      config.delivery.private_networks.push_back(*network);
    else
      delivery.fault("private_networks", "netwerk", "schrijf een netwerk als 10.20.0.0/16 of fd00::/8");
  }
  delivery.finish();

  top.each("tenants", [&](Reader& item) { config.tenants.push_back(read_tenant(item)); });
  read_log(top.section("log"), config.log, config.client);
  read_retention(top.section("retention"), config);
  read_logboek(top.section("logboek"), config.logboek);
  read_siem(top.section("siem"), config.siem, config.production, strict);
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
