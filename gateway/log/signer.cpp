#include "gateway/log/signer.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <stdexcept>

#include "adapters/transport/tls.h"
#include "gateway/store/crypto.h"

namespace inburgering::gateway::log {
namespace {

using Bio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free_all(bio); })>;
using Certificate = std::unique_ptr<X509, decltype([](X509* certificate) { X509_free(certificate); })>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* digest) { EVP_MD_CTX_free(digest); })>;
using Chain = std::unique_ptr<STACK_OF(X509),
                              decltype([](STACK_OF(X509) * chain) { sk_X509_pop_free(chain, X509_free); })>;
using Anchors = std::unique_ptr<X509_STORE, decltype([](X509_STORE* store) { X509_STORE_free(store); })>;
using Check =
    std::unique_ptr<X509_STORE_CTX, decltype([](X509_STORE_CTX* check) { X509_STORE_CTX_free(check); })>;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Certificate parse(std::string_view pem) {
  const Bio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Certificate(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
}

/// All certificates of a PEM text.
Chain parse_all(std::string_view pem) {
  Chain chain(sk_X509_new_null());
  const Bio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  while (auto* certificate = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr))
    sk_X509_push(chain.get(), certificate);
  ERR_clear_error();  // the end of the text counts as an error there
  return chain;
}

std::string fingerprint_of(X509* certificate) {
  unsigned char* der = nullptr;
  const int length = i2d_X509(certificate, &der);
  const std::string text(reinterpret_cast<char*>(der), static_cast<std::size_t>(std::max(0, length)));
  OPENSSL_free(der);
  return store::sha256(text);
}

}  // namespace

std::expected<Signer, std::string> Signer::read(const adapters::transport::OwnFiles& files) {
  auto own = adapters::transport::read_own(files);
  if (!own) return std::unexpected("ondertekenen: " + own.error());
  Signer signer;
  signer.certificate_ = own->pem();
  signer.fingerprint_ = fingerprint_of(own->chain.front().get());
  signer.key_.reset(own->key.release(), EVP_PKEY_free);
  return signer;
}

std::string Signer::sign(std::string_view text) const {
  const Digest digest(EVP_MD_CTX_new());
  std::size_t length = 0;
  if (EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(digest.get(), nullptr, &length, bytes(text), text.size()) != 1)
    throw std::runtime_error("ondertekenen lukt niet met de sleutel van log.signing");
  std::string signature(length, '\0');
  if (EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytes(text),
                     text.size()) != 1)
    throw std::runtime_error("ondertekenen lukt niet met de sleutel van log.signing");
  signature.resize(length);
  return store::base64(signature);
}

bool is_signed_by(std::string_view certificate_pem, std::string_view text, std::string_view signature) {
  const auto certificate = parse(certificate_pem);
  const auto raw = store::unbase64(signature);
  if (!certificate || raw.empty()) return false;
  const Digest digest(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr,
                              X509_get0_pubkey(certificate.get())) == 1 &&
         EVP_DigestVerify(digest.get(), bytes(raw), raw.size(), bytes(text), text.size()) == 1;
}

std::expected<SignerCertificate, std::string> examine(std::string_view certificate_pem,
                                                      const std::filesystem::path& anchors) {
  const auto certificate = parse(certificate_pem);
  if (!certificate) return std::unexpected("het ondertekencertificaat is niet te lezen");
  SignerCertificate found;
  found.fingerprint = fingerprint_of(certificate.get());
  found.serial_number = adapters::transport::names_of(certificate.get()).serial_number;
  const Anchors store(X509_STORE_new());
  const Check check(X509_STORE_CTX_new());
  const auto chain = parse_all(certificate_pem);
  if (X509_STORE_load_file(store.get(), anchors.c_str()) == 1 &&
      X509_STORE_CTX_init(check.get(), store.get(), certificate.get(), chain.get()) == 1) {
    X509_STORE_CTX_set_flags(check.get(), X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_PARTIAL_CHAIN);
    found.trusted = X509_verify_cert(check.get()) == 1;
  }
  return found;
}

}  // namespace inburgering::gateway::log
