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

/// What is said of an investigation (§3.5: metagegevens). Where several places speak of the same data, the
/// one that stands last here counts: that one of them is not under investigation says nothing against
/// another.
enum class Onderzoek {
  not_told,  ///< no word of it
  none,      ///< noValue="geenWaarde": there is none, or it has ended
  withheld,  ///< whether there is one may or can not be told
  runs
};

/// A relation to something that the gateway follows: a nationality (NPSNAT) or where the person lives
/// (NPSTGO).
struct Relatie {
  char verwerkingssoort = ' ';
  /// Why the relation as a whole has no content; geenWaarde: it stands only for "none" (§5.2.3).
  Gegeven::NoValue no_value = Gegeven::NoValue::none;
  std::vector<Gegeven> gegevens;  ///< paths begin below the relation, e.g. "gerelateerde/code"
  Onderzoek onderzoek = Onderzoek::not_told;
};

/// Whether something of the person is under investigation.
struct InOnderzoek {
  std::string groepsnaam;   ///< empty: no group in particular
  std::string elementnaam;  ///< empty: the whole group, or the whole person
  Onderzoek stand = Onderzoek::not_told;
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
  /// extraElement Aanduidingonderzoekadres: which data of category 08 are or were investigated, six digits
  /// (LO BRP, element 83.10); empty: none (any more).
  std::optional<std::string> aanduiding_onderzoek_adres;
  /// Names of the others, fit to be logged: kept with the message, not understood.
  std::vector<std::string> extra_elementen;
  const Gegeven* gegeven(std::string_view pad) const { return find_gegeven(gegevens, pad); }
};

/// Takes the texts out of the tree: nobody reads it after this.
NatuurlijkPersoon read_persoon(schemas::xml::Element&& object);

}  // namespace inburgering::adapters::brp
