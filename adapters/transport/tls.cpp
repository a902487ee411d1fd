#include "adapters/transport/tls.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <strings.h>

#include <algorithm>
#include <ctime>
#include <memory>

#include "adapters/revocation/statuses.h"
#include "adapters/transport/openssl.h"
#include "adapters/transport/peer.h"
#include "schemas/value/oin.h"
#include "schemas/value/text.h"

namespace inburgering::adapters::transport {
namespace {

std::unexpected<std::string> refuse_file(std::string_view what, const std::filesystem::path& file) {
  return std::unexpected(unusable(what, file));
}

schemas::Moment moment_of(const ASN1_TIME* time) {
  std::tm when{};
  ASN1_TIME_to_tm(time, &when);
  return schemas::Moment(std::chrono::sys_seconds(std::chrono::seconds(timegm(&when))));
}

std::string text_of(const X509_NAME* name) {
  const Bio out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* text = nullptr;
  const auto length = BIO_get_mem_data(out.get(), &text);
  return schemas::shown({text, static_cast<std::size_t>(length)});
}

std::optional<std::string> test_fault(X509* certificate) {
  const auto subject = text_of(X509_get_subject_name(certificate));
  const auto issuer = text_of(X509_get_issuer_name(certificate));
  for (const auto* mark : {"TRIAL", "Ontwikkelstam"})
    if (subject.contains(mark) || issuer.contains(mark))
      return "een testcertificaat is in productie niet toegestaan: " + subject + "; haal het uit het bestand";
  const auto oin = schemas::Oin::parse(names_of(certificate).serial_number);
  if (oin && oin->is_test()) return "een test-OIN (00000099…) is in productie niet toegestaan: " + subject;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> test_material(SSL_CTX* context) {
  std::vector<X509*> all;
  if (auto* own = SSL_CTX_get0_certificate(context)) all.push_back(own);
  STACK_OF(X509)* chain = nullptr;
  if (SSL_CTX_get_extra_chain_certs(context, static_cast<void*>(&chain)) == 1)
    for (int i = 0; i < sk_X509_num(chain); ++i) all.push_back(sk_X509_value(chain, i));
  auto* trusted = X509_STORE_get0_objects(SSL_CTX_get_cert_store(context));
  for (int i = 0; i < sk_X509_OBJECT_num(trusted); ++i)
    if (auto* each = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(trusted, i))) all.push_back(each);
  for (auto* each : all)
    if (auto fault = test_fault(each)) return fault;
  return std::nullopt;
}

std::optional<std::string> test_material(const std::filesystem::path& bundle) {
  const auto in = read_into_bio("vertrouwensanker", bundle);
  std::optional<std::string> fault;
  while (in && !fault) {
    const Certificate each(PEM_read_bio_X509(in->get(), nullptr, nullptr, nullptr));
    if (!each) break;
    fault = test_fault(each.get());
  }
  ERR_clear_error();
  return fault;
}

std::optional<std::string> test_material(const OwnIdentity& own) {
  for (const auto& each : own.chain)
    if (auto fault = test_fault(each.get())) return fault;
  return std::nullopt;
}

std::vector<std::filesystem::path> TlsFiles::all() const {
  std::vector<std::filesystem::path> files;
  const auto add = [&](const std::filesystem::path& file) {
    if (!file.empty()) files.push_back(file);
  };
  for (const auto& file : {certificate, key, password, trust, crl.value_or("")}) add(file);
  for (const auto& file : more_trust) add(file);
  for (const auto& each : named)
    for (const auto& file : {each.own.certificate, each.own.key, each.own.password}) add(file);
  return files;
}

CertificateNames names_of(const X509* certificate) {
  CertificateNames names;
  if (certificate == nullptr) return names;
  const X509_NAME* subject = X509_get_subject_name(certificate);
  names.subject = text_of(subject);
  const int index = X509_NAME_get_index_by_NID(subject, NID_serialNumber, -1);
  if (index < 0 || X509_NAME_get_index_by_NID(subject, NID_serialNumber, index) >= 0) return names;
  const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index));
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, value);
  const std::unique_ptr<unsigned char, decltype([](unsigned char* data) { OPENSSL_free(data); })> owner(utf8);
  if (size < 0) return names;
  // Whatever the sender put there, a person will see it: control characters are shown, not sent.
  names.serial_number = schemas::shown({reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size)});
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
      return "van de uitgever van dit certificaat is er geen intrekkingslijst (CRL)";
    case X509_V_ERR_CRL_HAS_EXPIRED:
      return "de intrekkingslijst (CRL) van de uitgever van dit certificaat is verlopen";
    case X509_V_ERR_CRL_NOT_YET_VALID:
      return "de intrekkingslijst (CRL) van de uitgever van dit certificaat geldt nog niet; kijk of de klok "
             "gelijk loopt";
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
      return "de handtekening onder de intrekkingslijst (CRL) van de uitgever van dit certificaat klopt niet";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "het certificaat komt niet van een vertrouwd stamcertificaat";
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
      return "een sleutel in de keten van dit certificaat is te kort: RSA hoort minstens 3072 bits te "
             "hebben, of "
             "gebruik ECDSA (P-256)";
    case X509_V_ERR_CA_MD_TOO_WEAK:
      return "een certificaat in deze keten is met een te zwakke hash ondertekend; SHA-256 of beter";
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
    case ERR_R_EVP_LIB:
      return "onze eigen sleutel ondertekende niet (staat zij in een token, is dat er dan?)";
    case SSL_R_HTTP_REQUEST:
      return "er kwam HTTP zonder TLS";
    default: {
      const char* reason = ERR_reason_error_string(openssl_error);
      return std::string("de TLS-handshake mislukte: ") + (reason == nullptr ? "onbekende reden" : reason);
    }
  }
}

