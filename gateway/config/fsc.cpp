#include "gateway/config/fsc.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "adapters/fsc/contract.h"
#include "gateway/config/listen.h"
#include "gateway/config/tls.h"

namespace inburgering::gateway::config {
namespace {

/// https and a port, and nothing behind it. FSC has the ports 443 and 8443 alone.
void read_address(Reader& reader, std::string_view key, std::string& into, bool production) {
  into = reader.text(key);
  if (!into.empty() && !is_fsc_address(into, production))
    reader.fault(
        key, "adres",
        production ? "schrijf een adres van de groep als https://fsc.gemeente.nl:8443, met poort 443 of 8443"
                   : "schrijf een adres van de groep als https://fsc.gemeente.nl:8443");
}

}  // namespace

bool is_fsc_address(std::string_view address, bool production) {
  constexpr std::size_t longest = 255;
  const auto url = boost::urls::parse_absolute_uri(address);
  if (!url || address.size() > longest || url->scheme() != "https" || !url->has_port() ||
      url->has_userinfo() || url->encoded_host().empty() || !url->encoded_path().empty() || url->has_query())
    return false;
  return !production || url->port() == "443" || url->port() == "8443";
}

void read_fsc(Reader fsc, Config& config) {
  auto& into = config.fsc;
  into.groep = fsc.text("groep");
  if (!into.groep.empty() && !adapters::fsc::is_group_id(into.groep))
    fsc.fault("groep", "groep", "een groep heeft een naam van 1 tot 100 letters, cijfers en ./_-");
  into.hierarchy = read_hierarchy(fsc, config);
  auto manager = fsc.section("manager");
  read_listen(manager, "listen", into.manager);
  read_address(manager, "adres", into.manager_adres, config.production);
  manager.finish();
  auto inway = fsc.section("inway");
  read_address(inway, "adres", into.inway_adres, config.production);
  inway.finish();
  if (fsc.has("directory")) into.directory = fsc.oin("directory");
  fsc.each("peers", [&](Reader& item) {
    Fsc::Peer peer{item.oin("oin"), {}};
    read_address(item, "manager", peer.manager, config.production);
    into.peers.push_back(std::move(peer));
  });
  if (into.directory) {
    const auto known = [&](const Fsc::Peer& peer) { return peer.oin == *into.directory; };
    if (*into.directory != config.oin && std::ranges::none_of(into.peers, known))
      fsc.fault("directory", "verwijzing", "noem het adres van de directory onder peers");
  }
  fsc.finish();
  // The group's roots and no others, in both directions.
  const auto anchors = config.anchors.find(into.hierarchy.vertrouwen);
  into.server = config.server;
  into.server.more_trust.clear();
  into.server.named.clear();
  into.anchors = anchors == config.anchors.end() ? config.usual_anchors : anchors->second;
  if (into.anchors) into.server.trust = into.anchors->file();
}

adapters::transport::ServerIdentity peer_of_group(const Config& config, std::string_view peer) {
  adapters::transport::ServerIdentity identity{.oins = {std::string(peer)}, .pins = {}};
  const auto party =
      std::ranges::find(config.parties, peer, [](const Party& each) { return each.oin.digits(); });
  if (party != config.parties.end()) identity.rules = party->servers.rules;
  identity.rules.anchors = config.fsc.anchors;
  return identity;
}

}  // namespace inburgering::gateway::config
