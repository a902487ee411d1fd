#pragma once
// A person of StUF-BG from its elements, in whatever order, for tests of what they mean. The prefixes are
// those of stuf_message.h. No schema judges it.
#include <stdexcept>
#include <string>

#include "adapters/brp/kennisgeving.h"

namespace inburgering::tests {

inline adapters::brp::NatuurlijkPersoon stuf_object(const std::string& content) {
  static const auto unchecked = schemas::xml::Grammar::none();
  auto parsed = unchecked.parse(
      "<BG:object xmlns:BG=\"http://www.egem.nl/StUF/sector/bg/0310\" "
      "xmlns:StUF=\"http://www.egem.nl/StUF/StUF0301\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" +
      content + "</BG:object>");
  if (!parsed.root || !parsed.faults.empty()) throw std::logic_error("no XML: " + content);
  return adapters::brp::read_persoon(std::move(*parsed.root));
}

/// A kennisgeving of one object: mutatiesoort T, or within a synchronisatie.
inline adapters::brp::Kennisgeving stuf_kennisgeving(const std::string& soort, const std::string& content) {
  adapters::brp::Kennisgeving kennisgeving;
  kennisgeving.soort = soort;
  kennisgeving.stuurgegevens.tijdstip_bericht = "20261102093015";
  kennisgeving.mutatiesoort = 'T';
  kennisgeving.objecten.push_back(stuf_object(content));
  return kennisgeving;
}

}  // namespace inburgering::tests