schemas::Moment valid_until(const X509* certificate) { return moment_of(X509_get0_notAfter(certificate)); }

std::string der_of(const X509* certificate) {
  unsigned char* der = nullptr;
  const int length = i2d_X509(certificate, &der);
  std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(std::max(0, length)));
  OPENSSL_free(der);
  return text;
}

namespace {

CertificateFile told_of(const X509* certificate) {
  int days = 0;
  int seconds = 0;
  ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate));
  return {names_of(certificate), valid_until(certificate), seconds < 0 && days == 0 ? -1 : days,
          key_of(certificate)};
}

}  // namespace

std::expected<CertificateFile, std::string> read_certificate(const std::filesystem::path& file) {
  const auto in = read_into_bio("certificaat", file);
  if (!in) return std::unexpected(in.error());
  const Certificate certificate(PEM_read_bio_X509(in->get(), nullptr, nullptr, nullptr));
  if (!certificate) return refuse_file("certificaat", file);
  return told_of(certificate.get());
}

std::expected<CertificateFile, std::string> read_certificate(const OwnFiles& files) {
  // A certificate can be told of also when its key cannot be read.
  if (!is_pkcs12(files.certificate)) return read_certificate(files.certificate);
  const auto own = read_own(files);
  if (!own) return std::unexpected(own.error());
  return told_of(own->chain.front().get());
}

bool is_for_host(const OwnFiles& files, const std::string& host) {
  const auto own = read_own(files);
  return own && X509_check_host(own->chain.front().get(), host.data(), host.size(), 0, nullptr) == 1;
}

namespace {

/// Found out once: a library that lacks one group refuses the whole list.
const std::string& groups_of_library() {
  static const std::string groups = [] {
    const Context probe(SSL_CTX_new(TLS_method()));
    auto all = std::string(hybrid_groups) + key_exchange_groups;
    if (SSL_CTX_set1_groups_list(probe.get(), all.c_str()) == 1) return all;
    ERR_clear_error();
    return std::string(key_exchange_groups);
  }();
  return groups;
}

}  // namespace

void apply_rules(SSL_CTX* context, bool strict) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE);
  // No SHA-1, and 112 bits or 128, also in the certificates of a chain, whatever the system's openssl.cnf
  // says.
  SSL_CTX_set_security_level(context, strict ? 3 : 2);
  SSL_CTX_set_cipher_list(context, tls12_suites);
  SSL_CTX_set_ciphersuites(context, tls13_suites);
  SSL_CTX_set1_groups_list(context, groups_of_library().c_str());
  SSL_CTX_set1_sigalgs_list(context, signature_algorithms);
}

