#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// A decision on dispensation from the plicht or a part of it (GGM Ontheffing; DUO Ontheffing 1.0.0). Key:
/// extent, ground, day and part.
struct Ontheffing {
  Code<codes::omvang> omvang;
  Code<codes::ontheffingsgrond> grond;
  Day datum_oordeel;
  std::optional<Code<codes::examenonderdeel>> examenonderdeel;
  Stated<Code<codes::oordeel>> oordeel;
  Stated<Hours> uren_belastbaarheid_participatieactiviteit;
  bool operator==(const Ontheffing&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Ontheffing> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Ontheffing;
  return describe<R>(
      About{"Ontheffing", "beslissing over ontheffing van (een deel van) de plicht",
            belongs_to("Inburgeringsplichtige", "ONTHEFFING")},
      key("omvang", &R::omvang, "duo", "gehele of gedeeltelijke ontheffing"),
      key("grond", &R::grond,
          "duo:Ontheffing/GeheleOntheffing.grond; duo:Ontheffing/GedeeltelijkeOntheffing.grond", "grond"),
      key("datumOordeel", &R::datum_oordeel,
          "ggm:Ontheffing.DatumOntheffing; duo:Ontheffing/GeheleOntheffing.datumOordeel; "
          "duo:Ontheffing/GedeeltelijkeOntheffing.datumOordeel",
          "dag van het besluit"),
      key("examenonderdeel", &R::examenonderdeel, "duo:Ontheffing/GedeeltelijkeOntheffing.examenonderdeel",
          "onderdeel waarvoor zij geldt"),
      field("oordeel", &R::oordeel,
            "ggm:Ontheffing.BeslissingOntheffing; duo:Ontheffing/GeheleOntheffing.oordeel; "
            "duo:Ontheffing/GedeeltelijkeOntheffing.oordeel",
            "toegekend of afgewezen"),
      field("urenBelastbaarheidParticipatieactiviteit", &R::uren_belastbaarheid_participatieactiviteit,
            "duo:Ontheffing/GedeeltelijkeOntheffing.urenBelastbaarheidParticipatieactiviteit",
            "uren die nog aan participatie kunnen worden besteed"));
}();
