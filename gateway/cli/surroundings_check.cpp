#include <openssl/x509.h>

#include <algorithm>
#include <iterator>

#include "adapters/brp/schema.h"
#include "adapters/fsc/jws.h"
#include "adapters/transport/peer.h"
#include "gateway/config/config.h"
#include "gateway/config/file_modes.h"
#include "gateway/log/signer.h"
#include "gateway/store/crypto.h"
#include "gateway/store/wrapped.h"

namespace inburgering::gateway::config {
namespace {

void check_identity(const adapters::transport::TlsFiles& files, std::string_view place,
                    schemas::Faults& faults) {
  const std::string key(place);
  if (auto usable = adapters::transport::check_files(files); !usable)
    faults.push_back({key, "tls", usable.error()});
  if (files.production && !files.lists)
    faults.push_back(
        {key + ".crl", "productie",
         "noem de intrekkingslijsten (CRL) van de uitgevers onder trust, of laat ze ophalen "
         "(tls.intrekking): in productie wordt geen certificaat vertrouwd dat ingetrokken kan zijn"});
  const auto own = adapters::transport::read_certificate(files.own());
  if (!own) return;
  if (own->days_left < 0)
    faults.push_back({key + ".certificate", "geldigheid",
                      "het certificaat is verlopen; vervang het, of zet de klok van deze machine goed"});
  if (const auto chain = adapters::transport::read_own(files.own());
      chain && X509_cmp_current_time(X509_get0_notBefore(chain->chain.front().get())) > 0)
    faults.push_back({key + ".certificate", "geldigheid",
                      "het certificaat geldt nog niet; wacht tot het geldt, of zet de klok van deze machine "
                      "goed"});
  if (!schemas::Oin::parse(own->names.serial_number))
    faults.push_back({key + ".certificate", "oin",
                      "het certificaat heeft geen OIN van twintig cijfers in subject.serialNumber; bestel "
                      "een certificaat voor Digikoppeling"});
}

/// Who calls us by a name that our certificate does not have refuses it.
void check_names(const adapters::transport::OwnFiles& own, const std::vector<std::string>& hosts,
                 const std::string& place, schemas::Faults& faults) {
  if (!adapters::transport::read_own(own)) return;  // told by check_identity
  for (const auto& host : hosts)
    if (!adapters::transport::is_for_host(own, host))
      faults.push_back({place, "naam",
                        "het certificaat in " + own.certificate.string() + " is niet voor " + host +
                            "; wie daarheen belt weigert het"});
}

/// The receiver of security events is no party: a name and a root are enough, and our own certificate is
/// there or not.
void check_siem(const Config& config, schemas::Faults& faults) {
  if (config.siem.host.empty()) return;
  if (auto usable = adapters::transport::check_client_files(config.siem.tls); !usable)
    faults.push_back({"siem", "tls", usable.error()});
}

/// Certificates beside those of TLS: whom a sink, a time stamp or the Logboek is trusted by, and our signer.
void check_other_bundles(const Config& config, schemas::Faults& faults) {
  const auto look = [&](const std::string& place, const std::filesystem::path& bundle) {
    if (bundle.empty()) return;
    if (auto first = adapters::transport::read_certificate(bundle); !first)
      faults.push_back({place, "tls", first.error()});
    else if (auto fault = adapters::transport::test_material(bundle); config.production && fault)
      faults.push_back({place, "productie", std::move(*fault)});
  };
  for (const auto& [name, anchors] : config.anchors) look("tls.anchors, " + name, anchors->file());
  look("log.timestamp.trust", config.log.time_stamp_trust);
  look("logboek.trust", config.logboek.trust);
}

/// To its group the gateway is who its certificate says, and it signs with that.
void check_fsc(const Config& config, schemas::Faults& faults) {
  if (config.fsc.groep.empty()) return;
  const auto own = adapters::transport::read_own(config.fsc.server.own());
  if (!own) return;  // told by check_identity
  if (adapters::transport::names_of(own->chain.front().get()).serial_number != config.oin.digits())
    faults.push_back(
        {"fsc", "oin",
         "het certificaat van tls.server heeft een ander OIN dan oin: in de groep is de gateway wie "
         "haar certificaat zegt"});
  if (const auto signature = adapters::fsc::sign("", *own); !signature)
    faults.push_back({"fsc", "sleutel", signature.error()});
}

}  // namespace

schemas::Faults check_surroundings(const Config& config) {
  schemas::Faults faults;
  check_identity(config.server, "tls.server", faults);
  check_names(config.server.own(), config.server_hosts, "tls.server", faults);
  check_identity(config.client, "tls.client", faults);
  for (const auto& each : config.server.named) {
    auto files = config.server;
    files.named.clear();
    files.certificate = each.own.certificate;
    files.key = each.own.key;
    files.password = each.own.password;
    check_identity(files, "tls.servers, " + each.hosts.front(), faults);
    check_names(each.own, each.hosts, "tls.servers", faults);
  }
  if (config.operation_tls) check_identity(*config.operation_tls, "tls.operator", faults);
  if (auto signer = log::Signer::read(config.log.own); !signer)
    faults.push_back({"log.signing", "sleutel", signer.error()});
  if (const auto own = adapters::transport::read_own(config.log.own); own && config.production)
    if (auto fault = adapters::transport::test_material(*own))
      faults.push_back({"log.signing.certificate", "productie", std::move(*fault)});
  for (const auto& [name, files] : config.clients) check_identity(files, "tls.clients, " + name, faults);
  check_other_bundles(config, faults);
  check_siem(config, faults);
  check_fsc(config, faults);
  if (auto usable = store::check_token(config.store_token); !usable)
    faults.push_back({"store.token", "sleutel", usable.error()});
  if (auto keys = store::Keys::read(config.store_key, config.store_token); !keys)
    faults.push_back({"store.key", "sleutel", keys.error()});
  else if (config.production && !config.store_token.uri.empty() && keys->are_plain())
    faults.push_back({"store.key", "productie",
                      "er staan sleutels leesbaar in, buiten het token (store.token): draai store wrap"});
  if (auto grammar = adapters::brp::stuf_bg_grammar(config.schemas, config.stuf_bg); !grammar)
    for (const auto& fault : grammar.error())
      faults.push_back({config.stuf_bg.empty() ? "schemas.dir" : "schemas.stuf_bg", fault.rule,
                        fault.pointer + ": " + fault.message});
  if (!config.production) return faults;
  std::ranges::move(check_file_modes(config), std::back_inserter(faults));
  for (const auto& place : config.test_oins)
    faults.push_back({place, "productie", "een test-OIN (00000099…) is in productie niet toegestaan"});
  return faults;
}

}  // namespace inburgering::gateway::config
