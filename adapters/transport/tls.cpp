#include "adapters/transport/tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

namespace inburgering::adapters::transport {
namespace {

using Bio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free_all(bio); })>;
using Certificate = std::unique_ptr<X509, decltype([](X509* certificate) { X509_free(certificate); })>;
using Context = std::unique_ptr<SSL_CTX, decltype([](SSL_CTX* context) { SSL_CTX_free(context); })>;

std::unexpected<std::string> refuse_file(std::string_view what, const std::filesystem::path& file) {
  const auto code = ERR_peek_last_error();
  const char* reason = ERR_reason_error_string(code);
  ERR_clear_error();
  std::string message = std::string(what) + " " + file.string() + " is niet bruikbaar";
  if (!std::filesystem::exists(file))
    message += ": het bestand bestaat niet";
  else if (reason != nullptr)
    message += std::string(" (") + reason + ")";
  return std::unexpected(message);
}

}  // namespace

CertificateNames names_of(const X509* certificate) {
  CertificateNames names;
  if (certificate == nullptr) return names;
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const Bio out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), subject, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* text = nullptr;
  const auto length = BIO_get_mem_data(out.get(), &text);
  names.subject.assign(text, static_cast<std::size_t>(length));
  const int index = X509_NAME_get_index_by_NID(subject, NID_serialNumber, -1);
  if (index < 0) return names;
  const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index));
  names.serial_number.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
                             static_cast<std::size_t>(ASN1_STRING_length(value)));
  return names;
}

std::string verification_reason(int code) {
  switch (code) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "het certificaat is verlopen";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "het certificaat is nog niet geldig";
    case X509_V_ERR_CERT_REVOKED:
      return "het certificaat is ingetrokken";
    case X509_V_ERR_UNABLE_TO_GET_CRL:
      return "voor de uitgever van dit certificaat is geen CRL ingesteld";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "het certificaat komt niet van een vertrouwd stamcertificaat";
    case X509_V_ERR_INVALID_PURPOSE:
      return "het certificaat is niet bedoeld voor een client (extendedKeyUsage clientAuth ontbreekt)";
    default:
      return std::string("het certificaat is afgekeurd: ") + X509_verify_cert_error_string(code);
  }
}

std::string handshake_reason(unsigned long openssl_error) {
  switch (ERR_GET_REASON(openssl_error)) {
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
      return "er is geen clientcertificaat getoond";
    case SSL_R_NO_SHARED_CIPHER:
      return "geen gemeenschappelijke TLS-suite";
    case SSL_R_UNSUPPORTED_PROTOCOL:
      return "de TLS-versie is te oud; gebruik TLS 1.2 of 1.3";
    case SSL_R_HTTP_REQUEST:
      return "er kwam HTTP zonder TLS";
    default: {
      const char* reason = ERR_reason_error_string(openssl_error);
      return std::string("de TLS-handshake mislukte: ") + (reason == nullptr ? "onbekende reden" : reason);
    }
  }
}

schemas::Moment valid_until(const X509* certificate) {
  std::tm when{};
  ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &when);
  return schemas::Moment(std::chrono::sys_seconds(std::chrono::seconds(timegm(&when))));
}

std::expected<CertificateFile, std::string> read_certificate(const std::filesystem::path& file) {
  const Bio in(BIO_new_file(file.c_str(), "r"));
  if (!in) return refuse_file("certificaat", file);
  const Certificate certificate(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
  if (!certificate) return refuse_file("certificaat", file);
  int days = 0;
  int seconds = 0;
  ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate.get()));
  return CertificateFile{names_of(certificate.get()), valid_until(certificate.get()),
                         seconds < 0 && days == 0 ? -1 : days};
}

std::expected<void, std::string> prepare_server(SSL_CTX* context, const TlsFiles& files) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context,
                      SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_cipher_list(context, tls12_suites);
  SSL_CTX_set_ciphersuites(context, tls13_suites);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_verify_depth(context, 5);
  // A session may be resumed only where a client certificate was checked under the same rules.
  static constexpr unsigned char session_context[] = "inburgering-gateway";
  SSL_CTX_set_session_id_context(context, session_context, sizeof session_context - 1);
  if (SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1)
    return refuse_file("certificaat", files.certificate);
  if (SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) != 1)
    return refuse_file("sleutel", files.key);
  if (SSL_CTX_check_private_key(context) != 1)
    return refuse_file("sleutel (hoort niet bij het certificaat)", files.key);
  if (SSL_CTX_load_verify_locations(context, files.trust.c_str(), nullptr) != 1)
    return refuse_file("vertrouwensanker", files.trust);
  SSL_CTX_set_client_CA_list(context, SSL_load_client_CA_file(files.trust.c_str()));
  if (files.crl) {
    X509_STORE* store = SSL_CTX_get_cert_store(context);
    X509_LOOKUP* lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
    if (X509_load_crl_file(lookup, files.crl->c_str(), X509_FILETYPE_PEM) < 1)
      return refuse_file("CRL", *files.crl);
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  }
  return {};
}

std::expected<void, std::string> check_files(const TlsFiles& files) {
  const Context context(SSL_CTX_new(TLS_server_method()));
  return prepare_server(context.get(), files);
}

}  // namespace inburgering::adapters::transport
