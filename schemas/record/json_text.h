#pragma once
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <string_view>

#include "schemas/fault.h"

namespace inburgering::schemas {

/// Parses JSON text (RFC 8259) of any size that the caller let in; nesting deeper than 32 is refused.
/// A name that stands twice in one object is refused too, for two readers may take another of the two: that
/// fault points at it. Other faults have an empty pointer and name line and column.
Result<boost::json::value> parse_json(std::string_view text, boost::json::storage_ptr storage = {});

/// One reference token of a JSON Pointer, escaped (RFC 6901 §3).
std::string pointer_token(std::string_view name);

/// Characters (code points) in UTF-8 text.
std::size_t length_in_characters(std::string_view utf8);

}  // namespace inburgering::schemas
