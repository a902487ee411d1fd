#pragma once
// An authority for tests: a root with a key, its certificates, and lists of any kind, good or not.
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "schemas/value/moment.h"

namespace inburgering::tests {

using Key = std::shared_ptr<EVP_PKEY>;
using Cert = std::shared_ptr<X509>;

inline std::time_t seconds(schemas::Moment moment) {
  return std::chrono::floor<std::chrono::seconds>(moment.time()).time_since_epoch().count();
}

inline schemas::Moment now() {
  return schemas::Moment(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

/// What a list says; each part may be wrong.
struct ListWish {
  long number = 1;  ///< 0 = none
  schemas::Moment from{now().time() - std::chrono::hours(1)};
  schemas::Moment until{now().time() + std::chrono::hours(24)};
  std::vector<long> revoked{};
  bool pss = false;
  const EVP_MD* hash = EVP_sha256();
  bool endless = false;  ///< without nextUpdate
  std::function<void(X509_CRL*)> change{};
};

struct TestAuthority {
  std::string name;
  Key key;
  Cert certificate;
  long next_serial = 1000;

  explicit TestAuthority(std::string called, bool rsa = false, const TestAuthority* above = nullptr)
      : name(std::move(called)),
        key(rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"), [](EVP_PKEY* each) { EVP_PKEY_free(each); }),
        certificate(made(name, key, above == nullptr ? *this : *above, true, "", 1)) {}

  Cert issue(const std::string& subject, long serial, const std::string& list_at = "") const {
    const Key own(EVP_EC_gen("P-256"), [](EVP_PKEY* each) { EVP_PKEY_free(each); });
    return made(subject, own, *this, false, list_at, serial);
  }

  using Extensions = std::vector<std::pair<int, std::string>>;
  /// With these extensions and no others, for a key of the caller's.
  Cert appoint(const std::string& subject, long serial, const Key& own, const Extensions& extensions) const {
    return made(subject, own, *this, false, "", serial, &extensions);
  }

  std::string der_list(const ListWish& wish = {}) const {
    const std::unique_ptr<X509_CRL, decltype([](X509_CRL* each) { X509_CRL_free(each); })> list(
        X509_CRL_new());
    X509_CRL_set_version(list.get(), 1);
    X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(certificate.get()));
    set_time(wish.from, [&](ASN1_TIME* time) { X509_CRL_set1_lastUpdate(list.get(), time); });
    if (!wish.endless)
      set_time(wish.until, [&](ASN1_TIME* time) { X509_CRL_set1_nextUpdate(list.get(), time); });
    for (const long serial : wish.revoked) {
      auto* entry = X509_REVOKED_new();
      ASN1_INTEGER* number = ASN1_INTEGER_new();
      ASN1_INTEGER_set(number, serial);
      X509_REVOKED_set_serialNumber(entry, number);
      ASN1_INTEGER_free(number);
      set_time(wish.from, [&](ASN1_TIME* time) { X509_REVOKED_set_revocationDate(entry, time); });
      X509_CRL_add0_revoked(list.get(), entry);
    }
    X509_CRL_sort(list.get());
    if (wish.number != 0) {
      ASN1_INTEGER* number = ASN1_INTEGER_new();
      ASN1_INTEGER_set(number, wish.number);
      X509_CRL_add1_ext_i2d(list.get(), NID_crl_number, number, 0, 0);
      ASN1_INTEGER_free(number);
    }
    if (wish.change) wish.change(list.get());
    EVP_MD_CTX* signing = EVP_MD_CTX_new();
    EVP_PKEY_CTX* how = nullptr;
    EVP_DigestSignInit(signing, &how, wish.hash, nullptr, key.get());
    if (wish.pss) {
      EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING);
      EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST);
    }
    X509_CRL_sign_ctx(list.get(), signing);
    EVP_MD_CTX_free(signing);
    unsigned char* der = nullptr;
    const int size = i2d_X509_CRL(list.get(), &der);
    std::string bytes(reinterpret_cast<const char*>(der), size > 0 ? static_cast<std::size_t>(size) : 0);
    OPENSSL_free(der);
    return bytes;
  }

  std::string pem() const { return pem_of(*certificate); }
  static std::string pem_of(X509& each) {
    BIO* out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(out, &each);
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out, &text);
    std::string all(text, static_cast<std::size_t>(size));
    BIO_free(out);
    return all;
  }
  static std::string pem_list(const std::string& der) {
    BIO* out = BIO_new(BIO_s_mem());
    PEM_write_bio(out, PEM_STRING_X509_CRL, "", reinterpret_cast<const unsigned char*>(der.data()),
                  static_cast<long>(der.size()));
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out, &text);
    std::string all(text, static_cast<std::size_t>(size));
    BIO_free(out);
    return all;
  }
  static void extend(X509* certificate, int nid, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }
  static void extend(X509_CRL* list, int nid, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, nullptr, nullptr, nullptr, list, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
    X509_CRL_add_ext(list, extension, -1);
    X509_EXTENSION_free(extension);
  }

 private:
  template <class Set>
  static void set_time(schemas::Moment moment, Set set) {
    ASN1_TIME* time = ASN1_TIME_set(nullptr, seconds(moment));
    set(time);
    ASN1_TIME_free(time);
  }
  static Cert made(const std::string& subject, const Key& own, const TestAuthority& by, bool authority,
                   const std::string& list_at, long serial, const Extensions* only = nullptr) {
    Cert certificate(X509_new(), [](X509* each) { X509_free(each); });
    auto* native = certificate.get();
    X509_set_version(native, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(native), serial);
    X509_gmtime_adj(X509_getm_notBefore(native), -3600);
    X509_gmtime_adj(X509_getm_notAfter(native), 30L * 24 * 3600);
    const auto named = [](const std::string& text) {
      std::unique_ptr<X509_NAME, decltype([](X509_NAME* each) { X509_NAME_free(each); })> name(
          X509_NAME_new());
      X509_NAME_add_entry_by_txt(name.get(), "CN", MBSTRING_UTF8,
                                 reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
      return name;
    };
    X509_set_subject_name(native, named(subject).get());
    X509_set_issuer_name(native, named(by.name).get());
    X509_set_pubkey(native, own.get());
    if (authority) {
      extend(native, NID_basic_constraints, "critical,CA:TRUE");
      extend(native, NID_key_usage, "critical,keyCertSign,cRLSign");
    } else if (only == nullptr) {
      extend(native, NID_ext_key_usage, "clientAuth,serverAuth");
    } else {
      for (const auto& [nid, value] : *only) extend(native, nid, value.c_str());
    }
    if (!list_at.empty()) extend(native, NID_crl_distribution_points, ("URI:" + list_at).c_str());
    X509_sign(native, by.key.get(), EVP_sha256());
    return certificate;
  }
};

}  // namespace inburgering::tests
