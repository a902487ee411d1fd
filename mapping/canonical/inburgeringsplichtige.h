#pragma once
#include <string>

#include "schemas/record/fields.h"
#include "schemas/value/day.h"
#include "schemas/value/stated.h"

namespace inburgering::mapping::canonical {

using schemas::Stated;

/// Whether someone has the plicht, since when, and in which doelgroep (GGM Inburgeringsplicht and
/// Inburgeraar). One a dossier.
struct Inburgeringsplichtige {
  Stated<bool> indicator_inburgeringsplicht;
  Stated<schemas::Day> datum_start;
  Stated<schemas::Day> datum_eind;
  Stated<schemas::Day> datum_gewijzigd;
  Stated<schemas::Day> datum_kennisgeving;
  Stated<std::string> reden_geen_inburgeringsplicht;
  Stated<std::string> doelgroep;
  Stated<schemas::Day> datum_doelgroep;
  Stated<std::string> gedetailleerde_doelgroep;
  Stated<std::string> asielrechten_wijziging_verblijfsdoel;
  bool operator==(const Inburgeringsplichtige&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Inburgeringsplichtige> =
    [] {
      using namespace inburgering::schemas;
      using R = inburgering::mapping::canonical::Inburgeringsplichtige;
      return describe<R>(
          "Inburgeringsplichtige",
          field("indicatorInburgeringsplicht", &R::indicator_inburgeringsplicht,
                "Inburgeringsplicht.IndicatorInburgeringsplicht", "is deze persoon inburgeringsplichtig"),
          field("datumStart", &R::datum_start, "Inburgeringsplicht.DatumStart", "begin van de plicht"),
          field("datumEind", &R::datum_eind, "Inburgeringsplicht.DatumEind", "laatste dag van de plicht"),
          field("datumGewijzigd", &R::datum_gewijzigd, "Inburgeringsplicht.DatumGewijzigdInburgeringsplicht",
                "dag van de laatste wijziging bij DUO"),
          field("datumKennisgeving", &R::datum_kennisgeving, "", "dag waarop DUO de kennisgeving verstuurde"),
          field("redenGeenInburgeringsplicht", &R::reden_geen_inburgeringsplicht,
                "Inburgeringsplicht.RedenGeenInburgeringsplicht", "waarom er geen plicht (meer) is"),
          field("doelgroep", &R::doelgroep, "Inburgeraar.Doelgroep", "doelgroep van de wet"),
          field("datumDoelgroep", &R::datum_doelgroep, "", "sinds wanneer in deze doelgroep"),
          field("gedetailleerdeDoelgroep", &R::gedetailleerde_doelgroep,
                "Inburgeraar.Gedetailleerde Doelgroep", "fijnere indeling van DUO"),
          field("asielrechtenWijzigingVerblijfsdoel", &R::asielrechten_wijziging_verblijfsdoel, "",
                "rechten na wijziging van het verblijfsdoel"));
    }();
