#pragma once
#include <algorithm>
#include <string_view>

namespace inburgering::schemas {

/// How a text must look, in three forms that say the same; a test holds them together.
struct Format {
  std::string_view name;   ///< what it is called in the schemas
  std::string_view regex;  ///< of the whole text; only what ECMA 262 and XML Schema have in common
  std::string_view words;  ///< Dutch, for faults and documents
  bool (*matches)(std::string_view);
};

namespace formats {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// As CBS writes the code of a gemeente.
inline constexpr Format gemeentecode{"Gemeentecode", "[0-9]{4}", "vier cijfers", [](std::string_view text) {
                                       return text.size() == 4 && std::ranges::all_of(text, is_digit);
                                     }};

}  // namespace formats
}  // namespace inburgering::schemas
