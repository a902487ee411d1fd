#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// Knowledge of Dutch society (the seed's KNM; GGM 2.4 as a part of Leerroute, without attributes). One a
/// dossier. The exam itself is an Examenonderdeel with onderdeel KNM.
struct KNM {
  Stated<Day> startdatum;
  Stated<Day> einddatum;
  Stated<Hours> uren_gevolgd;
  Stated<Code<codes::examenresultaat>> resultaat;
  Stated<Day> datum_resultaat;
  bool operator==(const KNM&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::KNM> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = KNM;
  return describe<R>(About{"KNM", "het onderdeel Kennis van de Nederlandse Maatschappij",
                           belongs_to("Leerroute", "ONDERDEEL_VAN")},
                     field("startdatum", &R::startdatum, "taalschool; gemeente; afgeleid:knm", "eerste les"),
                     field("einddatum", &R::einddatum, "gemeente; afgeleid:knm", "laatste les"),
                     field("urenGevolgd", &R::uren_gevolgd, "gemeente; afgeleid:knm", "gevolgde uren KNM"),
                     field("resultaat", &R::resultaat, "duo:Examen/Examenresultaat.resultaat",
                           "laatste uitslag van het examen KNM"),
                     field("datumResultaat", &R::datum_resultaat, "duo:Examen/Examenresultaat.examendatum",
                           "dag van dat examen"));
}();
