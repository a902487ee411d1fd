#include "adapters/transport/http.h"

#include <algorithm>
#include <cctype>

namespace inburgering::adapters::transport {
namespace {

bool same_name(std::string_view one, std::string_view other) {
  return std::ranges::equal(
      one, other, [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

}  // namespace

std::string_view find_header(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers)
    if (same_name(key, name)) return value;
  return {};
}

std::string_view charset_of(std::string_view content_type) {
  constexpr std::string_view name = "charset=";
  while (!content_type.empty()) {
    const auto end = std::min(content_type.find(';'), content_type.size());
    auto part = content_type.substr(0, end);
    content_type.remove_prefix(std::min(end + 1, content_type.size()));
    part.remove_prefix(std::min(part.find_first_not_of(" \t"), part.size()));
    if (!same_name(part.substr(0, name.size()), name)) continue;
    part.remove_prefix(name.size());
    part = part.substr(0, part.find_last_not_of(" \t") + 1);
    if (part.size() >= 2 && part.front() == '"' && part.back() == '"') part = part.substr(1, part.size() - 2);
    return part;
  }
  return {};
}

}  // namespace inburgering::adapters::transport
