#include "gateway/config/tls.h"

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/config/revocation.h"
#include "schemas/value/host_name.h"

namespace inburgering::gateway::config {
namespace {

using adapters::revocation::Ocsp;
using adapters::transport::TlsFiles;

constexpr std::array<std::pair<std::string_view, Ocsp>, 3> ocsp_modes{
    {{"off", Ocsp::off}, {"prefer", Ocsp::prefer}, {"require", Ocsp::require}}};

/// Names under which peers call this gateway.
std::vector<std::string> read_hosts(Reader& reader) {
  auto hosts = reader.texts("hosts");
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (!schemas::is_host_name(hosts[i]))
      reader.fault("hosts", "naam", "noem een naam in kleine letters, zonder https:// en zonder poort");
    else if (std::find(hosts.begin(), hosts.begin() + static_cast<std::ptrdiff_t>(i), hosts[i]) !=
             hosts.begin() + static_cast<std::ptrdiff_t>(i))
      reader.fault("hosts", "uniek", hosts[i] + " staat er twee keer");
  }
  return hosts;
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

void read_clients_and_anchors(Reader& tls, Config& config) {
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
}

void read_roles(Reader& tls, Config& config) {
  tls.each("rollen", [&](Reader& item) {
    const auto name = item.text("role");
    const auto role = role_named(name);
    if (!role)
      item.fault("role", "codelijst", "kies uit duo, brp, taalschool, afnemer, beheerder"),
          read_hierarchy(item, config);
    else if (config.roles.contains(*role))
      item.fault("role", "uniek", "deze rol staat er twee keer");
    else
      config.roles[*role] = read_hierarchy(item, config, {}, is_called(*role));
  });
}

void read_named_servers(Reader& tls, Config& config) {
  tls.each("servers", [&](Reader& item) {
    adapters::transport::TlsFiles::Named other{read_hosts(item), read_own_files(item, true)};
    if (other.hosts.empty())
      item.fault("hosts", "verplicht", "noem de namen waaronder ketenpartners deze gateway dan bellen");
    for (const auto& host : other.hosts) {
      const auto has = [&](const auto& each) {
        return std::ranges::find(each.hosts, host) != each.hosts.end();
      };
      if (std::ranges::any_of(config.server.named, has) ||
          std::ranges::find(config.server_hosts, host) != config.server_hosts.end())
        item.fault("hosts", "uniek", host + " staat er twee keer");
    }
    config.server.named.push_back(std::move(other));
  });
}

}  // namespace

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

bool is_called(Role role) { return role == Role::duo || role == Role::brp || role == Role::afnemer; }

Hierarchy read_hierarchy(Reader& reader, const Config& config, Hierarchy usual, bool called) {
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

void read_tls_section(Reader tls, Config& config, bool& strict) {
  std::string streng = "nee";
  tls.optional("streng", streng);
  if (streng != "ja" && streng != "nee") tls.fault("streng", "codelijst", "kies uit ja en nee");
  strict = streng == "ja";
  auto server = tls.section("server");
  config.server_hosts = read_hosts(server);
  config.server = read_tls(std::move(server), config.production, strict);
  config.client = read_tls(tls.section("client"), config.production, strict);
  if (tls.has("operator"))
    config.operation_tls = read_tls(tls.section("operator"), config.production, strict);
  read_revocation(tls.section("intrekking"), tls.has("intrekking"), config);
  read_clients_and_anchors(tls, config);
  read_roles(tls, config);
  read_named_servers(tls, config);
  config.usual_anchors = std::make_shared<const adapters::transport::Anchors>(config.server.trust);
  config.operation_anchors =
      config.operation_tls ? std::make_shared<const adapters::transport::Anchors>(config.operation_tls->trust)
                           : config.usual_anchors;
  for (const auto& [name, anchors] : config.anchors) {
    config.server.more_trust.push_back(anchors->file());
    if (config.operation_tls) config.operation_tls->more_trust.push_back(anchors->file());
  }
  tls.finish();
}

void inherit(Config& config, const schemas::Oin& oin, Hierarchy& hierarchy,
             adapters::transport::ServerIdentity& servers) {
  const auto party = std::ranges::find(config.parties, oin, &Party::oin);
  if (party == config.parties.end()) return;
  if (hierarchy.certificaat.empty()) hierarchy.certificaat = party->hierarchy.certificaat;
  if (!hierarchy.vertrouwen.empty() || party->hierarchy.vertrouwen.empty()) return;
  hierarchy.vertrouwen = party->hierarchy.vertrouwen;
  servers.rules.anchors = party->servers.rules.anchors;
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

}  // namespace inburgering::gateway::config
