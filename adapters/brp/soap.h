#pragma once
// Pieces of the StUF messages that we write ourselves.
#include <optional>
#include <string>
#include <string_view>

#include "adapters/brp/foutcode.h"
#include "adapters/brp/stuurgegevens.h"
#include "schemas/fault.h"
#include "schemas/xml/document.h"

namespace inburgering::adapters::brp {

/// <StUF:name>text</StUF:name>
std::string stuf_element(std::string_view name, std::string_view text);
/// zender or ontvanger
std::string systeem(std::string_view name, const Systeem& system);
/// A SOAP 1.1 envelope around a body.
std::string envelope(const std::string& body);

/// Fault codes of SOAP 1.1 itself (§4.4.1), for an envelope whose body is not looked at.
inline constexpr std::string_view version_mismatch = "VersionMismatch";
inline constexpr std::string_view must_understand = "MustUnderstand";

/// What is wrong with an envelope, and where: another version of SOAP; a header that must be understood and
/// is not (§4.2.3; we understand none); two Bodies or two messages. Nothing for one that is right, or for a
/// document that is no envelope. Limits to what SOAP 1.1 asks: a header for another actor is not ours to
/// judge.
struct EnvelopeFault {
  StufFault fault;
  schemas::Fault told;
};
std::optional<EnvelopeFault> envelope_fault(const schemas::xml::Element& root);

}  // namespace inburgering::adapters::brp
