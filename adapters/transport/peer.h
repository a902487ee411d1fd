#pragma once
// What the other side of a connection must be, beyond a chain to a trusted root (Digikoppeling
// PKI001-PKI005): a certificate of one organisation for this one purpose, on a connection whose master secret
// is bound to it.
#include <openssl/ossl_typ.h>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/transport/anchors.h"

namespace inburgering::adapters::transport {

enum class PeerRole { client, server };

/// What is wrong with a peer's own certificate, in Dutch: it is a CA's, it is not for this purpose
/// (extendedKeyUsage), or it names more than one OIN (subject.serialNumber).
std::optional<std::string> leaf_fault(X509* certificate, PeerRole role);

/// What is wrong with a connection that was made, in Dutch: TLS 1.2 without extended master secret (RFC 7627;
/// NCSC 2025-05 §4.1), which OpenSSL 3.0 cannot refuse by itself, or the peer's own certificate.
std::optional<std::string> connection_fault(SSL* connection, PeerRole role);

/// When the chain that was verified ends at an intermediate: one among the anchors is no root, in either
/// direction, though libcurl would take it for one.
std::optional<std::string> root_fault(SSL* connection);

/// The peer's chain as it was verified at the handshake, its own certificate first and the root last; empty
/// for a session that was resumed.
revocation::Chain verified_chain(const SSL* connection);
/// The same, asked anew of the roots and revocation lists of `context`, at this moment: for a connection that
/// stands, or whose session was resumed. Dutch error: why it is not trusted any more.
std::expected<revocation::Chain, std::string> verify_anew(SSL* connection, SSL_CTX* context);

/// How a connection is secured, for who looks at it: "TLS 1.3, TLS_AES_256_GCM_SHA384, X25519".
std::string secured_by(SSL* connection);
/// The public key of a certificate: "RSA 2048", "EC P-256", "ED25519".
std::string key_of(const X509* certificate);
/// Whether NCSC rates such a key uit te faseren (2025-05 §3.3.2): RSA below 3072 bits.
bool is_phased_out(std::string_view key);

/// Who must answer at an address that is called: known by the OIN in its certificate, or by its public key.
struct ServerIdentity {
  std::vector<std::string> oins;
  std::vector<std::string> pins;  ///< "sha256//" and the base64 of the SHA-256 of the SubjectPublicKeyInfo
  PeerRules rules{};
};
/// In Dutch, when it is none of those.
std::optional<std::string> identity_fault(X509* certificate, const ServerIdentity& expected);
/// A public key as a pin.
std::string pin_of(X509* certificate);

}  // namespace inburgering::adapters::transport
