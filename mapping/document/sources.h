#pragma once
#include <string_view>
#include <vector>

namespace inburgering::mapping::document {

/// The parts of a field's source: "ggm:PIP.DagtekeningPIP", "duo:PIP/PIP.dagtekeningPip", "brp", …
std::vector<std::string_view> sources_of(std::string_view source);

/// What stands behind a prefix such as "ggm:"; empty when the source has another.
std::string_view behind(std::string_view prefix, std::string_view source);

}  // namespace inburgering::mapping::document
