#pragma once
// The canonical model described to others, derived from the field tables: nothing is listed twice.
#include <boost/json/object.hpp>
#include <string>

namespace inburgering::mapping::document {

/// JSON Schema 2020-12 with one definition a type. A field that may be stated as "no value" or "unknown"
/// takes null and {"onbekend": true} beside its value.
boost::json::object json_schema();

/// The reference page: a chapter a type, with its key and a table of its fields.
std::string markdown();

}  // namespace inburgering::mapping::document
