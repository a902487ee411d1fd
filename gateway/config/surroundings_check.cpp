#include "adapters/brp/schema.h"
#include "gateway/config/config.h"
#include "gateway/log/signer.h"
#include "gateway/store/crypto.h"

namespace inburgering::gateway::config {
namespace {

void check_identity(const adapters::transport::TlsFiles& files, std::string_view place, bool production,
                    schemas::Faults& faults) {
  const std::string key(place);
  if (auto usable = adapters::transport::check_files(files); !usable)
    faults.push_back({key, "tls", usable.error()});
  const auto own = adapters::transport::read_certificate(files.certificate);
  if (!own) return;
  if (own->days_left < 0)
    faults.push_back({key + ".certificate", "geldigheid", "het certificaat is verlopen"});
  const auto oin = schemas::Oin::parse(own->names.serial_number);
  if (!oin)
    faults.push_back({key + ".certificate", "oin",
                      "het certificaat heeft geen OIN van twintig cijfers in subject.serialNumber; bestel "
                      "een certificaat voor Digikoppeling"});
  const auto anchor = adapters::transport::read_certificate(files.trust);
  if (!production) return;
  if (oin && oin->is_test())
    faults.push_back(
        {key + ".certificate", "productie", "een test-OIN (00000099…) is in productie niet toegestaan"});
  if (anchor && (anchor->names.subject.contains("TRIAL") || anchor->names.subject.contains("Ontwikkelstam")))
    faults.push_back(
        {key + ".trust", "productie", "een teststamcertificaat is in productie niet toegestaan"});
}

}  // namespace

schemas::Faults check_surroundings(const Config& config) {
  schemas::Faults faults;
  check_identity(config.server, "tls.server", config.production, faults);
  check_identity(config.client, "tls.client", config.production, faults);
  if (config.operation_tls) check_identity(*config.operation_tls, "tls.operator", config.production, faults);
  if (auto signer = log::Signer::read(config.log.certificate, config.log.key); !signer)
    faults.push_back({"log.signing", "sleutel", signer.error()});
  for (const auto& [name, files] : config.clients)
    check_identity(files, "tls.clients, " + name, config.production, faults);
  for (const auto& [name, file] : config.anchors)
    if (auto anchor = adapters::transport::read_certificate(file); !anchor)
      faults.push_back({"tls.anchors, " + name, "tls", anchor.error()});
  if (auto keys = store::Keys::read(config.store_key); !keys)
    faults.push_back({"store.key", "sleutel", keys.error()});
  if (auto grammar = adapters::brp::stuf_bg_grammar(config.schemas, config.stuf_bg); !grammar)
    for (const auto& fault : grammar.error())
      faults.push_back({config.stuf_bg.empty() ? "schemas.dir" : "schemas.stuf_bg", fault.rule,
                        fault.pointer + ": " + fault.message});
  if (!config.production) return faults;
  const auto refuse_test = [&](const schemas::Oin& oin, const std::string& place) {
    if (oin.is_test())
      faults.push_back({place, "productie", "een test-OIN (00000099…) is in productie niet toegestaan"});
  };
  refuse_test(config.oin, "oin");
  for (const auto& tenant : config.tenants) refuse_test(tenant.oin, "tenants, " + tenant.naam);
  for (const auto& party : config.parties) refuse_test(party.oin, "parties, " + party.naam);
  return faults;
}

}  // namespace inburgering::gateway::config
