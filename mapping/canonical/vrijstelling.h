#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// A decision on exemption from the plicht or a part of it (GGM Vrijstelling; DUO Vrijstelling 1.0.0). Key:
/// extent, reason, day, part and level, as far as the decision has them.
struct Vrijstelling {
  Code<codes::omvang> omvang;
  Code<codes::reden_vrijstelling> reden;
  std::optional<Day> datum_oordeel;
  std::optional<Code<codes::examenonderdeel>> examenonderdeel;
  std::optional<Code<codes::taalniveau>> examenniveau;
  Stated<Code<codes::oordeel>> oordeel;
  Stated<Day> startdatum;
  Stated<Day> einddatum;
  Stated<Code<codes::eindoordeel_vrijstelling>> eindoordeel;
  bool operator==(const Vrijstelling&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Vrijstelling> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Vrijstelling;
  return describe<R>(
      About{"Vrijstelling", "beslissing over vrijstelling van (een deel van) de plicht",
            belongs_to("Inburgeringsplichtige", "VRIJSTELLING"),
            belongs_to("Examenonderdeel", "VRIJSTELLING_VOOR")},
      key("omvang", &R::omvang, "duo", "gehele, tijdelijke of gedeeltelijke vrijstelling"),
      key("reden", &R::reden,
          "duo:Vrijstelling/GeheleVrijstelling.reden; duo:Vrijstelling/TijdelijkeVrijstelling.reden; "
          "duo:Vrijstelling/GedeeltelijkeVrijstelling.reden",
          "reden"),
      key("datumOordeel", &R::datum_oordeel,
          "ggm:Vrijstelling.DatumVrijstelling; duo:Vrijstelling/GeheleVrijstelling.datumOordeel; "
          "duo:Vrijstelling/TijdelijkeVrijstelling.datumOordeel; "
          "duo:Vrijstelling/GedeeltelijkeVrijstelling.datumOordeel",
          "dag van het besluit"),
      key("examenonderdeel", &R::examenonderdeel,
          "duo:Vrijstelling/GedeeltelijkeVrijstelling.examenonderdeel", "onderdeel waarvoor zij geldt"),
      key("examenniveau", &R::examenniveau, "duo:Vrijstelling/GedeeltelijkeVrijstelling.examenniveau",
          "niveau waarop zij geldt"),
      field("oordeel", &R::oordeel,
            "duo:Vrijstelling/GeheleVrijstelling.oordeel; duo:Vrijstelling/TijdelijkeVrijstelling.oordeel; "
            "duo:Vrijstelling/GedeeltelijkeVrijstelling.oordeel",
            "toegekend of afgewezen"),
      field("startdatum", &R::startdatum, "duo:Vrijstelling/TijdelijkeVrijstelling.startdatum",
            "eerste dag van een tijdelijke vrijstelling"),
      field("einddatum", &R::einddatum, "duo:Vrijstelling/TijdelijkeVrijstelling.einddatum",
            "laatste dag van een tijdelijke vrijstelling"),
      field("eindoordeel", &R::eindoordeel, "ggm:Vrijstelling.EindoordeelVrijstelling; gemeente",
            "eindoordeel in de woorden van het GGM"));
}();
