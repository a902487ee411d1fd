#include "schemas/value/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

#include "schemas/value/bsn.h"

namespace inburgering::schemas {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

struct Character {
  std::size_t length = 0;  ///< 0: not readable here
  char32_t code = 0;
};

/// The character at the beginning of a text that is not empty.
Character first_of(std::string_view text) {
  const auto byte = static_cast<unsigned char>(text[0]);
  if (byte < 0x80) return {1, byte};
  const std::size_t length = byte >= 0xC2 && byte <= 0xDF   ? 2
                             : byte >= 0xE0 && byte <= 0xEF ? 3
                             : byte >= 0xF0 && byte <= 0xF4 ? 4
                                                            : 0;
  if (length == 0 || text.size() < length) return {};
  char32_t code = byte & (0xFF >> (length + 1));
  for (std::size_t k = 1; k < length; ++k) {
    const auto next = static_cast<unsigned char>(text[k]);
    if ((next & 0xC0) != 0x80) return {};
    code = (code << 6) | (next & 0x3F);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {length, code};
}

/// Moves a cursor, ends a line, or turns the direction of what follows.
bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

std::string escaped(char32_t code) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string text = code < 0x100 ? "\\x" : "\\u";
  for (int shift = code < 0x100 ? 4 : 12; shift >= 0; shift -= 4) text += digits[(code >> shift) & 15];
  return text;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool parts_digits(char c) { return c == '.' || c == ' ' || c == '-'; }

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto character = first_of(text);
    if (character.length == 0) return false;
    text.remove_prefix(character.length);
  }
  return true;
}

std::string to_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string result;
  while (!text.empty()) {
    const auto character = first_of(text);
    if (character.length == 0) {
      result += replacement;
      text.remove_prefix(1);
      continue;
    }
    result += text.substr(0, character.length);
    text.remove_prefix(character.length);
  }
  return result;
}

std::string_view cut_bytes(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  // Back over what continues a character; never further than a character can be long.
  auto end = bytes;
  for (int back = 0; back < 3 && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; ++back)
    --end;
  return text.substr(0, end);
}

std::string_view cut_characters(std::string_view text, std::size_t characters) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80 && count++ == characters)
      return text.substr(0, i);
  return text;
}

std::string shown(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto character = first_of(text);
    if (character.length == 0) {
      result += escaped(static_cast<unsigned char>(text[0]));
      text.remove_prefix(1);
      continue;
    }
    if (is_control(character.code))
      result += escaped(character.code);
    else
      result += text.substr(0, character.length);
    text.remove_prefix(character.length);
  }
  return result;
}

bool is_uuid(std::string_view text) {
  if (text.size() != uuid_length) return false;
  for (std::size_t i = 0; i < uuid_length; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

namespace {

struct Span {
  std::size_t begin;
  std::size_t length;
  std::size_t end() const { return begin + length; }
};

std::vector<Span> digits_in(std::string_view text) {
  std::vector<Span> runs;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins_word = i == 0 || std::isalnum(static_cast<unsigned char>(text[i - 1])) == 0;
    if (begins_word && is_uuid(text.substr(i, uuid_length))) {
      i += uuid_length - 1;  // as messages are named by: its digits are chance
    } else if (is_digit(text[i])) {
      if (!runs.empty() && runs.back().end() == i)
        ++runs.back().length;
      else
        runs.push_back({i, 1});
    }
  }
  return runs;
}

/// Where something stands that may be a BSN, as people write it: 123456782, 1234.56.782, 123 456 782. Part of
/// a longer number it is none.
std::optional<Span> bsn_in(std::string_view text) {
  // Most texts have too few digits for one: each that is logged comes by here.
  constexpr std::ptrdiff_t digits_of_a_bsn = 9;
  if (std::ranges::count_if(text, is_digit) < digits_of_a_bsn) return std::nullopt;
  const auto runs = digits_in(text);
  const auto part = [&](const Span& run) { return text.substr(run.begin, run.length); };
  const auto beside = [&](const Span& one, const Span& next) {
    return next.begin == one.end() + 1 && parts_digits(text[one.end()]);
  };
  for (std::size_t i = 0; i < runs.size(); ++i) {
    constexpr std::size_t whole = 9;
    if (runs[i].length == whole && Bsn::parse(part(runs[i]), "")) return runs[i];
    if (i + 2 >= runs.size() || !beside(runs[i], runs[i + 1]) || !beside(runs[i + 1], runs[i + 2])) continue;
    std::string joined;
    for (std::size_t k = i; k < i + 3; ++k) joined += part(runs[k]);
    // With dashes 4-2-3 is a date or a number of a file: 2026-01-109.
    const bool dashes = text[runs[i].end()] == '-' || text[runs[i + 1].end()] == '-';
    const bool groups = (runs[i].length == 4 && runs[i + 1].length == 2 && !dashes) ||
                        (runs[i].length == 3 && runs[i + 1].length == 3);
    if (groups && Bsn::parse(joined, "")) return Span{runs[i].begin, runs[i + 2].end() - runs[i].begin};
  }
  return std::nullopt;
}

}  // namespace

bool may_hold_bsn(std::string_view text) { return bsn_in(text).has_value(); }

std::string without_bsn(std::string_view text) {
  std::string result(text);
  while (const auto found = bsn_in(result)) result.replace(found->begin, found->length, "*********");
  return result;
}

}  // namespace inburgering::schemas
