#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// Totals of hours by gemeente, as DUO holds them (DUO GevolgdeUren 1.0.0).
struct GevolgdeUren {
  std::optional<std::string> gemeentecode;
  Stated<Day> bekend_tot;
  Stated<Hours> uren_taalles_en_knm_brede_intake;
  Stated<Hours> uren_participatieactiviteiten;
  Stated<Hours> uren_participatie_als_taalles;
  bool operator==(const GevolgdeUren&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::GevolgdeUren> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = GevolgdeUren;
  return describe<R>(
      About{"GevolgdeUren", "totalen van gevolgde uren per gemeente, zoals DUO ze kent",
            belongs_to("Inburgeringsplichtige", "HEEFT")},
      key("gemeentecode", &R::gemeentecode, "duo:GevolgdeUren/Gemeente.gemeentecode",
          "gemeente die de uren meldde", gemeentecode),
      field("bekendTot", &R::bekend_tot, "duo:GevolgdeUren/Gemeente.bekendTot",
            "de uren zijn bekend tot deze dag (exclusief)"),
      field("urenTaallesEnKnmBredeIntake", &R::uren_taalles_en_knm_brede_intake,
            "duo:GevolgdeUren/TaallesEnKnmBredeIntake.uren", "uren taalles en KNM tijdens de brede intake"),
      field("urenParticipatieactiviteiten", &R::uren_participatieactiviteiten,
            "duo:GevolgdeUren/ParticipatieactiviteitenBredeIntake.uren",
            "uren participatieactiviteiten voor de Z-route"),
      field("urenParticipatieAlsTaalles", &R::uren_participatie_als_taalles,
            "duo:GevolgdeUren/ParticipatieAlsTaalles.uren", "uren taalles en KNM in de leerroute"));
}();
