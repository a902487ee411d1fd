#include "adapters/fsc/jwks.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <array>
#include <boost/json/array.hpp>

#include "adapters/fsc/jcs.h"
#include "adapters/jose/base64url.h"

namespace inburgering::adapters::fsc {
namespace {

namespace json = boost::json;
using jose::base64;
using jose::base64url;
using Number = std::unique_ptr<BIGNUM, decltype([](BIGNUM* number) { BN_free(number); })>;

std::string unbase64(std::string text) {
  std::size_t padding = 0;
  while (padding < 2 && text.size() > padding && text[text.size() - 1 - padding] == '=') ++padding;
  for (char& c : text) {
    if (c == '-' || c == '_') return {};
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  text.resize(text.size() - padding);
  return jose::read_base64url(text).value_or("");
}

/// A number of a key, as wide as `width` bytes at least.
std::string number_of(const EVP_PKEY* key, const char* name, int width = 0) {
  BIGNUM* read = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &read) != 1) return {};
  const Number number(read);
  std::string bytes(static_cast<std::size_t>(std::max(width, BN_num_bytes(number.get()))), '\0');
  BN_bn2binpad(number.get(), reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  return base64url(bytes);
}

struct Curve {
  int bits;
  std::string_view name, algorithm;
};
constexpr std::array curves{Curve{256, "P-256", "ES256"}, Curve{384, "P-384", "ES384"},
                            Curve{521, "P-521", "ES512"}};

json::object key_of(const std::vector<Certificate>& chain) {
  auto* key = X509_get0_pubkey(chain.front().get());
  json::object jwk;
  if (EVP_PKEY_is_a(key, "RSA") == 1) {
    jwk = {{"kty", "RSA"},
           {"n", number_of(key, OSSL_PKEY_PARAM_RSA_N)},
           {"e", number_of(key, OSSL_PKEY_PARAM_RSA_E)},
           {"alg", "RS256"}};
  } else {
    for (const auto& curve : curves)
      if (EVP_PKEY_get_bits(key) == curve.bits) {
        const int width = (curve.bits + 7) / 8;
        jwk = {{"kty", "EC"},
               {"crv", curve.name},
               {"x", number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, width)},
               {"y", number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, width)},
               {"alg", curve.algorithm}};
      }
  }
  jwk["use"] = "sig";
  jwk["kid"] = thumbprint_of(chain.front().get());
  jwk["x5t#S256"] = thumbprint_of(chain.front().get());
  json::array certificates;
  for (const auto& each : chain) {
    // Its root everybody has, or it is none.
    if (certificates.empty() || X509_self_signed(each.get(), 0) != 1)
      certificates.emplace_back(base64(der_of(each.get())));
  }
  jwk["x5c"] = std::move(certificates);
  return jwk;
}

}  // namespace

json::object write_jwks(const std::vector<const std::vector<Certificate>*>& chains) {
  json::array keys;
  for (const auto* chain : chains) keys.emplace_back(key_of(*chain));
  return {{"keys", std::move(keys)}};
}

schemas::Result<std::vector<Shown>> read_jwks(std::string_view text) {
  if (text.size() > longest_jwks)
    return schemas::refuse("", "omvang", "deze sleutelset is groter dan 256 KiB");
  const auto value = read_ijson(text);
  if (!value) return std::unexpected(value.error());
  const auto* object = value->if_object();
  const auto* keys = object == nullptr ? nullptr : object->if_contains("keys");
  if (keys == nullptr || !keys->is_array() || keys->get_array().size() > most_keys)
    return schemas::refuse("/keys", "verplicht", "hier hoort een lijst van hoogstens 32 sleutels");
  std::vector<Shown> all;
  for (const auto& key : keys->get_array()) {
    const auto* chain = key.is_object() ? key.get_object().if_contains("x5c") : nullptr;
    if (chain == nullptr || !chain->is_array() || chain->get_array().empty() ||
        chain->get_array().size() > longest_chain)
      continue;
    Shown shown;
    for (const auto& each : chain->get_array()) {
      auto certificate =
          each.is_string() ? read_der(unbase64(std::string(std::string_view(each.get_string())))) : nullptr;
      if (!certificate) {
        shown.chain.clear();
        break;
      }
      shown.chain.push_back(std::move(certificate));
    }
    if (!shown.chain.empty()) all.push_back(std::move(shown));
  }
  return all;
}

}  // namespace inburgering::adapters::fsc
