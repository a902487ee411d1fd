#pragma once
// A signature under an HTTP request, for who is behind a proxy that ends TLS: HTTP Message Signatures (RFC
// 9421) over the digest of the body (RFC 9530). Headers alone: the body stays as it was, and who does not
// look at it loses nothing.
#include <openssl/ossl_typ.h>

#include <boost/json/object.hpp>
#include <expected>
#include <string>
#include <string_view>

#include "adapters/transport/http.h"
#include "adapters/transport/own_identity.h"

namespace inburgering::adapters::jose {

/// How this key signs (RFC 9421 §3.3): rsa-pss-sha512 or ecdsa-p256-sha256. Nothing for other keys.
std::string_view algorithm_of(const EVP_PKEY* key);

/// Puts Content-Digest, Signature-Input and Signature beside the headers. Signed are the method, the whole
/// address, Content-Type, Content-Digest and, by name, all headers of CloudEvents (`ce-…`), and when. Dutch
/// error.
std::expected<void, std::string> sign(const transport::OwnIdentity& own, std::string_view method,
                                      std::string_view url, std::string_view body, schemas::Moment now,
                                      transport::Headers& headers);

/// The public key as who judges such signatures takes it up (JWK, RFC 7517), with its certificates (`x5c`).
boost::json::object key_of(const transport::OwnIdentity& own);

}  // namespace inburgering::adapters::jose
