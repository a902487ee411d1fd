#pragma once
// npsLk01: the asynchronous kennisgeving of a natuurlijk persoon (StUF 03.01 §5, StUF-BG 3.10).
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/brp/foutcode.h"
#include "schemas/value/moment.h"
#include "schemas/xml/grammar.h"

namespace inburgering::adapters::brp {

/// A sender or receiver: known by this triple (§4.2).
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
  std::string tijdstip_bericht;  ///< as sent, 8 to 17 digits
  schemas::Moment moment;        ///< the same, read
};

/// One element with a value, or with the reason why it has none (§3.4).
struct Gegeven {
  enum class NoValue {
    none,
    geen_waarde,
    waarde_onbekend,
    vastgesteld_onbekend,
    niet_geautoriseerd,
    niet_ondersteund
  };
  std::string pad;  ///< element names below the object, e.g. "verblijfsadres/aoa.postcode"
  std::string waarde;
  NoValue no_value = NoValue::none;
  char ind_onvolledige_datum = 'V';  ///< V complete, D day unknown, M month unknown, J year unknown
  std::string plaats;                ///< for faults: line, column and path
};

/// A relation to a nationality (NPSNAT).
struct NationaliteitRelatie {
  char verwerkingssoort = ' ';
  std::vector<Gegeven> gegevens;  ///< paths begin below the relation, e.g. "gerelateerde/code"
};

struct NatuurlijkPersoon {
  char verwerkingssoort = ' ';
  std::string sleutel_verzendend;
  std::vector<Gegeven> gegevens;
  std::vector<NationaliteitRelatie> nationaliteiten;
  const Gegeven* gegeven(std::string_view pad) const;
};

struct Kennisgeving {
  Stuurgegevens stuurgegevens;
  char mutatiesoort = ' ';  ///< T, W, V, C or F
  std::vector<NatuurlijkPersoon> objecten;
  /// The state that now holds: the last object.
  const NatuurlijkPersoon& actueel() const { return objecten.back(); }
};

/// A refusal, with what was understood of the stuurgegevens, so that the reply can name the message.
struct Geweigerd {
  StufFault fault;
  schemas::Faults faults;  ///< all that was wrong, for the exchange log
  std::optional<Stuurgegevens> stuurgegevens;
};

/// Reads a message, in a SOAP envelope or bare. Checks in the order of table 4.1: namespaces and versions,
/// kind of message, then the schema, then the number of objects for the mutatiesoort.
std::expected<Kennisgeving, Geweigerd> parse_kennisgeving(const schemas::xml::Grammar& grammar,
                                                          std::string_view xml);

}  // namespace inburgering::adapters::brp
