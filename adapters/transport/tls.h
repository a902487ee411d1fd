#pragma once
// Mutual TLS as Digikoppeling asks it (Beveiligingsstandaarden 2.0.1, TLS001-TLS006, TLSCIPH001): TLS 1.2 and
// 1.3, forward-secret AEAD suites only, both sides show a certificate, the OIN stands in
// subject.serialNumber. What is offered is what NCSC's TLS guidelines of 2025-05 rate goed or voldoende; what
// a peer's own certificate must be: peer.h.
#include <openssl/ossl_typ.h>

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/revocation/lists.h"
#include "adapters/transport/own_identity.h"
#include "schemas/value/moment.h"

namespace inburgering::adapters::revocation {
class Statuses;
}

namespace inburgering::adapters::transport {

/// Who we are on one side of connections, and whom we trust there.
struct TlsFiles {
  std::filesystem::path certificate;  ///< as OwnFiles has them, and the key
  std::filesystem::path key;
  std::filesystem::path trust;                 ///< trust anchors for the other side, several side by side
  std::optional<std::filesystem::path> crl{};  ///< revocation lists; when set, every certificate is checked
  bool production = false;  ///< test certificates and test roots are refused, at each reading of the files
  std::filesystem::path password{};  ///< opens the key; empty = it is not encrypted
  bool strict = false;  ///< 128 bits for who we are and for the other side: RSA of 3072 bits or more
  /// The revocation lists in force, those of `crl` among them; when set, every certificate is checked by
  /// them.
  std::shared_ptr<revocation::Lists> lists{};
  /// What responders say of peers whose status is asked (OCSP), and of our own certificate; null = nobody is.
  std::shared_ptr<revocation::Statuses> statuses{};

  /// More trust anchors of a server: who comes by which of them is for anchors.h to say.
  std::vector<std::filesystem::path> more_trust{};
  /// Who else a server is, for who asks for it by one of these names (SNI); by any other name it is `own`.
  struct Named {
    std::vector<std::string> hosts;
    OwnFiles own;
  };
  std::vector<Named> named{};

  OwnFiles own() const { return {certificate, key, password}; }
  /// All of them that are named, to be looked at for changes.
  std::vector<std::filesystem::path> all() const;
};

/// TLS 1.2 suites that NCSC rates goed or voldoende, in OpenSSL's spelling.
inline constexpr const char* tls12_suites =
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
    "ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256";
inline constexpr const char* tls13_suites =
    "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";

/// Key exchange and signatures (NCSC 2025-05 §3.3.2, §3.3.3, §3.3.5). The hybrids, the only ones that are
/// rated goed, come first where the library has them (OpenSSL 3.5).
inline constexpr const char* hybrid_groups = "X25519MLKEM768:SecP256r1MLKEM768:SecP384r1MLKEM1024:";
inline constexpr const char* key_exchange_groups = "X25519:P-256:P-384";
inline constexpr const char* signature_algorithms =
    "ecdsa_secp256r1_sha256:ecdsa_secp384r1_sha384:ed25519:rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:"
    "rsa_pss_rsae_sha512:rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512:rsa_pkcs1_sha256:"
    "rsa_pkcs1_sha384:rsa_pkcs1_sha512";

/// What both directions share: versions, suites, groups, signatures; no renegotiation, compression or
/// tickets.
void apply_rules(SSL_CTX* context, bool strict);
/// Our certificate and key in a context. Dutch error.
std::expected<void, std::string> show_own(SSL_CTX* context, const TlsFiles& files);
/// Prepares an OpenSSL server context; the error says in Dutch which file is wrong and why.
std::expected<void, std::string> prepare_server(SSL_CTX* context, const TlsFiles& files);
/// The same with what `former` shows and trusts, whatever the files have become: only the lists are new.
std::expected<void, std::string> renew_server(SSL_CTX* context, SSL_CTX* former, const TlsFiles& files);

/// Prepares the context of a client that is not libcurl's (tls_stream.h); without a certificate it shows
/// none. Dutch error.
std::expected<void, std::string> prepare_client(SSL_CTX* context, const TlsFiles& files);

/// The first certificate for tests among those that a context shows or trusts, in Dutch: of a TRIAL root
/// (PKIoverheid) or of our own Ontwikkelstam, or with a test OIN. Whoever has one of its like can be anyone.
std::optional<std::string> test_material(SSL_CTX* context);
/// The same of a PEM file, every certificate of it.
std::optional<std::string> test_material(const std::filesystem::path& bundle);
/// The same of what we show ourselves.
std::optional<std::string> test_material(const OwnIdentity& own);

/// Checks that certificate, key and trust anchors can be read and belong together. Dutch error.
std::expected<void, std::string> check_files(const TlsFiles& files);
/// The same of what prepare_client takes.
std::expected<void, std::string> check_client_files(const TlsFiles& files);

/// Why a chain that was had elsewhere than of a handshake, its own certificate first, is not trusted by those
/// anchors and revocation lists now; in Dutch. For any purpose but that of a CA.
std::optional<std::string> chain_fault(const std::vector<Certificate>& chain, const TlsFiles& files);

/// Whether our certificate is one for a host of that name.
bool is_for_host(const OwnFiles& files, const std::string& host);

/// Why a certificate was refused: an X509_V_ERR code, in Dutch.
std::string verification_reason(int code);
/// Why a handshake failed: an error of OpenSSL's queue, in Dutch.
std::string handshake_reason(unsigned long openssl_error);

struct CertificateNames {
  std::string subject;        ///< RFC 2253, UTF-8
  std::string serial_number;  ///< subject.serialNumber; empty when the certificate has none, or more than one
};
CertificateNames names_of(const X509* certificate);

/// The names of the first certificate in a PEM file, and the days until it expires.
struct CertificateFile {
  CertificateNames names;
  schemas::Moment valid_until;
  long days_left = 0;
  std::string key;  ///< as key_of tells it (peer.h)
};
schemas::Moment valid_until(const X509* certificate);
std::string der_of(const X509* certificate);

std::expected<CertificateFile, std::string> read_certificate(const std::filesystem::path& file);
/// Of our own.
std::expected<CertificateFile, std::string> read_certificate(const OwnFiles& files);

}  // namespace inburgering::adapters::transport
