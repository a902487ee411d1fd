#pragma once
// JWS in compact form (RFC 7515) as FSC takes it: RS256/384/512 and ES256/384/512 (RFC 7518 §3.3, §3.4), and
// the certificate of the signer by its thumbprint. Nothing else: no `none`, no HMAC, no PSS, no RSA below
// 2048 bits, no `crit`; where a key is to be had (`kid`, `jku`, `x5u`) nobody is told by a header.
#include <openssl/ossl_typ.h>

#include <expected>
#include <string>
#include <string_view>

#include "adapters/transport/own_identity.h"

namespace inburgering::adapters::fsc {

enum class JwsFault { unreadable, unknown_algorithm, wrong_signature };

struct Jws {
  std::string algorithm;   ///< "ES256"
  std::string thumbprint;  ///< x5t#S256 of the certificate that it says to be signed with
  std::string payload;     ///< bytes, not looked at
  std::string signed_part;
  std::string signature;
};

inline constexpr std::size_t longest_jws = 16 * 1024;

/// Reads; whether the signature is good is another question.
std::expected<Jws, JwsFault> read_jws(std::string_view compact);
/// Whether it is signed with the key of this certificate, which is that of its thumbprint.
std::expected<void, JwsFault> verify(const Jws& jws, const X509* certificate);
/// Signs with the algorithm that fits our key. Dutch error.
std::expected<std::string, std::string> sign(std::string_view payload, const transport::OwnIdentity& own);

}  // namespace inburgering::adapters::fsc
