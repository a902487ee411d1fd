#pragma once
#include <optional>
#include <string>

#include "adapters/duo/coded.h"
#include "schemas/fault.h"
#include "schemas/record/fields.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::duo {

/// Answer of `GET /personen/{bsn}/inburgeringsplicht` (DUO Inburgeringsplicht API 1.2.2).
struct Inburgeringsplicht {
  bool indicator_inburgeringsplicht = false;
  std::optional<schemas::Day> begindatum;
  std::optional<schemas::Day> einddatum;  ///< inclusive
  std::optional<schemas::Day> wijzigingsdatum;
  std::optional<schemas::Day> datum_kennisgeving_inburgeringsplicht;
  std::optional<std::string> reden_geen_inburgeringsplicht;
};

/// Answer of `GET /personen/{bsn}/doelgroep` (same API).
struct Doelgroep {
  std::optional<std::string> indeling;
  std::optional<schemas::Day> begindatum;
  std::optional<std::string> gedetailleerde_doelgroep;
  std::optional<std::string> asielrechten_wijziging_verblijfsdoel;
};

schemas::Result<Inburgeringsplicht> parse_inburgeringsplicht(std::string_view json);
schemas::Result<Doelgroep> parse_doelgroep(std::string_view json);

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Inburgeringsplicht> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Inburgeringsplicht;
  return describe_open<R>(
      "Inburgeringsplicht",
      field("indicatorInburgeringsplicht", &R::indicator_inburgeringsplicht, "Inburgeringsplicht",
            "wel of niet plichtig"),
      field("begindatum", &R::begindatum, "Inburgeringsplicht", "begin van de plicht"),
      field("einddatum", &R::einddatum, "Inburgeringsplicht", "laatste dag van de plicht"),
      field("wijzigingsdatum", &R::wijzigingsdatum, "Inburgeringsplicht", "dag van de laatste wijziging"),
      field("datumKennisgevingInburgeringsplicht", &R::datum_kennisgeving_inburgeringsplicht,
            "Inburgeringsplicht", "dag waarop de kennisgeving is verstuurd"),
      field("redenGeenInburgeringsplicht", &R::reden_geen_inburgeringsplicht, "Inburgeringsplicht",
            "waarom er geen plicht (meer) is", coded));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Doelgroep> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Doelgroep;
  return describe_open<R>(
      "Doelgroep", field("indeling", &R::indeling, "Doelgroep", "doelgroep van de wet", coded),
      field("begindatum", &R::begindatum, "Doelgroep", "sinds wanneer"),
      field("gedetailleerdeDoelgroep", &R::gedetailleerde_doelgroep, "Doelgroep", "fijnere indeling van DUO",
            coded),
      field("asielrechtenWijzigingVerblijfsdoel", &R::asielrechten_wijziging_verblijfsdoel, "Doelgroep",
            "rechten na wijziging van het verblijfsdoel", coded));
}();
