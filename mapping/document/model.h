#pragma once
// The canonical model described to others, derived from the field tables: nothing is listed twice.
#include <boost/json/object.hpp>
#include <string>

namespace inburgering::mapping::document {

/// JSON Schema 2020-12 with one definition a type and one a code list. A field that may be stated as "no
/// value" or "unknown" takes null and {"onbekend": true} beside its value; a code also {"onbekendeCode":
/// "…"}. The keyword x-bron tells where a field comes from.
boost::json::object json_schema();

/// XML Schema 1.0 with one global element a type, in the namespace canonical::xml_namespace.
std::string xsd();

/// The reference page (Dutch): how to read an event, a chapter a type, the code lists, and what is left out.
std::string markdown();

}  // namespace inburgering::mapping::document
