// Revocation lists as they come over plain HTTP, and the addresses that certificates name: anybody's bytes.
// What is read goes on to be judged, kept and asked about as the gateway does it. The first byte says what it
// is.
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <cstdlib>

#include "adapters/revocation/list.h"
#include "adapters/revocation/lists.h"
#include "adapters/revocation/points.h"

namespace {

using namespace inburgering;
namespace revocation = adapters::revocation;

/// An issuer of the name of a list, so that what comes after the name is looked at too.
void judge(const revocation::List& list) {
  static EVP_PKEY* const key = EVP_EC_gen("P-256");
  X509* issuer = X509_new();
  X509_set_subject_name(issuer, X509_CRL_get_issuer(list.crl.get()));
  X509_set_pubkey(issuer, key);
  if (!revocation::signature_fault(list, issuer)) std::abort();  // nobody has that key
  X509_free(issuer);
  if (revocation::goes_back(list, list)) std::abort();
  if (list.next_update <= list.this_update) std::abort();
  static const auto lists = std::make_shared<revocation::Lists>();
  if (lists->present()->size() < 100) (void)lists->take({list, "fuzz", schemas::Moment()});
  X509_STORE* store = X509_STORE_new();
  revocation::Lists::apply(lists, store);
  X509_STORE_free(store);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(bytes + 1), size - 1);
  switch (bytes[0] % 3) {
    case 0:
      if (const auto lists = revocation::parse(text))
        for (const auto& each : *lists) judge(each);
      break;
    case 1:
      if (const auto address = revocation::address(text, true)) {
        // What was read is read again as the same; a file has its plain path.
        if (address->starts_with("http://") && revocation::address(*address, true) != address) std::abort();
        revocation::is_at(*address, {"crl.voorbeeld.nl"});
      }
      (void)revocation::host(text);
      break;
    default: {
      const auto* at = bytes + 1;
      if (X509* certificate = d2i_X509(nullptr, &at, static_cast<long>(size - 1))) {
        (void)revocation::points_of(certificate);
        X509_free(certificate);
      }
    }
  }
  return 0;
}
