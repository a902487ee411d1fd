#include "gateway/config/parties.h"

#include <algorithm>

#include "adapters/brp/coulance.h"
#include "adapters/fsc/contract.h"
#include "gateway/config/klokken.h"
#include "gateway/config/tls.h"
#include "mapping/gemeente/registratie.h"

namespace inburgering::gateway::config {
namespace {

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

void read_zgw(Reader& reader, Party& party) {
  if (!reader.has("zgw")) return;
  if (party.role != Role::afnemer)
    reader.fault("zgw", "rol",
                 "alleen een afnemer heeft een notificatiecomponent; laat dit bij een andere rol weg");
  auto zgw = reader.section("zgw");
  party.zgw = ZgwClient{zgw.text("client_id"), zgw.path("secret_bestand")};
  zgw.finish();
}

void read_broker(Reader& reader, Party& party) {
  if (!reader.has("broker")) return;
  if (party.role != Role::afnemer)
    reader.fault("broker", "rol",
                 "alleen een afnemer heeft een berichtenbroker; laat dit bij een andere rol weg");
  auto broker = reader.section("broker");
  party.broker = BrokerUser{broker.text("gebruiker"), broker.path("wachtwoord_bestand")};
  broker.finish();
}

}  // namespace

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

Party read_party(Reader& reader, const Config& config) {
  Party party;
  party.naam = reader.text("naam");
  party.oin = reader.oin("oin");
  const auto role = reader.text("role");
  if (const auto named = role_named(role))
    party.role = *named;
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
  read_zgw(reader, party);
  read_broker(reader, party);
  std::string verbinding = "mtls";
  reader.optional("verbinding", verbinding);
  if (verbinding != "mtls" && verbinding != "fsc")
    reader.fault("verbinding", "codelijst", "kies uit mtls en fsc");
  party.by_fsc = verbinding == "fsc";
  if (party.by_fsc && party.hierarchy.vertrouwen.empty()) party.servers.rules.anchors = config.fsc.anchors;
  reader.optional("dienst", party.dienst);
  if (!party.dienst.empty() &&
      (config.fsc.groep.empty() || !is_called(party.role) || !adapters::fsc::is_service_name(party.dienst)))
    reader.fault("dienst", "fsc",
                 config.fsc.groep.empty() ? "deze gateway is van geen groep; beschrijf die onder fsc"
                 : !is_called(party.role)
                     ? "zo'n partij wordt niet gebeld"
                     : "een dienst heeft een naam van 1 tot 100 letters, cijfers en -._");
  if (party.by_fsc && (config.fsc.groep.empty() || party.role == Role::beheerder))
    reader.fault("verbinding", "fsc",
                 config.fsc.groep.empty() ? "deze gateway is van geen groep; beschrijf die onder fsc"
                                          : "een beheerder komt niet over FSC");
  for (const auto& mandate : reader.texts("mandates")) {
    if (auto oin = schemas::Oin::parse(mandate))
      party.mandates.push_back(*oin);
    else
      reader.fault("mandates", "oin", "een mandaat is een OIN van twintig cijfers");
  }
  return party;
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

}  // namespace inburgering::gateway::config
