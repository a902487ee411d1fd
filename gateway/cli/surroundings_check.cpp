#include <algorithm>
#include <iterator>

#include "adapters/brp/schema.h"
#include "gateway/config/config.h"
#include "gateway/config/file_modes.h"
#include "gateway/log/signer.h"
#include "gateway/store/crypto.h"

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
    faults.push_back({key + ".certificate", "geldigheid", "het certificaat is verlopen"});
  if (!schemas::Oin::parse(own->names.serial_number))
    faults.push_back({key + ".certificate", "oin",
                      "het certificaat heeft geen OIN van twintig cijfers in subject.serialNumber; bestel "
                      "een certificaat voor Digikoppeling"});
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
  for (const auto& [name, file] : config.anchors) look("tls.anchors, " + name, file);
  look("log.timestamp.trust", config.log.time_stamp_trust);
  look("logboek.trust", config.logboek.trust);
}

}  // namespace

schemas::Faults check_surroundings(const Config& config) {
  schemas::Faults faults;
  check_identity(config.server, "tls.server", faults);
  check_identity(config.client, "tls.client", faults);
  if (config.operation_tls) check_identity(*config.operation_tls, "tls.operator", faults);
  if (auto signer = log::Signer::read(config.log.own); !signer)
    faults.push_back({"log.signing", "sleutel", signer.error()});
  if (const auto own = adapters::transport::read_own(config.log.own); own && config.production)
    if (auto fault = adapters::transport::test_material(*own))
      faults.push_back({"log.signing.certificate", "productie", std::move(*fault)});
  for (const auto& [name, files] : config.clients) check_identity(files, "tls.clients, " + name, faults);
  check_other_bundles(config, faults);
  check_siem(config, faults);
  if (auto keys = store::Keys::read(config.store_key); !keys)
    faults.push_back({"store.key", "sleutel", keys.error()});
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
