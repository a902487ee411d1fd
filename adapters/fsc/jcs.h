#pragma once
// JSON as FSC hashes and signs it: I-JSON (RFC 7493) in the canonical form of JCS (RFC 8785).
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "schemas/fault.h"

namespace inburgering::adapters::fsc {

/// Parses text of any size that the caller let in. Refused is what two readers might hash differently: a name
/// that stands twice in one object, a whole number beyond 2^53-1, a number that no double holds (1E400), a
/// nesting deeper than 32.
schemas::Result<boost::json::value> read_ijson(std::string_view text);

/// The canonical text of what read_ijson read, or of what was made here of texts and whole numbers within
/// 2^53-1. Throws std::invalid_argument for another.
std::string canonical(const boost::json::value& value);

}  // namespace inburgering::adapters::fsc
