#include "adapters/jose/signature.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <boost/json/array.hpp>
#include <chrono>
#include <map>
#include <memory>

#include "adapters/jose/base64url.h"
#include "adapters/jose/openssl.h"
#include "adapters/jose/thumbprint.h"
#include "adapters/transport/tls.h"

namespace inburgering::adapters::jose {
namespace {

namespace json = boost::json;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* digest) { EVP_MD_CTX_free(digest); })>;
using Signature = std::unique_ptr<ECDSA_SIG, decltype([](ECDSA_SIG* pair) { ECDSA_SIG_free(pair); })>;
using Number = std::unique_ptr<BIGNUM, decltype([](BIGNUM* number) { BN_free(number); })>;

constexpr std::string_view of_rsa = "rsa-pss-sha512";
constexpr std::string_view of_ec = "ecdsa-p256-sha256";
constexpr int coordinate = 32;

std::string octets(const BIGNUM* number, int length) {
  std::string text(static_cast<std::size_t>(length), '\0');
  BN_bn2binpad(number, bytes(text), length);
  return text;
}

/// As r and s behind one another (RFC 9421 §3.3.4), where OpenSSL writes them in ASN.1.
std::string pair_of(std::string_view der) {
  const auto* at = bytes(der);
  const Signature pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!pair) return {};
  return octets(ECDSA_SIG_get0_r(pair.get()), coordinate) + octets(ECDSA_SIG_get0_s(pair.get()), coordinate);
}

std::string signature_of(EVP_PKEY* key, std::string_view algorithm, std::string_view text) {
  constexpr int salt = 64;
  const bool rsa = algorithm == of_rsa;
  const Digest digest(EVP_MD_CTX_new());
  EVP_PKEY_CTX* work = nullptr;
  std::size_t length = 0;
  if (EVP_DigestSignInit(digest.get(), &work, rsa ? EVP_sha512() : EVP_sha256(), nullptr, key) != 1 ||
      (rsa && (EVP_PKEY_CTX_set_rsa_padding(work, RSA_PKCS1_PSS_PADDING) != 1 ||
               EVP_PKEY_CTX_set_rsa_pss_saltlen(work, salt) != 1)) ||
      EVP_DigestSign(digest.get(), nullptr, &length, bytes(text), text.size()) != 1)
    return {};
  std::string signature(length, '\0');
  if (EVP_DigestSign(digest.get(), bytes(signature), &length, bytes(text), text.size()) != 1) return {};
  signature.resize(length);
  return rsa ? signature : pair_of(signature);
}

std::string in_lower_case(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string number_of(const EVP_PKEY* key, const char* name, int length = 0) {
  BIGNUM* found = nullptr;
  EVP_PKEY_get_bn_param(key, name, &found);
  const Number number(found);
  if (!number) return {};
  return base64url(octets(number.get(), length > 0 ? length : BN_num_bytes(number.get())));
}

}  // namespace

std::string_view algorithm_of(const EVP_PKEY* key) {
  constexpr int p256 = 256;
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) return of_rsa;
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && EVP_PKEY_get_bits(key) == p256 ? of_ec
                                                                                    : std::string_view();
}

std::expected<void, std::string> sign(const transport::OwnIdentity& own, std::string_view method,
                                      std::string_view url, std::string_view body, schemas::Moment now,
                                      transport::Headers& headers) {
  const auto algorithm = algorithm_of(own.key.get());
  if (algorithm.empty())
    return std::unexpected("ondertekenen gaat met een sleutel van RSA of EC op P-256; deze is anders");
  const auto digest = "sha-256=:" + base64(sha256(body)) + ":";
  const auto created =
      std::chrono::duration_cast<std::chrono::seconds>(now.time().time_since_epoch()).count();
  std::map<std::string, std::string_view> covered{{"content-digest", digest}};
  covered["content-type"] = transport::find_header(headers, "Content-Type");
  for (const auto& [name, value] : headers)
    if (auto lower = in_lower_case(name); lower.starts_with("ce-")) covered[std::move(lower)] = value;
  std::string names = R"("@method" "@target-uri")";
  std::string text = "\"@method\": ";
  ((text += method) += "\n\"@target-uri\": ") += url;
  const auto cover = [&](const std::string& name) {
    (names += " \"" + name) += '"';
    ((text += "\n\"" + name) += "\": ") += covered.at(name);
  };
  cover("content-type");
  cover("content-digest");
  for (const auto& [name, value] : covered)
    if (name.starts_with("ce-")) cover(name);
  const auto parameters = "(" + names + ");created=" + std::to_string(created) + ";keyid=\"" +
                          thumbprint_of(own.chain.front().get()) + "\";alg=\"" + std::string(algorithm) +
                          "\"";
  text += "\n\"@signature-params\": " + parameters;
  const auto signature = signature_of(own.key.get(), algorithm, text);
  if (signature.empty()) {
    ERR_clear_error();
    return std::unexpected("ondertekenen lukt niet met de sleutel van het clientcertificaat");
  }
  headers.emplace_back("Content-Digest", digest);
  headers.emplace_back("Signature-Input", "gateway=" + parameters);
  headers.emplace_back("Signature", "gateway=:" + base64(signature) + ":");
  return {};
}

json::object key_of(const transport::OwnIdentity& own) {
  json::object key;
  const auto algorithm = algorithm_of(own.key.get());
  const auto* public_half = X509_get0_pubkey(own.chain.front().get());
  if (algorithm == of_rsa)
    key = {{"kty", "RSA"},
           {"n", number_of(public_half, OSSL_PKEY_PARAM_RSA_N)},
           {"e", number_of(public_half, OSSL_PKEY_PARAM_RSA_E)}};
  else if (algorithm == of_ec)
    key = {{"kty", "EC"},
           {"crv", "P-256"},
           {"x", number_of(public_half, OSSL_PKEY_PARAM_EC_PUB_X, coordinate)},
           {"y", number_of(public_half, OSSL_PKEY_PARAM_EC_PUB_Y, coordinate)}};
  else
    return key;
  key["kid"] = thumbprint_of(own.chain.front().get());
  key["use"] = "sig";
  json::array chain;
  for (const auto& each : own.chain) chain.emplace_back(base64(transport::der_of(each.get())));
  key["x5c"] = std::move(chain);
  return key;
}

}  // namespace inburgering::adapters::jose
