#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// The participation statement (GGM PVT: participatieverklaringstraject). One a dossier.
struct PVT {
  Stated<Day> datum_ondertekening;
  Stated<Code<codes::voldoende_onvoldoende>> resultaat;
  Stated<std::string> reden_niet_voldaan;
  Stated<bool> verwijtbaar_niet_voldaan;
  bool operator==(const PVT&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::PVT> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = PVT;
  return describe<R>(
      About{"PVT", "het participatieverklaringstraject", belongs_to("Leerroute", "ONDERDEEL_VAN")},
      field("datumOndertekening", &R::datum_ondertekening,
            "ggm:PVT.DatumOndertekening PVT; duo:MapPvtZroute/DatumPvt.datumOndertekeningPvt; "
            "naar-duo:MapPvtZroute/ResultaatPvt.datumOndertekeningPvt; gemeente",
            "dag waarop de participatieverklaring is ondertekend"),
      field("resultaat", &R::resultaat, "ggm:PVT.Resultaat; gemeente", "uitslag"),
      field("redenNietVoldaan", &R::reden_niet_voldaan, "ggm:PVT.RedenNietVoldaan; gemeente",
            "waarom niet is voldaan"),
      field("verwijtbaarNietVoldaan", &R::verwijtbaar_niet_voldaan,
            "ggm:PVT.VerwijtbaarNietVoldaan; naar-duo:MapPvtZroute/ResultaatPvt.verwijtbaar; gemeente",
            "is het niet (tijdig) voldoen verwijtbaar"));
}();
