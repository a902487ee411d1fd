#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace inburgering::adapters::jose {

/// Base64 as addresses and tokens have it, without padding (RFC 7515 §2).
std::string base64url(std::string_view data);
/// Nothing for another text, also where the last character has bits that stand for nothing: a signature has
/// one form.
std::optional<std::string> read_base64url(std::string_view text);
/// With `+`, `/` and padding (RFC 4648 §4): the bytes of a structured field (RFC 8941 §3.3.5).
std::string base64(std::string_view data);

}  // namespace inburgering::adapters::jose
