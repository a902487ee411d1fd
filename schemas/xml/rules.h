#pragma once
#include <string>
#include <string_view>

#include "schemas/fault.h"

namespace inburgering::schemas::xml {

/// The rule and Dutch message for a validation error of Xerces (`code` is an XMLValid::Codes). Xerces' own
/// text may quote the value, so of that text only the first quoted name of an element or attribute is kept,
/// and only where Xerces puts a name there.
Fault validity_fault(unsigned code, std::string_view xerces_text);

/// The same for a document that is not well-formed.
Fault wellformedness_fault();

}  // namespace inburgering::schemas::xml
