#pragma once
#include <openssl/ossl_typ.h>

#include <string>
#include <string_view>

namespace inburgering::adapters::jose {

/// Its 32 bytes.
std::string sha256(std::string_view data);
/// By which a certificate is known, `x5t#S256`: base64url of the SHA-256 of its DER (RFC 7515 §4.1.8, RFC
/// 7517 §4.9).
std::string thumbprint_of(const X509* certificate);

}  // namespace inburgering::adapters::jose
