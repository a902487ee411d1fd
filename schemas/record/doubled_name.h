#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace inburgering::schemas {

/// Where in well-formed JSON a name stands for the second time in one object, as a JSON Pointer (RFC 6901);
/// nothing where none does. Slow beside parsing: for telling what is wrong.
std::optional<std::string> doubled_name(std::string_view json);

}  // namespace inburgering::schemas
