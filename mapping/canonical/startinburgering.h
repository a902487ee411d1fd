#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// When inburgering began and when someone arrived (the seed's Startinburgering; GGM has these dates
/// elsewhere). One a dossier.
struct Startinburgering {
  Stated<Day> datum_start;
  Stated<Day> datum_aanvang_inburgeringstermijn;
  Stated<IncompleteDay> datum_aankomst;
  Stated<IncompleteDay> datum_inschrijving_gemeente;
  bool operator==(const Startinburgering&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Startinburgering> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Startinburgering;
  return describe<R>(
      About{"Startinburgering", "het formele begin van de inburgering en het moment van aankomst",
            belongs_to("Inburgeringsplichtige", "HEEFT")},
      field("datumStart", &R::datum_start, "duo:Inburgeringsplicht/Inburgeringsplicht.begindatum",
            "eerste dag van de plicht"),
      field("datumAanvangInburgeringstermijn", &R::datum_aanvang_inburgeringstermijn,
            "duo:Inburgeringstermijn/Inburgeringstermijn.startdatum", "eerste dag van de termijn"),
      field("datumAankomst", &R::datum_aankomst, "brp", "dag van vestiging in Nederland"),
      field("datumInschrijvingGemeente", &R::datum_inschrijving_gemeente, "brp",
            "dag van inschrijving in de gemeente"));
}();
