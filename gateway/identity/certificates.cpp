#include "gateway/identity/certificates.h"

#include <algorithm>
#include <array>

#include "adapters/transport/peer.h"
#include "gateway/identity/revocation.h"
#include "gateway/store/traffic.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::identity {
namespace {

std::int64_t days_between(schemas::Moment from, schemas::Moment until) {
  return std::chrono::floor<std::chrono::days>(until.time() - from.time()).count();
}

}  // namespace

std::vector<ExpiringCertificate> certificates(const config::Config& config, store::Session& sql,
                                              schemas::Moment now) {
  std::vector<ExpiringCertificate> found;
  const auto own = [&](const std::string& name, const adapters::transport::OwnFiles& files) {
    if (const auto read = adapters::transport::read_certificate(files))
      found.push_back({name,
                       {},
                       read->names.subject,
                       read->valid_until,
                       days_between(now, read->valid_until),
                       read->key});
  };
  own("tls.server", config.server.own());
  own("tls.client", config.client.own());
  if (config.operation_tls) own("tls.operator", config.operation_tls->own());
  for (const auto& [name, files] : config.clients) own("tls.clients " + name, files.own());
  for (const auto& each : config.server.named) own("tls.servers " + each.hosts.front(), each.own);
  if (config.log.own.certificate != config.client.certificate) own("log.signing", config.log.own);
  for (const auto& each : store::party_certificates(sql)) {
    const auto until = schemas::Moment::parse(each.valid_until);
    const auto party =
        std::ranges::find(config.parties, each.party, [](const auto& known) { return known.oin.digits(); });
    if (!until || party == config.parties.end()) continue;
    found.push_back({party->naam + " (" + each.side + ")", each.party, each.subject, *until,
                     days_between(now, *until), each.key, each.anchor, each.secured});
  }
  std::ranges::sort(found, {}, &ExpiringCertificate::valid_until);
  return found;
}

std::optional<std::string> key_warning(const ExpiringCertificate& certificate) {
  if (!adapters::transport::is_phased_out(certificate.key)) return std::nullopt;
  return "het certificaat van " + certificate.name + " heeft een sleutel van " + certificate.key +
         ": korter dan RSA 3072 is uit te faseren; " +
         (certificate.party.empty() ? "vraag een nieuw aan" : "vraag de ketenpartner om een nieuw");
}

std::optional<int> warning_mark(std::int64_t days_left) {
  static constexpr std::array marks{0, 7, 14, 30, 60, 90};
  const auto* mark = std::ranges::find_if(marks, [&](int each) { return days_left <= each; });
  if (mark == marks.end()) return std::nullopt;
  return *mark;
}

std::string warning_text(const ExpiringCertificate& certificate) {
  const auto when = certificate.days_left < 0
                        ? "is verlopen (of de klok van deze machine loopt voor)"
                        : "verloopt over " + schemas::counted(certificate.days_left, "dag", "dagen");
  return "het certificaat van " + certificate.name + " " + when + "; " +
         (certificate.party.empty() ? "vervang het bestand, de gateway neemt het vanzelf over"
                                    : "vraag de ketenpartner om een nieuw");
}

std::optional<std::string> stops_traffic(const config::Config& config, schemas::Moment now) {
  for (const auto& [name, files] :
       {std::pair{"server", &config.server}, std::pair{"client", &config.client}}) {
    const auto own = adapters::transport::read_certificate(files->own());
    if (!own || own->valid_until < now)
      return std::string("het certificaat tls.") + name +
             " is verlopen of niet te lezen; vervang het bestand, of zet de klok van deze machine goed";
    if (files->crl && !adapters::revocation::read_file(*files->crl))
      return std::string("de intrekkingslijst (CRL) onder tls.") + name +
             " is niet te lezen; vervang het bestand";
  }
  // A change of these is judged by the listener itself, which goes on with what it had; calls stop.
  if (auto usable = adapters::transport::check_files(config.client); !usable)
    return "tls.client is niet bruikbaar: " + usable.error();
  return lists_stop_traffic(config, now);
}

}  // namespace inburgering::gateway::identity