namespace {

/// What is the same for every server, whoever it is.
void prepare_manner(SSL_CTX* context, const TlsFiles& files) {
  apply_rules(context, files.strict);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  // A session may be resumed only where a client certificate was checked under the same rules.
  static constexpr unsigned char session_context[] = "inburgering-gateway";
  SSL_CTX_set_session_id_context(context, session_context, sizeof session_context - 1);
  if (files.statuses) revocation::Statuses::staple(files.statuses, context);
}

std::expected<void, std::string> prepare_lists(SSL_CTX* context, const TlsFiles& files) {
  X509_STORE* store = SSL_CTX_get_cert_store(context);
  if (files.lists) {
    revocation::Lists::apply(files.lists, store);
  } else if (files.crl) {
    const auto lists = revocation::read_file(*files.crl);
    if (!lists) return std::unexpected(lists.error());
    for (const auto& each : *lists) X509_STORE_add_crl(store, each.crl.get());
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  }
  return {};
}

/// Roots and lists by which the other side is judged.
std::expected<void, std::string> load_trust(SSL_CTX* context, const TlsFiles& files) {
  SSL_CTX_set_verify_depth(context, 5);
  const auto take_up = [&](const std::filesystem::path& trust) -> std::expected<void, std::string> {
    if (auto readable = read_into_bio("vertrouwensanker", trust); !readable)
      return std::unexpected(readable.error());
    if (SSL_CTX_load_verify_locations(context, trust.c_str(), nullptr) != 1)
      return refuse_file("vertrouwensanker", trust);
    return {};
  };
  if (auto taken = take_up(files.trust); !taken) return taken;
  for (const auto& more : files.more_trust)
    if (auto taken = take_up(more); !taken) return taken;
  // Who takes lists up reads this file too: here it is told when it cannot be used.
  if (files.crl && files.lists)
    if (const auto readable = revocation::read_file(*files.crl); !readable)
      return std::unexpected(readable.error());
  if (auto judged = prepare_lists(context, files); !judged) return judged;
  if (files.production)
    if (auto fault = test_material(context)) return std::unexpected(std::move(*fault));
  return {};
}

}  // namespace

std::expected<void, std::string> show_own(SSL_CTX* context, const TlsFiles& files) {
  const auto own = read_own(files.own());
  if (!own) return std::unexpected(own.error());
  const bool shown = SSL_CTX_use_certificate(context, own->chain.front().get()) == 1 &&
                     SSL_CTX_use_PrivateKey(context, own->key.get()) == 1 &&
                     std::all_of(own->chain.begin() + 1, own->chain.end(), [&](const Certificate& each) {
                       return SSL_CTX_add1_chain_cert(context, each.get()) == 1;
                     });
  if (!shown) return refuse_file("certificaat", files.certificate);
  return {};
}

namespace {

/// Who else a server is, by the names that clients ask for.
struct Other {
  std::vector<std::string> hosts;
  Context context;
};
using Others = std::vector<Other>;

int place_of_others() {
  static const int place = SSL_CTX_get_ex_new_index(
      0, nullptr, nullptr, nullptr,
      [](void*, void* others, CRYPTO_EX_DATA*, int, long, void*) { delete static_cast<Others*>(others); });
  return place;
}

Others* others_of(const SSL_CTX* context) {
  return static_cast<Others*>(SSL_CTX_get_ex_data(context, place_of_others()));
}

/// What is shown by that name; trust is the same in each.
int choose(SSL* connection, int*, void* main) {
  const auto* name = SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name);
  const auto* others = others_of(static_cast<SSL_CTX*>(main));
  if (name == nullptr || others == nullptr) return SSL_TLSEXT_ERR_OK;
  for (const auto& other : *others)
    if (std::ranges::any_of(other.hosts,
                            [name](const auto& host) { return ::strcasecmp(host.c_str(), name) == 0; })) {
      SSL_set_SSL_CTX(connection, other.context.get());
      break;
    }
  return SSL_TLSEXT_ERR_OK;
}

void name_as(SSL_CTX* context, const std::vector<std::string>& hosts, Context other) {
  if (others_of(context) == nullptr) SSL_CTX_set_ex_data(context, place_of_others(), new Others());
  others_of(context)->push_back({hosts, std::move(other)});
  SSL_CTX_set_tlsext_servername_callback(context, choose);
  SSL_CTX_set_tlsext_servername_arg(context, context);
}

}  // namespace

