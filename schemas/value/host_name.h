#pragma once
#include <string_view>

namespace inburgering::schemas {

/// Whether this is the name of a host, in small letters (RFC 1123 §2.1): parts of letters, digits and hyphens
/// between dots, none empty, none beginning or ending with a hyphen.
bool is_host_name(std::string_view text);

}  // namespace inburgering::schemas
