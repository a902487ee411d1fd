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
                    act(work.get(), made.data(), &size, reinterpret_cast<const unsigned char*>(text.data()),
                        text.size()) == 1;
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

std::expected<std::string, std::string> opened(EVP_PKEY* key, std::string_view wrapped) {
  if (auto secret = open_with(key, unbase64(wrapped.substr(wrapped_mark.size())))) return std::move(*secret);
  return std::unexpected(
      "de sleutel in het token (store.token) opent haar niet: het token is er niet meer, of zij staat onder "
      "een andere");
}

std::expected<std::string, std::string> sealed(EVP_PKEY* key, std::string_view secret) {
  const auto made = oaep<EVP_PKEY_encrypt_init, EVP_PKEY_encrypt>(key, secret);
  if (!made)
    return std::unexpected(
        "met de sleutel in het token is niets te versleutelen; neem een RSA-sleutel van 3072 bits of meer");
  // Before the readable one goes, the token has given it back.
  if (open_with(key, *made) != secret)
    return std::unexpected(
        "de sleutel in het token ontsleutelt niet wat met haar is versleuteld. Zij moet mogen ontsleutelen "
        "(CKA_DECRYPT), en het token moet CKM_RSA_X_509 kennen. Er is niets veranderd");
  return std::string(wrapped_mark) + base64(*made);
}

/// A key file's content with what `change` makes of the secrets that are plain, or of those that are not.
std::expected<std::string, std::string> with_secrets(
    const std::string& content, const adapters::token::Place& token, bool plain,
    std::expected<std::string, std::string> (*change)(EVP_PKEY* key, std::string_view secret)) {
  adapters::token::PrivateKey key;
  std::string made;
  std::istringstream lines(content);
  for (std::string line; std::getline(lines, line);) {
    if (is_plain(line) == plain) {
      if (!key) {
        auto found = key_in(token);
        if (!found) return std::unexpected(found.error());
        key = std::move(*found);
      }
      const auto at = secret_of(line);
      const auto changed = change(key.get(), std::string_view(line).substr(at));
      if (!changed) return changed;
      line = line.substr(0, at) + *changed;
    }
    made += line + "\n";
  }
  return made;
}

}  // namespace

std::expected<std::string, std::string> unwrap(std::string_view text, const adapters::token::Place& token) {
  const auto key = key_in(token);
  if (!key) return std::unexpected(key.error());
  return opened(key->get(), text);
}

std::expected<std::string, std::string> wrap_lines(const std::string& content,
                                                   const adapters::token::Place& token) {
  if (token.uri.empty()) return content;
  return with_secrets(content, token, true, sealed);
}

std::expected<std::string, std::string> unwrap_lines(const std::string& content,
                                                     const adapters::token::Place& token) {
  return with_secrets(content, token, false, opened);
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
