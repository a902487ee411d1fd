#pragma once
// What only its receiver can read, whoever it passes on the way: JSON Web Encryption in its compact form (RFC
// 7516).
#include <openssl/ossl_typ.h>

#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace inburgering::adapters::jose {

/// The public key of a receiver.
class Recipient {
 public:
  /// PEM (SubjectPublicKeyInfo): RSA of 2048 bits or more, or EC on P-256. Dutch error.
  static std::expected<Recipient, std::string> read(std::string_view pem);

  using Fill = std::function<void(std::span<unsigned char>)>;
  /// For this receiver alone: A256GCM under a key of its own, which goes along by RSA-OAEP-256, or is agreed
  /// upon by ECDH-ES (RFC 7518 §4.3, §4.6). `content_type` tells what is inside (`cty`). `fill` gives chance;
  /// the key pair that ECDH-ES is done with is made by OpenSSL itself. Throws std::runtime_error when OpenSSL
  /// does not.
  std::string encrypt(std::string_view content, std::string_view content_type, const Fill& fill) const;

 private:
  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace inburgering::adapters::jose
