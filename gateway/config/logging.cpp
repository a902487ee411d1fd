#include "gateway/config/logging.h"

#include "gateway/config/listen.h"
#include "gateway/config/tls.h"

namespace inburgering::gateway::config {
namespace {

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

}  // namespace

void read_log(Reader reader, LogProof& log, const adapters::transport::TlsFiles& client) {
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

}  // namespace inburgering::gateway::config