std::expected<void, std::string> prepare_server(SSL_CTX* context, const TlsFiles& files) {
  prepare_manner(context, files);
  if (auto shown = show_own(context, files); !shown) return shown;
  if (auto loaded = load_trust(context, files); !loaded) return loaded;
  auto* names = SSL_load_client_CA_file(files.trust.c_str());
  if (names == nullptr) return refuse_file("vertrouwensanker", files.trust);
  for (const auto& more : files.more_trust) SSL_add_file_cert_subjects_to_stack(names, more.c_str());
  SSL_CTX_set_client_CA_list(context, names);
  for (const auto& each : files.named) {
    auto other = files;
    other.named.clear();
    other.certificate = each.own.certificate;
    other.key = each.own.key;
    other.password = each.own.password;
    Context made(SSL_CTX_new(TLS_server_method()));
    if (auto ready = prepare_server(made.get(), other); !ready) return ready;
    name_as(context, each.hosts, std::move(made));
  }
  return {};
}

std::expected<void, std::string> prepare_client(SSL_CTX* context, const TlsFiles& files) {
  apply_rules(context, files.strict);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  if (!files.certificate.empty())
    if (auto shown = show_own(context, files); !shown) return shown;
  return load_trust(context, files);
}

std::expected<void, std::string> check_client_files(const TlsFiles& files) {
  const Context context(SSL_CTX_new(TLS_client_method()));
  return prepare_client(context.get(), files);
}

std::optional<std::string> chain_fault(const std::vector<Certificate>& chain, const TlsFiles& files) {
  if (chain.empty()) return "er is geen certificaat";
  if (X509_check_ca(chain.front().get()) != 0) return "het is dat van een uitgever";
  const Context context(SSL_CTX_new(TLS_client_method()));
  auto judged_by = files;
  judged_by.certificate.clear();
  if (auto ready = prepare_client(context.get(), judged_by); !ready) return std::move(ready.error());
  using Stack =
      std::unique_ptr<STACK_OF(X509), decltype([](STACK_OF(X509) * stack) { sk_X509_free(stack); })>;
  using Asked =
      std::unique_ptr<X509_STORE_CTX, decltype([](X509_STORE_CTX* asked) { X509_STORE_CTX_free(asked); })>;
  const Stack others(sk_X509_new_null());
  for (const auto& each : chain) sk_X509_push(others.get(), each.get());
  const Asked asked(X509_STORE_CTX_new());
  if (X509_STORE_CTX_init(asked.get(), SSL_CTX_get_cert_store(context.get()), chain.front().get(),
                          others.get()) != 1)
    return "het certificaat kan niet worden beoordeeld";
  X509_STORE_CTX_set_purpose(asked.get(), X509_PURPOSE_ANY);
  if (X509_verify_cert(asked.get()) == 1) return std::nullopt;
  return verification_reason(X509_STORE_CTX_get_error(asked.get()));
}

std::expected<void, std::string> renew_server(SSL_CTX* context, SSL_CTX* former, const TlsFiles& files) {
  prepare_manner(context, files);
  SSL_CTX_set_verify_depth(context, 5);
  bool same = SSL_CTX_use_certificate(context, SSL_CTX_get0_certificate(former)) == 1 &&
              SSL_CTX_use_PrivateKey(context, SSL_CTX_get0_privatekey(former)) == 1;
  STACK_OF(X509)* chain = nullptr;
  if (SSL_CTX_get0_chain_certs(former, static_cast<void*>(&chain)) == 1)
    for (int i = 0; same && i < sk_X509_num(chain); ++i)
      same = SSL_CTX_add1_chain_cert(context, sk_X509_value(chain, i)) == 1;
  auto* trusted = X509_STORE_get0_objects(SSL_CTX_get_cert_store(former));
  for (int i = 0; same && i < sk_X509_OBJECT_num(trusted); ++i)
    if (auto* each = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(trusted, i)))
      same = X509_STORE_add_cert(SSL_CTX_get_cert_store(context), each) == 1;
  if (!same) return refuse_file("certificaat", files.certificate);
  SSL_CTX_set_client_CA_list(context, SSL_dup_CA_list(SSL_CTX_get_client_CA_list(former)));
  if (const auto* others = others_of(former))
    for (const auto& other : *others) {
      Context made(SSL_CTX_new(TLS_server_method()));
      if (auto ready = renew_server(made.get(), other.context.get(), files); !ready) return ready;
      name_as(context, other.hosts, std::move(made));
    }
  return prepare_lists(context, files);
}

std::expected<void, std::string> check_files(const TlsFiles& files) {
  const Context context(SSL_CTX_new(TLS_server_method()));
  return prepare_server(context.get(), files);
}

}  // namespace inburgering::adapters::transport
