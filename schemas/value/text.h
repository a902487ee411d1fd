#pragma once
// Text from outside, before it is kept, compared or shown: one place says what is good text, where it may be
// cut, and how it is shown to a person.
#include <cstddef>
#include <string>
#include <string_view>

namespace inburgering::schemas {

/// Whether this is UTF-8 (RFC 3629): no overlong form, no half of a pair, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

/// The text itself when it is UTF-8; otherwise each byte that cannot be read becomes U+FFFD.
std::string to_utf8(std::string_view text);

/// The longest beginning of at most so many bytes that ends between two characters.
std::string_view cut_bytes(std::string_view text, std::size_t bytes);
/// The same in characters (code points).
std::string_view cut_characters(std::string_view text, std::size_t characters);

/// For a terminal or a line of a log: UTF-8, with control characters (C0, DEL, C1, and those that turn the
/// direction of text) as \x1B or \u202E, so that a text can neither move the cursor nor begin a line of its
/// own.
std::string shown(std::string_view text);

/// Whether a number of nine digits that passes the 11-test stands in it, written whole or in groups
/// (1234.56.782, 123 456 782): then it may be a BSN, and the text may not be kept or shown in clear.
bool may_hold_bsn(std::string_view text);
/// The text with each such number as nine stars: for what is kept in clear and came from a partner.
std::string without_bsn(std::string_view text);

/// 8-4-4-4-12 hexadecimal digits (RFC 4122 §3).
bool is_uuid(std::string_view text);
inline constexpr std::size_t uuid_length = 36;

}  // namespace inburgering::schemas
