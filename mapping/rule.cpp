#include "mapping/rule.h"

#include <charconv>

namespace inburgering::mapping {

// Nobody has another's name, or its sign.
static_assert([] {
  for (const auto& one : rules)
    for (const auto& other : rules)
      if (&one != &other && ((one.feed == other.feed && one.name == other.name) ||
                             (!one.sign.empty() && one.sign == other.sign)))
        return false;
  return true;
}());

std::string to_text(const Rule& rule) {
  return std::string(rule.feed) + "." + std::string(rule.name) + "@" + std::to_string(rule.version);
}

std::optional<RuleName> parse_rule(std::string_view text) {
  const auto dot = text.find('.');
  const auto at = text.rfind('@');
  if (dot == std::string_view::npos || at == std::string_view::npos || at < dot || dot == 0)
    return std::nullopt;
  RuleName name{std::string(text.substr(0, dot)), std::string(text.substr(dot + 1, at - dot - 1)), 0};
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + at + 1, end, name.version);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return name;
}

}  // namespace inburgering::mapping
