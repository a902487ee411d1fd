#include "adapters/jose/jwe.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "adapters/jose/base64url.h"
#include "adapters/jose/openssl.h"
#include "adapters/jose/thumbprint.h"

namespace inburgering::adapters::jose {
namespace {

namespace json = boost::json;
using Bio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free_all(bio); })>;
using Key = std::unique_ptr<EVP_PKEY, decltype([](EVP_PKEY* key) { EVP_PKEY_free(key); })>;
using Work = std::unique_ptr<EVP_PKEY_CTX, decltype([](EVP_PKEY_CTX* work) { EVP_PKEY_CTX_free(work); })>;
using Cipher =
    std::unique_ptr<EVP_CIPHER_CTX, decltype([](EVP_CIPHER_CTX* cipher) { EVP_CIPHER_CTX_free(cipher); })>;

constexpr std::size_t key_size = 32;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::string_view method = "A256GCM";

void must(bool done) {
  if (done) return;
  ERR_clear_error();
  throw std::runtime_error("versleutelen voor de ontvanger lukt niet");
}

/// A secret that is wiped when it is no longer needed.
struct Secret {
  std::string text;
  Secret() = default;
  explicit Secret(std::size_t size) : text(size, '\0') {}
  Secret(Secret&&) = default;
  Secret& operator=(Secret&&) = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { OPENSSL_cleanse(text.data(), text.size()); }
};

std::string chance(std::size_t size, const Recipient::Fill& fill) {
  std::string text(size, '\0');
  fill({bytes(text), size});
  return text;
}

std::string number(std::uint32_t value) {
  constexpr unsigned octet = 8;
  std::string text;
  for (unsigned shift = 4 * octet; shift > 0; shift -= octet)
    text += static_cast<char>((value >> (shift - octet)) & 0xFFU);
  return text;
}
std::string with_length(std::string_view text) {
  return number(static_cast<std::uint32_t>(text.size())) + std::string(text);
}

/// x and y of a point on P-256.
std::pair<std::string, std::string> point_of(const EVP_PKEY* key) {
  constexpr std::size_t coordinate = 32;
  std::string point(1 + 2 * coordinate, '\0');
  std::size_t length = 0;
  must(EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, bytes(point), point.size(), &length) ==
           1 &&
       length == point.size() && point[0] == 4);
  return {point.substr(1, coordinate), point.substr(1 + coordinate)};
}

/// Concat KDF (NIST SP 800-56A §5.8.1, RFC 7518 §4.6.2): one round gives as much as A256GCM needs.
Secret derive(const Secret& shared) {
  constexpr std::uint32_t bits = 256;
  Secret input;
  input.text =
      number(1) + shared.text + with_length(method) + with_length("") + with_length("") + number(bits);
  Secret derived;
  derived.text = sha256(input.text);
  return derived;
}

/// Agrees upon a key with a pair that is used this once; tells in the head which.
Secret agree(EVP_PKEY* theirs, json::object& head) {
  const Key own(EVP_EC_gen("P-256"));
  must(own != nullptr);
  const Work work(EVP_PKEY_CTX_new(own.get(), nullptr));
  std::size_t length = 0;
  must(EVP_PKEY_derive_init(work.get()) == 1 && EVP_PKEY_derive_set_peer(work.get(), theirs) == 1 &&
       EVP_PKEY_derive(work.get(), nullptr, &length) == 1);
  Secret shared(length);
  must(EVP_PKEY_derive(work.get(), bytes(shared.text), &length) == 1);
  const auto [x, y] = point_of(own.get());
  head["epk"] = json::object{{"kty", "EC"}, {"crv", "P-256"}, {"x", base64url(x)}, {"y", base64url(y)}};
  return derive(shared);
}

