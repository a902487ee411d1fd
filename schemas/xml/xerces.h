#pragma once
// What all that parse XML here share of Xerces. For the sources of this folder alone.
#include <string>
#include <string_view>
#include <xercesc/util/XercesDefs.hpp>

namespace inburgering::schemas::xml {

/// Once for the whole process, and never ended: parsers live in static storage of tests and tools too.
void start_xerces();

/// Appends UTF-16 as UTF-8. Xerces checked the text; a lone half of a pair becomes U+FFFD. (Its own
/// transcoder is made anew at each call and took half of all time.)
void append_utf8(std::u16string_view text, std::string& into);

/// Empty when there is none.
std::string utf8(const XMLCh* text);

}  // namespace inburgering::schemas::xml
