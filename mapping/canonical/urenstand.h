#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// All hours that taalscholen told of someone, added up as DUO wants them reported (DUO GevolgdeUren 1.0.0):
/// those before the first PIP belong to the brede intake, those after it to the leerroute. The gateway
/// counts; it is the gemeente that reports. One a dossier.
struct Urenstand {
  Stated<Day> bekend_tot;
  Stated<Hours> uren_taalles_en_knm_brede_intake;
  Stated<Hours> uren_participatieactiviteiten;
  Stated<Hours> uren_participatie_als_taalles;
  bool operator==(const Urenstand&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Urenstand> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Urenstand;
  return describe<R>(
      About{"Urenstand",
            "de uren die taalscholen meldden, opgeteld zoals DUO ze gemeld wil hebben; de gemeente bevestigt",
            belongs_to("Inburgeringsplichtige", "HEEFT")},
      field("bekendTot", &R::bekend_tot, "afgeleid:urenstand",
            "de uren zijn bekend tot deze dag (exclusief)"),
      field("urenTaallesEnKnmBredeIntake", &R::uren_taalles_en_knm_brede_intake, "afgeleid:urenstand",
            "uren taalles, alfabetisering en KNM voor het eerste PIP"),
      field("urenParticipatieactiviteiten", &R::uren_participatieactiviteiten, "afgeleid:urenstand",
            "uren participatieactiviteiten"),
      field("urenParticipatieAlsTaalles", &R::uren_participatie_als_taalles, "afgeleid:urenstand",
            "uren taalles, alfabetisering en KNM vanaf het eerste PIP"));
}();
