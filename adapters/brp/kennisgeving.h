#pragma once
// What a BRP sends of its own accord: npsLk01 and npsLk02, the kennisgeving of a natuurlijk persoon (StUF
// 03.01 §5), and npsSa01 and npsSa02, its whole actual state (§6). Lk01 and Sa01 are asynchronous: the answer
// only says that the message was received; Lk02 and Sa02 synchronous: it says that it was processed.
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/brp/coulance.h"
#include "adapters/brp/foutcode.h"
#include "adapters/brp/natuurlijk_persoon.h"
#include "adapters/brp/stuurgegevens.h"
#include "schemas/xml/grammar.h"

namespace inburgering::adapters::brp {

struct Kennisgeving {
  std::string soort;  ///< the element: npsLk01, npsLk02, npsSa01 or npsSa02
  Stuurgegevens stuurgegevens;
  char mutatiesoort = ' ';   ///< T, W, V, C or F
  bool informatief = false;  ///< indicatorOvername I: the receiver may leave it
  std::vector<NatuurlijkPersoon> objecten;
  std::vector<std::string_view> coulances;  ///< names of those without which it would have been refused

  /// The state that now holds: the last object.
  const NatuurlijkPersoon& actueel() const { return objecten.back(); }
  bool synchroon() const { return soort == "npsLk02" || soort == "npsSa02"; }
  /// Replaces all that is known of the person.
  bool vervangt() const { return soort.starts_with("npsSa"); }
  bool correctie() const { return mutatiesoort == 'C' || mutatiesoort == 'F'; }
};

/// A refusal, with what was understood of the stuurgegevens, so that the reply can name the message.
struct Geweigerd {
  StufFault fault;
  schemas::Faults faults;  ///< all that was wrong, for the exchange log
  std::optional<Stuurgegevens> stuurgegevens;
};

/// Which of the two endpoints a message came to; each takes its own kinds (Protocolbindingen §4).
enum class Binding { asynchroon, synchroon, bestand };

/// How a message is read.
struct Lezing {
  Binding binding = Binding::bestand;  ///< a file takes every kind
  std::string_view content_type{};     ///< its charset goes before the XML declaration (RFC 7303 §3.2)
  std::span<const Coulance* const> coulances = standaard_coulances();
};

/// Reads a message, in a SOAP envelope or bare. Checks in the order of table 4.1: namespaces and versions,
/// kind of message, then the schema, then the number of objects for the mutatiesoort and the moments.
std::expected<Kennisgeving, Geweigerd> parse_kennisgeving(const schemas::xml::Grammar& grammar,
                                                          std::string_view xml, const Lezing& lezing = {});

/// The messages of a file (StUF:StUF-berichtenSet, Protocolbindingen §2), each as a document of its own, in
/// the order in which they stand there; a file that holds one message gives that.
schemas::Result<std::vector<std::string>> berichten_van(std::string_view xml);

}  // namespace inburgering::adapters::brp
