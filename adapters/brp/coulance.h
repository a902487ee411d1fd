#pragma once
// Harmless ways in which real systems depart from the schema of StUF-BG. Each has a name, can be switched on
// or off for a sender, brings the message to what the schema asks, and is told in the exchange log.
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "schemas/xml/grammar.h"

namespace inburgering::adapters::brp {

struct Coulance {
  std::string_view naam;                            ///< as configured and logged, e.g. "postcode-met-spatie"
  bool standaard;                                   ///< on unless switched off
  std::string_view uitleg;                          ///< Dutch: what the sender does and what is made of it
  bool (*herstel)(schemas::xml::Element& bericht);  ///< mends the message; whether there was anything to mend
};

/// All of them.
std::span<const Coulance> coulances();
const Coulance* find_coulance(std::string_view naam);
/// Those that are on by default.
std::span<const Coulance* const> standaard_coulances();

/// What is told of those that changed a message; `place`: where they did, as "/npsLk01".
schemas::Faults remarks_on(std::span<const std::string_view> applied, std::string_view place);

/// Parses and validates; a document that breaks the schema is mended by these tolerances and judged again.
/// `applied` gets the names of those that changed anything, when the document is valid because of them.
/// Places in faults are those of the document as it came.
schemas::xml::Parsed parse_met_coulance(const schemas::xml::Grammar& grammar, std::string_view xml,
                                        std::string_view content_type,
                                        std::span<const Coulance* const> allowed,
                                        std::vector<std::string_view>& applied);

}  // namespace inburgering::adapters::brp
