#pragma once
// Pieces of the StUF messages that we write ourselves.
#include <string>
#include <string_view>

#include "adapters/brp/stuurgegevens.h"

namespace inburgering::adapters::brp {

/// <StUF:name>text</StUF:name>
std::string stuf_element(std::string_view name, std::string_view text);
/// zender or ontvanger
std::string systeem(std::string_view name, const Systeem& system);
/// A SOAP 1.1 envelope around a body.
std::string envelope(const std::string& body);

}  // namespace inburgering::adapters::brp
