#include "adapters/transport/peer.h"

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "adapters/transport/tls.h"

namespace inburgering::adapters::transport {
namespace {

using StoreContext =
    std::unique_ptr<X509_STORE_CTX, decltype([](X509_STORE_CTX* context) { X509_STORE_CTX_free(context); })>;

bool names_two_organisations(X509* certificate) {
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const int first = X509_NAME_get_index_by_NID(subject, NID_serialNumber, -1);
  return first >= 0 && X509_NAME_get_index_by_NID(subject, NID_serialNumber, first) >= 0;
}

bool is_for(X509* certificate, std::uint32_t purpose) {
  return (X509_get_extension_flags(certificate) & EXFLAG_XKUSAGE) != 0 &&
         (X509_get_extended_key_usage(certificate) & purpose) != 0;
}

}  // namespace

std::optional<std::string> leaf_fault(X509* certificate, PeerRole role) {
  if (X509_check_ca(certificate) != 0)
    return "dit is het certificaat van een uitgever (CA), niet van een organisatie";
  const bool client = role == PeerRole::client;
  if (!is_for(certificate, client ? XKU_SSL_CLIENT : XKU_SSL_SERVER))
    return std::string("het certificaat is niet bedoeld voor een ") +
           (client ? "client (extendedKeyUsage clientAuth ontbreekt)"
                   : "server (extendedKeyUsage serverAuth ontbreekt)");
  if (names_two_organisations(certificate))
    return "het certificaat noemt meer dan één OIN (subject.serialNumber); er hoort er precies één te staan";
  return std::nullopt;
}

std::optional<std::string> connection_fault(SSL* connection, PeerRole role) {
  if (SSL_version(connection) == TLS1_2_VERSION && SSL_get_extms_support(connection) != 1)
    return "TLS 1.2 zonder extended master secret (RFC 7627); werk de TLS-bibliotheek bij, of gebruik TLS "
           "1.3";
  X509* certificate = SSL_get0_peer_certificate(connection);
  if (certificate == nullptr) return "er is geen certificaat getoond";
  return leaf_fault(certificate, role);
}

std::optional<std::string> root_fault(SSL* connection) {
  const auto* chain = SSL_get0_verified_chain(connection);
  const int length = chain == nullptr ? 0 : sk_X509_num(chain);
  if (length > 0 && X509_self_signed(sk_X509_value(chain, length - 1), 0) == 1) return std::nullopt;
  return verification_reason(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
}

namespace {

revocation::Chain held_all(const STACK_OF(X509) * chain) {
  revocation::Chain all;
  for (int i = 0; chain != nullptr && i < sk_X509_num(chain); ++i)
    all.push_back(revocation::held(sk_X509_value(chain, i)));
  return all;
}

}  // namespace

revocation::Chain verified_chain(const SSL* connection) {
  return held_all(SSL_get0_verified_chain(connection));
}

std::expected<revocation::Chain, std::string> verify_anew(SSL* connection, SSL_CTX* context) {
  X509* certificate = SSL_get0_peer_certificate(connection);
  if (certificate == nullptr) return std::unexpected("er is geen certificaat getoond");
  const StoreContext asked(X509_STORE_CTX_new());
  if (!asked || X509_STORE_CTX_init(asked.get(), SSL_CTX_get_cert_store(context), certificate,
                                    SSL_get_peer_cert_chain(connection)) != 1)
    return std::unexpected("het certificaat kan niet opnieuw worden beoordeeld");
  X509_STORE_CTX_set_default(asked.get(), SSL_is_server(connection) == 1 ? "ssl_client" : "ssl_server");
  if (X509_verify_cert(asked.get()) == 1) return held_all(X509_STORE_CTX_get0_chain(asked.get()));
  return std::unexpected(verification_reason(X509_STORE_CTX_get_error(asked.get())));
}

std::string secured_by(SSL* connection) {
  const auto* version = SSL_get_version(connection);
  std::string text = SSL_version(connection) == TLS1_3_VERSION   ? "TLS 1.3"
                     : SSL_version(connection) == TLS1_2_VERSION ? "TLS 1.2"
                                                                 : version;
  if (const auto* suite = SSL_get_cipher_name(connection)) text += std::string(", ") + suite;
  // Of a session that was resumed without another key exchange there is none.
  if (const auto group = static_cast<int>(SSL_get_negotiated_group(connection)); group > 0) {
    const auto* name = SSL_group_to_name(connection, group);
    if (name == nullptr) name = OBJ_nid2sn(group);
    if (name != nullptr) text += std::string(", ") + name;
  }
  return text;
}

std::string key_of(const X509* certificate) {
  EVP_PKEY* key = certificate == nullptr ? nullptr : X509_get0_pubkey(certificate);
  if (key == nullptr) return {};
  if (EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1)
    return "RSA " + std::to_string(EVP_PKEY_get_bits(key));
  if (EVP_PKEY_is_a(key, "EC") == 1) return "EC P-" + std::to_string(EVP_PKEY_get_bits(key));
  const auto* name = EVP_PKEY_get0_type_name(key);
  return name == nullptr ? std::string() : name;
}

bool is_phased_out(std::string_view key) {
  constexpr std::string_view rsa = "RSA ";
  constexpr int enough = 3072;
  if (!key.starts_with(rsa)) return false;
  int bits = 0;
  std::from_chars(key.data() + rsa.size(), key.data() + key.size(), bits);
  return bits < enough;
}

std::string pin_of(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  const std::unique_ptr<unsigned char, decltype([](unsigned char* data) { OPENSSL_free(data); })> owner(der);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (size <= 0 ||
      EVP_Digest(der, static_cast<std::size_t>(size), digest.data(), &length, EVP_sha256(), nullptr) != 1)
    return {};
  std::array<unsigned char, 64> text{};
  const int written = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(length));
  return "sha256//" +
         std::string(reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(written));
}

std::optional<std::string> identity_fault(X509* certificate, const ServerIdentity& expected) {
  const auto oin = names_of(certificate).serial_number;
  if (!oin.empty() && std::ranges::find(expected.oins, oin) != expected.oins.end()) return std::nullopt;
  if (!expected.pins.empty() && std::ranges::find(expected.pins, pin_of(certificate)) != expected.pins.end())
    return std::nullopt;
  const std::string wanted = expected.oins.empty() ? "een bekende sleutel" : "OIN " + expected.oins.front();
  return (oin.empty() ? "het servercertificaat heeft geen OIN (subject.serialNumber)"
                      : "het servercertificaat is van OIN " + oin) +
         ", verwacht was " + wanted +
         "; controleer het adres, of laat de beheerder deze server toestaan (servers)";
}

}  // namespace inburgering::adapters::transport
