#include "adapters/fsc/certificate.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>

#include "schemas/value/text.h"

namespace inburgering::adapters::fsc {
namespace {

std::string taken(unsigned char* bytes, int length) {
  std::string text(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(std::max(0, length)));
  OPENSSL_free(bytes);
  return text;
}

}  // namespace

std::string key_thumbprint_of(const X509* certificate) {
  unsigned char* der = nullptr;
  const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  std::string text;
  for (const char byte : jose::sha256(taken(der, length))) {
    constexpr std::string_view digits = "0123456789abcdef";
    text += digits[static_cast<unsigned char>(byte) >> 4U];
    text += digits[static_cast<unsigned char>(byte) & 0xFU];
  }
  return text;
}

Certificate read_der(std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (certificate && at != reinterpret_cast<const unsigned char*>(der.data()) + der.size())
    certificate.reset();
  ERR_clear_error();
  return certificate;
}

std::string organization_of(const X509* certificate) {
  const auto* name = X509_get_subject_name(certificate);
  const int at = X509_NAME_get_index_by_NID(name, NID_organizationName, -1);
  if (at < 0) return {};
  unsigned char* utf8 = nullptr;
  const int length = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (length < 0) return {};
  constexpr std::size_t longest = 255;
  const auto text = schemas::shown(taken(utf8, length));
  return std::string(schemas::cut_bytes(text, longest));
}

}  // namespace inburgering::adapters::fsc
