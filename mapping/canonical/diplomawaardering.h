#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// What a foreign diploma is worth here (GGM Diplomawaardering). Key: level of the diploma and its field.
struct Diplomawaardering {
  Code<codes::opleidingsniveau> diploma;
  std::optional<Code<codes::opleidingsniveau>> richting;
  Stated<bool> waardering_aangevraagd;
  Stated<Code<codes::arm_tot_uitstekend>> niveau_competentie;
  Stated<bool> nederlands_niveau;
  bool operator==(const Diplomawaardering&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Diplomawaardering> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Diplomawaardering;
  return describe<R>(
      About{"Diplomawaardering", "waardering van een buitenlands diploma",
            belongs_to("Persoon", "HEEFT_AANGEVRAAGD")},
      key("diploma", &R::diploma, "ggm:Diplomawaardering.DiplomaWaarderingVoor; gemeente",
          "niveau van het diploma waarvoor waardering is gevraagd"),
      key("richting", &R::richting, "ggm:Diplomawaardering.DiplomaWaarderingRichting; gemeente",
          "richting, in de indeling van het GGM"),
      field("waarderingAangevraagd", &R::waardering_aangevraagd,
            "ggm:Diplomawaardering.WaarderingAangevraagd; gemeente", "is de waardering aangevraagd"),
      field("niveauCompetentie", &R::niveau_competentie, "ggm:Diplomawaardering.NiveauCompetentie; gemeente",
            "niveau van de competentie"),
      field("nederlandsNiveau", &R::nederlands_niveau,
            "ggm:Diplomawaardering.DiplomaWaarderingNederlandsNiveau; gemeente",
            "is het diploma gelijk aan een Nederlands diploma"));
}();
