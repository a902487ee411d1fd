#include "gateway/config/revocation.h"

#include "adapters/revocation/points.h"
#include "adapters/revocation/statuses.h"
#include "gateway/base/surroundings.h"

namespace inburgering::gateway::config {
namespace {

constexpr std::chrono::hours most_often{4};  // Digikoppeling: within four hours a revocation is known
constexpr std::chrono::seconds least{1};
constexpr std::chrono::hours longest_grace{7 * 24};

std::vector<adapters::revocation::Grace> read_graces(Reader& reader) {
  std::vector<adapters::revocation::Grace> graces;
  reader.each("respijt", [&](Reader& item) {
    adapters::revocation::Grace grace{item.text("uitgever")};
    item.optional("duur", grace.length);
    if (grace.length <= std::chrono::milliseconds(0) || grace.length > longest_grace)
      item.fault("duur", "bereik", "noem hoe lang na haar einde een lijst nog telt: van 1m tot 7d");
    (void)item.text("reden");  // for who reads the configuration: why this risk is taken
    graces.push_back(std::move(grace));
  });
  return graces;
}

}  // namespace

void read_revocation(Reader reader, bool given, Config& config) {
  auto& revocation = config.revocation;
  for (const auto& text : reader.texts("adressen")) {
    auto address = adapters::revocation::address(text, true);
    if (address)
      revocation.addresses.push_back(std::move(*address));
    else
      reader.fault("adressen", "adres", address.error());
  }
  for (const auto& text : reader.texts("hosts")) {
    auto host = adapters::revocation::host(text);
    if (host)
      revocation.hosts.push_back(std::move(*host));
    else
      reader.fault("hosts", "host", host.error());
  }
  reader.optional("elke", revocation.every);
  if (revocation.every < least || revocation.every > most_often)
    reader.fault("elke", "bereik", "haal lijsten ten minste elke 4h op, en niet vaker dan elke 1s");
  reader.optional("status_elke", revocation.status_every);
  if (revocation.status_every < least || revocation.status_every > adapters::revocation::asked_anew)
    reader.fault("status_elke", "bereik",
                 "vraag de status (OCSP) ten minste elke 15m, en niet vaker dan elke 1s");
  auto graces = read_graces(reader);
  bool any = !revocation.addresses.empty() || !revocation.hosts.empty();
  revocation.fetched = any;
  for (const auto& [name, files] : blocks_of(config)) any = any || files->crl;
  if (given && !any)
    reader.fault("adressen", "verplicht",
                 "noem adressen van lijsten, of hosts waar lijsten mogen worden opgehaald die certificaten "
                 "zelf noemen");
  reader.finish();
  if (!any) return;
  revocation.lists = std::make_shared<adapters::revocation::Lists>(std::move(graces));
  if (!revocation.hosts.empty())
    revocation.statuses = std::make_shared<adapters::revocation::Statuses>(
        revocation.hosts, revocation.lists, [] { return SystemClock().now(); }, revocation.status_every);
  const auto judge = [&](adapters::transport::TlsFiles& files) {
    if (revocation.fetched || files.crl) files.lists = revocation.lists;
    files.statuses = revocation.statuses;
  };
  judge(config.server);
  judge(config.client);
  if (config.operation_tls) judge(*config.operation_tls);
}

std::vector<std::pair<std::string, const adapters::transport::TlsFiles*>> blocks_of(const Config& config) {
  std::vector<std::pair<std::string, const adapters::transport::TlsFiles*>> all{
      {"tls.server", &config.server}, {"tls.client", &config.client}};
  if (config.operation_tls) all.emplace_back("tls.operator", &*config.operation_tls);
  for (const auto& [name, files] : config.clients) all.emplace_back("tls.clients " + name, &files);
  return all;
}

}  // namespace inburgering::gateway::config
