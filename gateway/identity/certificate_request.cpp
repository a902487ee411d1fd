#include "gateway/identity/certificate_request.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <memory>

namespace inburgering::gateway::identity {
namespace {

using RequestKey = std::unique_ptr<EVP_PKEY, decltype([](EVP_PKEY* key) { EVP_PKEY_free(key); })>;
using Request = std::unique_ptr<X509_REQ, decltype([](X509_REQ* request) { X509_REQ_free(request); })>;
using Extensions = std::unique_ptr<STACK_OF(X509_EXTENSION), decltype([](STACK_OF(X509_EXTENSION) * all) {
                                     sk_X509_EXTENSION_pop_free(all, X509_EXTENSION_free);
                                   })>;
using Memory = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free(bio); })>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* digest) { EVP_MD_CTX_free(digest); })>;

bool name_part(X509_NAME* name, const char* field, const std::string& value) {
  return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(value.c_str()), -1, -1, 0) == 1;
}

bool ask_for(STACK_OF(X509_EXTENSION) * all, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, nullptr, nullptr, nullptr, nullptr, 0);
  auto* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  return extension != nullptr && sk_X509_EXTENSION_push(all, extension) > 0;
}

bool sign(X509_REQ* request, EVP_PKEY* key) {
  const Digest digest(EVP_MD_CTX_new());
  EVP_PKEY_CTX* how = nullptr;  // owned by digest
  return EVP_DigestSignInit(digest.get(), &how, EVP_sha256(), nullptr, key) == 1 &&
         EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST) == 1 &&
         X509_REQ_sign_ctx(request, digest.get()) > 0;
}

template <class Write>
std::string pem(Write write) {
  const Memory out(BIO_new(BIO_s_mem()));
  if (!out || write(out.get()) != 1) return {};
  char* text = nullptr;
  const auto length = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

}  // namespace

std::expected<CertificateRequest, std::string> request_certificate(const RequestWish& wish) {
  constexpr unsigned bits = 3072;
  const bool server = wish.purpose == Leaf::Purpose::server;
  const RequestKey key(EVP_RSA_gen(bits));
  const Request request(X509_REQ_new());
  const Extensions extensions(sk_X509_EXTENSION_new_null());
  auto* name = request ? X509_REQ_get_subject_name(request.get()) : nullptr;
  const bool good = key && name != nullptr && extensions &&
                    X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1 &&
                    name_part(name, "C", "NL") && name_part(name, "O", wish.organisation) &&
                    name_part(name, "serialNumber", wish.oin.digits()) && name_part(name, "CN", wish.host) &&
                    ask_for(extensions.get(), NID_key_usage, "critical,digitalSignature") &&
                    ask_for(extensions.get(), NID_ext_key_usage, server ? "serverAuth" : "clientAuth") &&
                    (!server || ask_for(extensions.get(), NID_subject_alt_name, "DNS:" + wish.host)) &&
                    X509_REQ_add_extensions(request.get(), extensions.get()) == 1 &&
                    X509_REQ_set_pubkey(request.get(), key.get()) == 1 && sign(request.get(), key.get());
  CertificateRequest made;
  if (good) {
    made.key = pem([&](BIO* out) {
      return PEM_write_bio_PKCS8PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    made.request = pem([&](BIO* out) { return PEM_write_bio_X509_REQ(out, request.get()); });
  }
  if (made.key.empty() || made.request.empty())
    return std::unexpected("de certificaataanvraag voor " + wish.host +
                           " is niet te maken; is de naam van de organisatie niet langer dan 64 tekens?");
  return made;
}

}  // namespace inburgering::gateway::identity
