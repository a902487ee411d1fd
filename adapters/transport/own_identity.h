#pragma once
// A certificate of our own with its key, as files hold them: PEM, or both together in PKCS#12, which is how
// many a supplier hands them over. The key may be encrypted, or stand in a token (token/key.h); its password
// or PIN stands in a file of its own, for a service has nobody at a prompt.
#include <openssl/ossl_typ.h>

#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/token/key.h"

namespace inburgering::adapters::transport {

struct OwnFiles {
  std::filesystem::path certificate;  ///< PEM, followed by its intermediates; or PKCS#12 (.p12, .pfx)
  std::filesystem::path key;          ///< PEM, or the URI of a key in a token; empty when the certificate's
                                      ///< file holds it
  std::filesystem::path password{};   ///< its first line opens the key; empty = nothing is needed
};

/// Whether a file holds certificate and key together, by its name.
bool is_pkcs12(const std::filesystem::path& file);

using token::PrivateKey;
struct CertificateDeleter {
  void operator()(X509* certificate) const;
};
using Certificate = std::unique_ptr<X509, CertificateDeleter>;

struct OwnIdentity {
  PrivateKey key;
  std::vector<Certificate> chain;  ///< our own, then its intermediates

  /// All certificates as PEM.
  std::string pem() const;
};
/// Dutch error; also when key and certificate do not belong together.
std::expected<OwnIdentity, std::string> read_own(const OwnFiles& files);

}  // namespace inburgering::adapters::transport
