#pragma once
// Where a key stands that never leaves its token (an HSM, a smart card): the URI of RFC 7512, as
// "pkcs11:token=gateway;object=tls?module-path=/usr/lib/softhsm/libsofthsm2.so".
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace inburgering::adapters::token {

struct Uri {
  std::filesystem::path module;  ///< the maker's library: absolute
  std::string token;             ///< the label of the token
  std::string object;            ///< the label of the key; empty = any
  std::string id;                ///< its CKA_ID, in bytes; empty = any
};

/// Whether a text names such a key, rather than a file.
bool is_uri(std::string_view text);
/// Dutch error, which names the part. The PIN stands in a file of its own, never in the URI.
std::expected<Uri, std::string> parse(std::string_view text);

}  // namespace inburgering::adapters::token
