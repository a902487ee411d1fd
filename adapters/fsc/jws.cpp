#include "adapters/fsc/jws.h"

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>

#include "adapters/fsc/certificate.h"
#include "adapters/fsc/jcs.h"
#include "adapters/jose/base64url.h"
#include "schemas/record/text_member.h"

namespace inburgering::adapters::fsc {
namespace {

using Digest = std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* digest) { EVP_MD_CTX_free(digest); })>;
using Signature =
    std::unique_ptr<ECDSA_SIG, decltype([](ECDSA_SIG* signature) { ECDSA_SIG_free(signature); })>;

struct Algorithm {
  std::string_view name;
  const EVP_MD* (*digest)();
  int curve_bits;  ///< 0 = RSA
};
constexpr std::array algorithms{Algorithm{"RS256", EVP_sha256, 0},   Algorithm{"RS384", EVP_sha384, 0},
                                Algorithm{"RS512", EVP_sha512, 0},   Algorithm{"ES256", EVP_sha256, 256},
                                Algorithm{"ES384", EVP_sha384, 384}, Algorithm{"ES512", EVP_sha512, 521}};
constexpr int least_rsa = 2048;

const Algorithm* named(std::string_view name) {
  const auto found = std::ranges::find(algorithms, name, &Algorithm::name);
  return found == algorithms.end() ? nullptr : &*found;
}

/// Whether a key is one for an algorithm: the curve belongs to the name (RFC 7518 §3.4).
bool fits(const Algorithm& algorithm, EVP_PKEY* key) {
  if (key == nullptr) return false;
  if (algorithm.curve_bits == 0) return EVP_PKEY_is_a(key, "RSA") == 1 && EVP_PKEY_get_bits(key) >= least_rsa;
  if (EVP_PKEY_is_a(key, "EC") != 1 || EVP_PKEY_get_bits(key) != algorithm.curve_bits) return false;
  std::array<char, 64> group{};
  std::size_t length = 0;
  if (EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) != 1) return false;
  const std::string_view curve(group.data(), length);
  return curve == "prime256v1" || curve == "secp384r1" || curve == "secp521r1";
}

std::size_t half(const Algorithm& algorithm) {
  return static_cast<std::size_t>(algorithm.curve_bits + 7) / 8;
}

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// R and S side by side, as JWS has them, as ASN.1 for OpenSSL.
std::string to_der(std::string_view raw) {
  const auto middle = raw.size() / 2;
  const Signature signature(ECDSA_SIG_new());
  ECDSA_SIG_set0(signature.get(), BN_bin2bn(bytes(raw), static_cast<int>(middle), nullptr),
                 BN_bin2bn(bytes(raw.substr(middle)), static_cast<int>(middle), nullptr));
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(signature.get(), &der);
  std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(std::max(0, length)));
  OPENSSL_free(der);
  return text;
}

std::string from_der(std::string_view der, std::size_t half) {
  const auto* at = bytes(der);
  const Signature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!signature) return {};
  std::string raw(2 * half, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  if (BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, static_cast<int>(half)) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + half, static_cast<int>(half)) < 0)
    return {};
  return raw;
}

}  // namespace

std::expected<Jws, JwsFault> read_jws(std::string_view compact) {
  const auto unreadable = std::unexpected(JwsFault::unreadable);
  if (compact.size() > longest_jws) return unreadable;
  const auto first = compact.find('.');
  const auto second = first == std::string_view::npos ? first : compact.find('.', first + 1);
  if (second == std::string_view::npos) return unreadable;
  const auto header = jose::read_base64url(compact.substr(0, first));
  auto payload = jose::read_base64url(compact.substr(first + 1, second - first - 1));
  auto signature = jose::read_base64url(compact.substr(second + 1));
  if (!header || !payload || !signature) return unreadable;
  const auto json = read_ijson(*header);
  if (!json || !json->is_object() || json->get_object().contains("crit")) return unreadable;
  auto algorithm = schemas::text_member(json->get_object(), "alg");
  if (algorithm.empty()) return unreadable;
  if (named(algorithm) == nullptr) return std::unexpected(JwsFault::unknown_algorithm);
  auto thumbprint = schemas::text_member(json->get_object(), "x5t#S256");
  constexpr std::size_t digest = 32;
  if (const auto read = jose::read_base64url(thumbprint); !read || read->size() != digest) return unreadable;
  return Jws{std::move(algorithm), std::move(thumbprint), std::move(*payload),
             std::string(compact.substr(0, second)), std::move(*signature)};
}

std::expected<void, JwsFault> verify(const Jws& jws, const X509* certificate) {
  const auto* algorithm = named(jws.algorithm);
  auto* key = certificate == nullptr ? nullptr : X509_get0_pubkey(certificate);
  if (algorithm == nullptr) return std::unexpected(JwsFault::unknown_algorithm);
  const auto wrong = std::unexpected(JwsFault::wrong_signature);
  if (!fits(*algorithm, key) || thumbprint_of(certificate) != jws.thumbprint) return wrong;
  auto signature = jws.signature;
  if (algorithm->curve_bits != 0) {
    if (signature.size() != 2 * half(*algorithm)) return wrong;
    signature = to_der(signature);
  }
  const Digest digest(EVP_MD_CTX_new());
  const bool good = EVP_DigestVerifyInit(digest.get(), nullptr, algorithm->digest(), nullptr, key) == 1 &&
                    EVP_DigestVerify(digest.get(), bytes(signature), signature.size(), bytes(jws.signed_part),
                                     jws.signed_part.size()) == 1;
  ERR_clear_error();
  if (!good) return wrong;
  return {};
}

std::expected<std::string, std::string> sign(std::string_view payload, const transport::OwnIdentity& own) {
  const auto algorithm =
      std::ranges::find_if(algorithms, [&](const Algorithm& each) { return fits(each, own.key.get()); });
  if (algorithm == algorithms.end())
    return std::unexpected(
        "met deze sleutel kan niet worden ondertekend: FSC wil RSA van 2048 bits of meer, of EC op P-256, "
        "P-384 "
        "of P-521");
  const auto header = boost::json::serialize(
      boost::json::object{{"alg", algorithm->name}, {"x5t#S256", thumbprint_of(own.chain.front().get())}});
  auto compact = jose::base64url(header) + '.' + jose::base64url(payload);
  const Digest digest(EVP_MD_CTX_new());
  std::size_t length = 0;
  std::string signature;
  bool good = EVP_DigestSignInit(digest.get(), nullptr, algorithm->digest(), nullptr, own.key.get()) == 1 &&
              EVP_DigestSign(digest.get(), nullptr, &length, bytes(compact), compact.size()) == 1;
  if (good) {
    signature.resize(length);
    good = EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                          bytes(compact), compact.size()) == 1;
    signature.resize(length);
  }
  if (good && algorithm->curve_bits != 0) signature = from_der(signature, half(*algorithm));
  ERR_clear_error();
  if (!good || signature.empty()) return std::unexpected("ondertekenen lukt niet met deze sleutel");
  return compact + '.' + jose::base64url(signature);
}

}  // namespace inburgering::adapters::fsc
