#pragma once
// What the files of this folder that speak with OpenSSL have in common. Not for others.
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "schemas/small_file.h"

namespace inburgering::adapters::transport {

using Context = std::unique_ptr<SSL_CTX, decltype([](SSL_CTX* context) { SSL_CTX_free(context); })>;
using Bio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free_all(bio); })>;

/// What is in a file of keys or certificates. In Dutch why there is nothing to read.
inline std::expected<Bio, std::string> read_into_bio(std::string_view what,
                                                     const std::filesystem::path& file) {
  auto content = schemas::read_small_file(file);
  if (!content)
    return std::unexpected(std::string(what) + " " + file.string() +
                           " is niet bruikbaar: " + content.error());
  Bio bio(BIO_new(BIO_s_mem()));
  BIO_write(bio.get(), content->data(), static_cast<int>(content->size()));
  OPENSSL_cleanse(content->data(), content->size());
  return bio;
}

/// That a file cannot be used, and why: what OpenSSL said last. In Dutch.
inline std::string unusable(std::string_view what, const std::filesystem::path& file) {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  std::string message = std::string(what) + " " + file.string() + " is niet bruikbaar";
  if (!std::filesystem::exists(file))
    message += ": het bestand bestaat niet";
  else if (reason != nullptr)
    message += std::string(" (") + reason + ")";
  return message;
}

}  // namespace inburgering::adapters::transport
