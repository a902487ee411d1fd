#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// The exam as a whole (GGM Examen). One a dossier.
struct Examen {
  Stated<Code<codes::examenresultaat>> resultaat;
  bool operator==(const Examen&) const = default;
};

/// One part of the exam, taken on one day (GGM Examenonderdeel). Key: part, level and day.
struct Examenonderdeel {
  Code<codes::examenonderdeel> onderdeel;
  std::optional<Code<codes::taalniveau>> niveau;
  Day examendatum;
  Stated<Code<codes::examenresultaat>> resultaat;
  Stated<Code<codes::reden_geen_resultaat>> reden_geen_resultaat;
  Stated<Score> behaalde_score;
  Stated<Day> datum_registratie_uitslag;
  Stated<bool> ontheffing;
  Stated<Code<codes::reden_vrijstelling>> reden_vrijstelling;
  bool operator==(const Examenonderdeel&) const = default;
};

/// How often someone may still take one part for free (DUO Examen 1.0.0).
struct GratisPogingTegoed {
  Code<codes::examenonderdeel> onderdeel;
  Stated<std::int64_t> aantal;
  bool operator==(const GratisPogingTegoed&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Examen> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Examen;
  return describe<R>(About{"Examen", "het inburgeringsexamen als geheel",
                           belongs_to("Inburgeringsplichtige", "AFGEROND_MET")},
                     field("resultaat", &R::resultaat, "ggm:Examen.ExamenResultaat; afgeleid:examen",
                           "uitslag van het geheel"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Examenonderdeel> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Examenonderdeel;
  return describe<R>(
      About{"Examenonderdeel", "een examenonderdeel, afgelegd op een dag",
            belongs_to("Examen", "ONDERDEEL_VAN"), belongs_to("Ontheffing", "ONTHEFFING_VOOR")},
      key("onderdeel", &R::onderdeel,
          "ggm:Examenonderdeel.ExamenOnderdeelSpecificatie; duo:Examen/Examenresultaat.onderdeel",
          "het onderdeel"),
      key("niveau", &R::niveau, "duo:Examen/Examenresultaat.niveau", "niveau; KNM heeft er geen"),
      key("examendatum", &R::examendatum, "duo:Examen/Examenresultaat.examendatum", "dag van het examen"),
      field("resultaat", &R::resultaat, "ggm:Examenonderdeel.Resultaat; duo:Examen/Examenresultaat.resultaat",
            "uitslag"),
      field("redenGeenResultaat", &R::reden_geen_resultaat, "duo:Examen/Examenresultaat.redenGeenResultaat",
            "waarom er geen uitslag is"),
      field("behaaldeScore", &R::behaalde_score, "ggm:Examenonderdeel.BehaaldeScore; gemeente",
            "behaalde score"),
      field("datumRegistratieUitslag", &R::datum_registratie_uitslag,
            "ggm:Examenonderdeel.DatumRegistratieUitslag; gemeente",
            "dag waarop de uitslag is geregistreerd"),
      field("ontheffing", &R::ontheffing, "ggm:Examenonderdeel.Ontheffing; afgeleid:onderdeel",
            "is voor dit onderdeel ontheffing verleend"),
      field("redenVrijstelling", &R::reden_vrijstelling,
            "ggm:Examenonderdeel.RedenVrijstelling; afgeleid:onderdeel",
            "reden van vrijstelling voor dit onderdeel"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::GratisPogingTegoed> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = GratisPogingTegoed;
  return describe<R>(
      About{"GratisPogingTegoed", "tegoed aan gratis examenpogingen voor één onderdeel",
            belongs_to("Examen", "ONDERDEEL_VAN")},
      key("onderdeel", &R::onderdeel, "duo:Examen/GratisPogingTegoed.onderdeel", "het onderdeel"),
      field("aantal", &R::aantal, "duo:Examen/GratisPogingTegoed.gratisPogingenTegoed",
            "aantal pogingen, 0 tot en met 99"));
}();
