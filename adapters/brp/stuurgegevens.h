#pragma once
// Who sends what to whom and when (StUF 03.01 §4.2).
#include <optional>
#include <string>
#include <string_view>

#include "schemas/value/moment.h"
#include "schemas/xml/document.h"

namespace inburgering::adapters::brp {

/// A sender or receiver: known by organisatie, applicatie and administratie together.
struct Systeem {
  std::string organisatie;
  std::string applicatie;
  std::string administratie;
  bool operator==(const Systeem&) const = default;
};

struct Stuurgegevens {
  std::string berichtcode;
  Systeem zender;
  Systeem ontvanger;
  std::string referentienummer;
  std::string cross_refnummer;
  std::string tijdstip_bericht;  ///< as sent, 8 to 17 digits; empty when the sender left it out
  std::string entiteittype;
};

/// The stuurgegevens of a message of StUF-BG, as far as they are there; nothing when there are none.
std::optional<Stuurgegevens> stuurgegevens_of(const schemas::xml::Element& message);

/// Whether one moment of StUF (8 to 17 digits) lies before another, as far as the shorter one tells.
bool earlier(std::string_view one, std::string_view other);

/// Text of a child; empty when it is not there.
std::string text_of(const schemas::xml::Element& parent, std::string_view ns, std::string_view name);

/// "regel 3, kolom 14, <path>", for faults.
std::string place_of(const schemas::xml::Element& element, std::string_view path);

/// The message in a SOAP envelope, or the root itself where there is none; null for an empty envelope.
const schemas::xml::Element* message_of(const schemas::xml::Element& root);
schemas::xml::Element* message_of(schemas::xml::Element& root);

}  // namespace inburgering::adapters::brp
