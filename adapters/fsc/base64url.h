#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace inburgering::adapters::fsc {

/// base64url without padding (RFC 4648 §5).
std::string base64url(std::string_view bytes);
/// Nothing for another text, also where the last character has bits that stand for nothing: a signature has
/// one form.
std::optional<std::string> read_base64url(std::string_view text);

}  // namespace inburgering::adapters::fsc
