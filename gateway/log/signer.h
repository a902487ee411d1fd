#pragma once
// The gateway's signature under what it says of its own log, so that whoever can write in the store still
// cannot put other words there. ECDSA or RSA with SHA-256.
#include <openssl/ossl_typ.h>

#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/transport/own_identity.h"

namespace inburgering::gateway::log {

class Signer {
 public:
  /// Dutch error.
  static std::expected<Signer, std::string> read(const adapters::transport::OwnFiles& files);
  /// Base64.
  std::string sign(std::string_view text) const;
  const std::string& certificate() const { return certificate_; }  ///< PEM, with its intermediates
  const std::string& fingerprint() const {
    return fingerprint_;
  }  ///< SHA-256 of the certificate, hexadecimal

 private:
  std::shared_ptr<EVP_PKEY> key_;
  std::string certificate_;
  std::string fingerprint_;
};

/// What a certificate that something was signed with tells.
struct SignerCertificate {
  std::string fingerprint;
  std::string serial_number;  ///< subject.serialNumber: an OIN
  bool trusted = false;       ///< it leads to one of the anchors; that it expired since does not matter
};
std::expected<SignerCertificate, std::string> examine(std::string_view certificate_pem,
                                                      const std::filesystem::path& anchors);
bool is_signed_by(std::string_view certificate_pem, std::string_view text, std::string_view signature);

}  // namespace inburgering::gateway::log