std::string wrap(EVP_PKEY* theirs, const Secret& key) {
  const Work work(EVP_PKEY_CTX_new(theirs, nullptr));
  std::size_t length = 0;
  must(EVP_PKEY_encrypt_init(work.get()) == 1 &&
       EVP_PKEY_CTX_set_rsa_padding(work.get(), RSA_PKCS1_OAEP_PADDING) == 1 &&
       EVP_PKEY_CTX_set_rsa_oaep_md(work.get(), EVP_sha256()) == 1 &&
       EVP_PKEY_CTX_set_rsa_mgf1_md(work.get(), EVP_sha256()) == 1 &&
       EVP_PKEY_encrypt(work.get(), nullptr, &length, bytes(std::string_view(key.text)), key.text.size()) ==
           1);
  std::string wrapped(length, '\0');
  must(EVP_PKEY_encrypt(work.get(), bytes(wrapped), &length, bytes(std::string_view(key.text)),
                        key.text.size()) == 1);
  wrapped.resize(length);
  return wrapped;
}

bool is_p256(const EVP_PKEY* key) {
  constexpr std::size_t longest = 64;
  std::string name(longest, '\0');
  std::size_t length = 0;
  if (EVP_PKEY_get_group_name(key, name.data(), name.size(), &length) != 1) return false;
  name.resize(length);
  return name == "prime256v1" || name == "P-256";
}

}  // namespace

std::expected<Recipient, std::string> Recipient::read(std::string_view pem) {
  constexpr int least = 2048;
  constexpr int most = 8192;
  const Bio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Recipient recipient;
  recipient.key_.reset(PEM_read_bio_PUBKEY(in.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  ERR_clear_error();
  const auto* key = recipient.key_.get();
  if (key == nullptr)
    return std::unexpected(
        "dit is geen publieke sleutel in PEM; maak haar met `openssl pkey -in sleutel.pem -pubout`");
  const bool rsa = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA;
  if (rsa ? EVP_PKEY_get_bits(key) < least || EVP_PKEY_get_bits(key) > most
          : EVP_PKEY_get_base_id(key) != EVP_PKEY_EC || !is_p256(key))
    return std::unexpected("neem een sleutel van RSA van 2048 tot en met 8192 bits, of EC op P-256");
  try {
    // A key can be well-formed, and yet none that anything can be encrypted for.
    (void)recipient.encrypt("", "", [](auto room) { std::ranges::fill(room, 1); });
  } catch (const std::runtime_error&) {
    return std::unexpected("met deze sleutel is niet te versleutelen; maak een nieuwe");
  }
  return recipient;
}

std::string Recipient::encrypt(std::string_view content, std::string_view content_type,
                               const Fill& fill) const {
  const bool rsa = EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA;
  json::object head{{"alg", rsa ? "RSA-OAEP-256" : "ECDH-ES"}, {"enc", method}, {"cty", content_type}};
  Secret key;
  std::string wrapped;
  if (rsa) {
    key.text = chance(key_size, fill);
    wrapped = wrap(key_.get(), key);
  } else {
    key = agree(key_.get(), head);
  }
  const auto protected_head = base64url(json::serialize(head));
  const auto nonce = chance(nonce_size, fill);
  std::string sealed(content.size(), '\0');
  std::string tag(tag_size, '\0');
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  must(EVP_EncryptInit_ex2(cipher.get(), EVP_aes_256_gcm(), bytes(std::string_view(key.text)),
                           bytes(std::string_view(nonce)), nullptr) == 1 &&
       EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytes(std::string_view(protected_head)),
                         static_cast<int>(protected_head.size())) == 1 &&
       EVP_EncryptUpdate(cipher.get(), bytes(sealed), &length, bytes(content),
                         static_cast<int>(content.size())) == 1 &&
       EVP_EncryptFinal_ex(cipher.get(), bytes(sealed) + length, &length) == 1 &&
       EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_size), tag.data()) == 1);
  return protected_head + "." + base64url(wrapped) + "." + base64url(nonce) + "." + base64url(sealed) + "." +
         base64url(tag);
}

}  // namespace inburgering::adapters::jose
