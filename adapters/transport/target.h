#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace inburgering::adapters::transport {

/// What is wrong with the address of a request, in Dutch; nothing when each part of it, once decoded, is
/// UTF-8 without control characters (RFC 3986 §2.5), and no parameter of the query is given twice: which of
/// the two counts, each reader would say differently. Asked before anybody reads the address, so that nothing
/// of it can be stored or shown that is no text.
std::optional<std::string> target_fault(std::string_view target);

}  // namespace inburgering::adapters::transport
