#pragma once
// Answers of the Inburgeringsplicht API 1.2.2.
#include <optional>
#include <string>

#include "adapters/duo/coded.h"
#include "schemas/record/fields.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::duo {

/// `GET /personen/{bsn}/inburgeringsplicht`.
struct Inburgeringsplicht {
  bool indicator_inburgeringsplicht = false;
  std::optional<schemas::Day> begindatum;
  std::optional<schemas::Day> einddatum;
  std::optional<schemas::Day> wijzigingsdatum;
  std::optional<schemas::Day> datum_kennisgeving_inburgeringsplicht;
  std::optional<std::string> reden_geen_inburgeringsplicht;
};

/// One item of `GET /personen/{bsn}/inburgeringsplicht/historie`.
struct Inburgeringsplichthistorie {
  bool indicator_inburgeringsplicht = false;
  std::optional<schemas::Day> begindatum;
  std::optional<schemas::Day> einddatum;
  std::optional<schemas::Day> wijzigingsdatum;
};

/// `GET /personen/{bsn}/doelgroep`.
struct Doelgroep {
  std::optional<std::string> indeling;
  std::optional<schemas::Day> begindatum;
  std::optional<std::string> gedetailleerde_doelgroep;
  std::optional<std::string> asielrechten_wijziging_verblijfsdoel;
};

/// One item of `GET /personen/{bsn}/doelgroep/historie`.
struct Doelgroephistorie {
  std::optional<std::string> indeling;
  std::optional<schemas::Day> begindatum;
  std::optional<schemas::Day> einddatum;
};

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
      field("begindatum", &R::begindatum, "Inburgeringsplicht", "eerste dag van de plicht"),
      field("einddatum", &R::einddatum, "Inburgeringsplicht", "laatste dag van de plicht (inclusief)"),
      field("wijzigingsdatum", &R::wijzigingsdatum, "Inburgeringsplicht", "dag van de laatste wijziging"),
      field("datumKennisgevingInburgeringsplicht", &R::datum_kennisgeving_inburgeringsplicht,
            "Inburgeringsplicht", "dag waarop de kennisgeving is verstuurd"),
      field("redenGeenInburgeringsplicht", &R::reden_geen_inburgeringsplicht, "Inburgeringsplicht",
            "waarom er geen plicht (meer) is", coded));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Inburgeringsplichthistorie> =
    [] {
      using namespace inburgering::schemas;
      using namespace inburgering::adapters::duo;
      using R = Inburgeringsplichthistorie;
      return describe_open<R>(
          "Inburgeringsplichthistorie",
          field("indicatorInburgeringsplicht", &R::indicator_inburgeringsplicht, "Inburgeringsplichthistorie",
                "wel of niet plichtig"),
          field("begindatum", &R::begindatum, "Inburgeringsplichthistorie", "eerste dag"),
          field("einddatum", &R::einddatum, "Inburgeringsplichthistorie", "laatste dag (inclusief)"),
          field("wijzigingsdatum", &R::wijzigingsdatum, "Inburgeringsplichthistorie", "dag van wijziging"));
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

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Doelgroephistorie> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Doelgroephistorie;
  return describe_open<R>("Doelgroephistorie",
                          field("indeling", &R::indeling, "Doelgroephistorie", "doelgroep van de wet", coded),
                          field("begindatum", &R::begindatum, "Doelgroephistorie", "eerste dag"),
                          field("einddatum", &R::einddatum, "Doelgroephistorie", "laatste dag (inclusief)"));
}();
