#pragma once
// A natuurlijk persoon (NPS) as StUF-BG 3.10 tells it, in a kennisgeving, a synchronisation or an answer.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/xml/document.h"

namespace inburgering::adapters::brp {

/// One element with a value, or with the reason why it has none (StUF 03.01 §3.4).
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
  std::uint64_t regel = 0;
  std::uint64_t kolom = 0;
  std::string plaats() const;  ///< for faults: line, column and path
};

const Gegeven* find_gegeven(const std::vector<Gegeven>& gegevens, std::string_view pad);

/// A relation to something that the gateway follows: a nationality (NPSNAT) or where the person lives
/// (NPSTGO).
struct Relatie {
  char verwerkingssoort = ' ';
  bool leeg = false;  ///< stands only for "none": StUF:noValue="geenWaarde" on the relation (§5.2.3)
  std::vector<Gegeven> gegevens;  ///< paths begin below the relation, e.g. "gerelateerde/code"
  bool in_onderzoek = false;
};

/// That something of the person is under investigation, or no longer is (§3.5: metagegevens).
struct InOnderzoek {
  std::string groepsnaam;   ///< empty: no group in particular
  std::string elementnaam;  ///< empty: the whole group, or the whole person
  bool loopt = true;        ///< false: noValue="geenWaarde", the investigation has ended
};

/// Begin and end of validity, as sent (8 to 17 digits); empty when not told or without value.
struct Tijdvak {
  std::string begin;
  std::string eind;
};

struct NatuurlijkPersoon {
  char verwerkingssoort = ' ';     ///< ' ' in an answer, which has none
  std::string sleutel_verzendend;  ///< the sender's key of this person
  std::string sleutel_ontvangend;  ///< ours, if the sender knows it
  std::vector<Gegeven> gegevens;
  std::vector<Relatie> nationaliteiten;
  std::optional<Relatie> verblijft_in;
  std::vector<InOnderzoek> in_onderzoek;
  Tijdvak geldigheid;
  /// extraElement Aanduidingonderzoekadres: what was found about the address; empty: nothing (any more).
  std::optional<std::string> aanduiding_onderzoek_adres;
  std::vector<std::string> extra_elementen;  ///< names of the others: kept with the message, not understood
  const Gegeven* gegeven(std::string_view pad) const { return find_gegeven(gegevens, pad); }
};

/// Takes the texts out of the tree: nobody reads it after this.
NatuurlijkPersoon read_persoon(schemas::xml::Element&& object);

}  // namespace inburgering::adapters::brp
