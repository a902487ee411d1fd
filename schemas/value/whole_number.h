#pragma once
#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

namespace inburgering::schemas {

/// A whole number as it is written in an address: digits alone, without a sign, and without a zero before
/// them, so that each number has one way to be written. Nothing when it is another text, or out of bounds.
template <std::integral Number>
std::optional<Number> whole_number(std::string_view text, Number least, Number most) {
  if (text.empty() || text.front() == '-' || (text.front() == '0' && text.size() > 1)) return std::nullopt;
  Number value{};
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || value < least || value > most) return std::nullopt;
  return value;
}

}  // namespace inburgering::schemas
