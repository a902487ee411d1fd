#include "gateway/store/wrapped.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <array>
#include <memory>
#include <optional>
#include <sstream>

#include "gateway/store/crypto.h"

namespace inburgering::gateway::store {
namespace {

using Work = std::unique_ptr<EVP_PKEY_CTX, decltype([](EVP_PKEY_CTX* work) { EVP_PKEY_CTX_free(work); })>;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// RSAES-OAEP with SHA-256 (RFC 8017, 7.1), one way or the other; nothing when it fails.
template <auto begin, auto act>
std::optional<std::string> oaep(EVP_PKEY* key, std::string_view text) {
  const Work work(EVP_PKEY_CTX_new(key, nullptr));
  std::array<unsigned char, 2048> made{};
  std::size_t size = made.size();
  const bool done = work && begin(work.get()) == 1 &&
                    EVP_PKEY_CTX_set_rsa_padding(work.get(), RSA_PKCS1_OAEP_PADDING) == 1 &&
                    EVP_PKEY_CTX_set_rsa_oaep_md(work.get(), EVP_sha256()) == 1 &&
                    EVP_PKEY_CTX_set_rsa_mgf1_md(work.get(), EVP_sha256()) == 1 &&
                    act(work.get(), made.data(), &size, bytes(text), text.size()) == 1;
  ERR_clear_error();
  if (!done) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(made.data()), size);
}

std::optional<std::string> open_with(EVP_PKEY* key, std::string_view sealed) {
  return oaep<EVP_PKEY_decrypt_init, EVP_PKEY_decrypt>(key, sealed);
}

std::expected<adapters::token::PrivateKey, std::string> key_in(const adapters::token::Place& token) {
  if (token.uri.empty())
    return std::unexpected("zij staat onder een sleutel in een token; noem die met store.token");
  auto key = adapters::token::open_key(token);
  if (!key) return std::unexpected(key.error());
  if (EVP_PKEY_get_base_id(key->get()) != EVP_PKEY_RSA)
    return std::unexpected("de sleutel van store.token is geen RSA-sleutel; een andere ontsleutelt niet");
  return key;
}

/// Where the secret of a line begins.
std::size_t secret_of(const std::string& line) { return line.find(':') + 1; }
bool is_plain(const std::string& line) {
  return !line.empty() && !std::string_view(line).substr(secret_of(line)).starts_with(wrapped_mark);
}

}  // namespace

std::expected<std::string, std::string> unwrap(std::string_view text, const adapters::token::Place& token) {
  const auto key = key_in(token);
  if (!key) return std::unexpected(key.error());
  if (auto secret = open_with(key->get(), unbase64(text.substr(wrapped_mark.size()))))
    return std::move(*secret);
  return std::unexpected(
      "de sleutel in het token (store.token) opent haar niet: het token is er niet meer, of zij staat onder "
      "een andere");
}

std::expected<std::string, std::string> wrap_lines(const std::string& content,
                                                   const adapters::token::Place& token) {
  if (token.uri.empty()) return content;
  const auto key = key_in(token);
  if (!key) return std::unexpected(key.error());
  std::string wrapped;
  std::istringstream lines(content);
  for (std::string line; std::getline(lines, line);) {
    if (is_plain(line)) {
      const auto secret = secret_of(line);
      const auto sealed =
          oaep<EVP_PKEY_encrypt_init, EVP_PKEY_encrypt>(key->get(), std::string_view(line).substr(secret));
      if (!sealed)
        return std::unexpected(
            "met de sleutel in het token is niets te versleutelen; neem een RSA-sleutel van "
            "3072 "
            "bits of meer");
      // Before the readable one goes, the token has given it back.
      if (open_with(key->get(), *sealed) != std::string_view(line).substr(secret))
        return std::unexpected(
            "de sleutel in het token ontsleutelt niet wat met haar is versleuteld. Zij moet "
            "mogen ontsleutelen (CKA_DECRYPT), en het token moet CKM_RSA_X_509 kennen. Er is niets "
            "veranderd");
      line = line.substr(0, secret) + std::string(wrapped_mark) + base64(*sealed);
    }
    wrapped += line + "\n";
  }
  return wrapped;
}

std::expected<std::string, std::string> unwrap_lines(const std::string& content,
                                                     const adapters::token::Place& token) {
  std::string plain;
  std::istringstream lines(content);
  for (std::string line; std::getline(lines, line);) {
    if (!is_plain(line)) {
      const auto secret = unwrap(std::string_view(line).substr(secret_of(line)), token);
      if (!secret) return std::unexpected(secret.error());
      line = line.substr(0, secret_of(line)) + *secret;
    }
    plain += line + "\n";
  }
  return plain;
}

std::expected<void, std::string> check_token(const adapters::token::Place& token) {
  const auto wrapped = wrap_lines("proef:" + std::string(64, '0') + "\n", token);
  if (!wrapped) return std::unexpected(wrapped.error());
  return {};
}

std::size_t plain_lines(const std::string& content) {
  std::size_t count = 0;
  std::istringstream lines(content);
  for (std::string line; std::getline(lines, line);) count += is_plain(line) ? 1 : 0;
  return count;
}

}  // namespace inburgering::gateway::store
