#include "mapping/document/sources.h"

namespace inburgering::mapping::document {

std::vector<std::string_view> sources_of(std::string_view source) {
  constexpr std::string_view separator = "; ";
  std::vector<std::string_view> parts;
  while (!source.empty()) {
    const auto end = source.find(separator);
    parts.push_back(source.substr(0, end));
    source = end == std::string_view::npos ? "" : source.substr(end + separator.size());
  }
  return parts;
}

std::string_view behind(std::string_view prefix, std::string_view source) {
  return source.starts_with(prefix) ? source.substr(prefix.size()) : std::string_view();
}

}  // namespace inburgering::mapping::document
