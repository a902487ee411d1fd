#include "gateway/store/crypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include <array>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>

namespace inburgering::gateway::store {
namespace {

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype([](EVP_CIPHER_CTX* c) { EVP_CIPHER_CTX_free(c); })>;

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string hex(std::string_view data) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(data.size() * 2);
  for (const char c : data) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

std::string unhex(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
  std::string data;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    data += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  return data;
}

using Mac = std::unique_ptr<EVP_MAC_CTX, decltype([](EVP_MAC_CTX* mac) { EVP_MAC_CTX_free(mac); })>;

/// An HMAC-SHA256 under a key, before anything is put in.
std::shared_ptr<EVP_MAC_CTX> keyed(std::string_view key) {
  static EVP_MAC* const hmac = EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr);
  std::shared_ptr<EVP_MAC_CTX> mac(EVP_MAC_CTX_new(hmac), EVP_MAC_CTX_free);
  char sha256[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, sha256, 0),
                                   OSSL_PARAM_construct_end()};
  if (EVP_MAC_init(mac.get(), bytes(key), key.size(), parameters) != 1)
    throw std::runtime_error("HMAC-SHA256 cannot be had from the library");
  return mac;
}

/// A copy of what is keyed already: looking the algorithm up and taking the key in costs more than the rest.
std::string hmac(const EVP_MAC_CTX* keyed, std::string_view data) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  const Mac mac(EVP_MAC_CTX_dup(keyed));
  std::size_t length = 0;
  if (!mac || EVP_MAC_update(mac.get(), bytes(data), data.size()) != 1 ||
      EVP_MAC_final(mac.get(), bytes(digest), &length, digest.size()) != 1)
    throw std::runtime_error("HMAC-SHA256 cannot be made");
  return digest;
}

void check(int result) {
  if (result != 1)
    throw std::runtime_error("a sealed value cannot be opened: altered, moved or under another key");
}

}  // namespace

std::string base64(std::string_view data) {
  std::string text(4 * ((data.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(bytes(text), bytes(data), static_cast<int>(data.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string unbase64(std::string_view text) {
  std::string data(3 * (text.size() / 4) + 3, '\0');
  if (text.size() % 4 != 0) return {};
  const int length = EVP_DecodeBlock(bytes(data), bytes(text), static_cast<int>(text.size()));
  if (length < 0) return {};
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  data.resize(static_cast<std::size_t>(length) - padding);
  return data;
}

bool same_secret(std::string_view one, std::string_view other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

std::string sha256(std::string_view data) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(bytes(data), data.size(), bytes(digest));
  return hex(digest);
}

std::expected<Keys, std::string> Keys::read(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!in || !std::getline(in, line))
    return std::unexpected("opslagsleutel " + file.string() +
                           " is niet leesbaar; maak er een met 'pki dev' of beheer haar in uw kluis");
  const auto colon = line.find(':');
  const auto secret_text = colon == std::string::npos ? std::string() : line.substr(colon + 1);
  constexpr std::size_t longest_name = 60;
  if (colon == 0 || (colon != std::string::npos && colon > longest_name) || secret_text.size() != 64 ||
      secret_text.find_first_not_of("0123456789abcdef") != std::string::npos)
    return std::unexpected(
        "opslagsleutel " + file.string() +
        ": verwacht is één regel <naam>:<64 hexadecimale cijfers>, de naam van ten hoogste 60 tekens");
  const auto secret = unhex(secret_text);
  const auto derive = keyed(secret);
  Keys keys;
  keys.id_ = line.substr(0, colon);
  keys.seal_key_ = hmac(derive.get(), "inburgering-gateway seal 1");
  keys.find_mac_ = keyed(hmac(derive.get(), "inburgering-gateway find 1"));
  return keys;
}

std::string Keys::generate(Random& random) {
  std::string secret(32, '\0');
  random.fill({bytes(secret), secret.size()});
  return "k1:" + hex(secret) + "\n";
}

namespace {

/// A sealed value begins with this and the length of its key's name. Those of before were text:
/// "<key>.<base64>".
constexpr char binary = 1;

/// The name of the key, and what was sealed: nonce, ciphertext and tag.
std::optional<std::pair<std::string_view, std::string>> parts_of(std::string_view sealed) {
  if (sealed.size() > 1 && sealed[0] == binary) {
    const auto name = static_cast<unsigned char>(sealed[1]);
    if (sealed.size() < std::size_t{2} + name) return std::nullopt;
    return std::pair(sealed.substr(2, name), std::string(sealed.substr(std::size_t{2} + name)));
  }
  const auto dot = sealed.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  return std::pair(sealed.substr(0, dot), unbase64(sealed.substr(dot + 1)));
}

/// Looked up once: the library would do it anew for each value.
const EVP_CIPHER* aes_256_gcm() {
  static EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

}  // namespace

std::string Keys::key_of(std::string_view sealed) {
  const auto parts = parts_of(sealed);
  return parts ? std::string(parts->first) : std::string();
}

std::string Keys::seal(std::string_view plain, std::string_view bound_to, Random& random) const {
  std::string out{binary, static_cast<char>(id_.size())};
  out += id_;
  const auto head = out.size();
  out.resize(head + nonce_size + plain.size() + tag_size);
  auto* nonce = bytes(out) + head;
  random.fill({nonce, nonce_size});
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  check(EVP_EncryptInit_ex2(cipher.get(), aes_256_gcm(), bytes(std::string_view(seal_key_)), nonce, nullptr));
  check(
      EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytes(bound_to), static_cast<int>(bound_to.size())));
  check(EVP_EncryptUpdate(cipher.get(), nonce + nonce_size, &length, bytes(plain),
                          static_cast<int>(plain.size())));
  check(EVP_EncryptFinal_ex(cipher.get(), nonce + nonce_size + plain.size(), &length));
  check(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, nonce + nonce_size + plain.size()));
  return out;
}

std::string Keys::open(std::string_view sealed, std::string_view bound_to) const {
  auto parts = parts_of(sealed);
  if (!parts || parts->second.size() < nonce_size + tag_size) check(0);
  auto& in = parts->second;
  std::string plain(in.size() - nonce_size - tag_size, '\0');
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  check(EVP_DecryptInit_ex2(cipher.get(), aes_256_gcm(), bytes(std::string_view(seal_key_)), bytes(in),
                            nullptr));
  check(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, bytes(in) + in.size() - tag_size));
  check(
      EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytes(bound_to), static_cast<int>(bound_to.size())));
  check(EVP_DecryptUpdate(cipher.get(), bytes(plain), &length, bytes(in) + nonce_size,
                          static_cast<int>(plain.size())));
  check(EVP_DecryptFinal_ex(cipher.get(), bytes(plain) + plain.size(), &length));
  return plain;
}

std::string Keys::find_hash(std::string_view value) const { return hex(hmac(find_mac_.get(), value)); }

std::string Keys::scoped(std::string_view scope, std::string_view hash) const {
  return find_hash("binnen:" + std::string(scope) + ":" + std::string(hash));
}

}  // namespace inburgering::gateway::store
