// What a responder answers over plain HTTP, and what a peer staples: anybody's bytes, judged as the gateway
// does. Nobody signed them, so that none may count.
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <cstdlib>

#include "adapters/revocation/status.h"

namespace {

using namespace inburgering;
namespace revocation = adapters::revocation;

revocation::Holder certificate(long serial, const char* issuer) {
  static EVP_PKEY* const key = EVP_EC_gen("P-256");
  X509* made = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(made), serial);
  X509_NAME* name = X509_NAME_new();
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(issuer), -1, -1,
                             0);
  X509_set_issuer_name(made, name);
  X509_set_subject_name(made, name);
  X509_NAME_free(name);
  X509_gmtime_adj(X509_getm_notBefore(made), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made), 3600);
  X509_set_pubkey(made, key);
  X509_sign(made, key, EVP_sha256());
  return {made, [](X509* each) { X509_free(each); }};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const revocation::Issued who{certificate(7, "Stam"), certificate(1, "Stam")};
  static const revocation::Lists lists;
  static const auto now = *schemas::Moment::parse("2026-11-28T12:00:00Z");
  if (revocation::judge({reinterpret_cast<const char*>(bytes), size}, who, lists, now)) std::abort();
  return 0;
}
