#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// The module on labour market and participation (GGM MAP). One a dossier.
struct MAP {
  Stated<Day> datum_eindgesprek;
  Stated<Code<codes::voldoende_onvoldoende>> resultaat;
  Stated<std::string> reden_niet_succesvol_voltooid;
  Stated<bool> verwijtbaar;
  bool operator==(const MAP&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::MAP> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = MAP;
  return describe<R>(
      About{"MAP", "de Module Arbeidsmarkt en Participatie", belongs_to("Leerroute", "ONDERDEEL_VAN")},
      field("datumEindgesprek", &R::datum_eindgesprek,
            "ggm:MAP.DatumEindgesprekMAP; duo:MapPvtZroute/DatumMap.datumEindgesprekMap; "
            "naar-duo:MapPvtZroute/ResultaatMap.datumEindgesprekMap; gemeente",
            "dag van het eindgesprek"),
      field("resultaat", &R::resultaat, "ggm:MAP.Resultaat; gemeente", "uitslag"),
      field("redenNietSuccesvolVoltooid", &R::reden_niet_succesvol_voltooid,
            "ggm:MAP.RedenNietSuccesvolVoltooid; gemeente",
            "waarom de module niet met goed gevolg is voltooid"),
      field("verwijtbaar", &R::verwijtbaar,
            "ggm:MAP.IndicatorVerwijtbaar; naar-duo:MapPvtZroute/ResultaatMap.verwijtbaar; gemeente",
            "is het te late voltooien verwijtbaar"));
}();
