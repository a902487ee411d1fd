#pragma once
// Answers of the Inburgeringstermijn API 1.0.0.
#include <optional>
#include <string>

#include "schemas/record/fields.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::duo {

/// `GET /personen/{bsn}/inburgeringstermijn`.
struct Inburgeringstermijn {
  schemas::Day startdatum;
  schemas::Day einddatum;
  std::optional<schemas::Day> wijzigingsdatum;
  std::optional<std::string> verlengingsgrondcode;
  std::optional<std::string> verlengingsgrondomschrijving;
};

/// One item of `GET /personen/{bsn}/inburgeringstermijn/historie`.
struct Inburgeringstermijnhistorie {
  std::optional<schemas::Day> einddatum;
  std::optional<schemas::Day> wijzigingsdatum;
  std::optional<std::string> verlengingsgrondcode;
  std::optional<std::string> verlengingsgrondomschrijving;
};

/// One item of `GET /verlengingsgronden`.
struct Verlengingsgrond {
  std::string code;
  std::string omschrijving;
};

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Inburgeringstermijn> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Inburgeringstermijn;
  return describe_open<R>(
      "Inburgeringstermijn",
      field("startdatum", &R::startdatum, "Inburgeringstermijn", "eerste dag (inclusief)"),
      field("einddatum", &R::einddatum, "Inburgeringstermijn", "dag na de laatste dag (exclusief)"),
      field("wijzigingsdatum", &R::wijzigingsdatum, "Inburgeringstermijn", "dag van de laatste wijziging"),
      field("verlengingsgrondcode", &R::verlengingsgrondcode, "Inburgeringstermijn",
            "code van de verlengingsgrond", {.min_length = 1, .max_length = 10}),
      field("verlengingsgrondomschrijving", &R::verlengingsgrondomschrijving, "Inburgeringstermijn",
            "omschrijving van de verlengingsgrond", {.min_length = 1, .max_length = 200}));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Inburgeringstermijnhistorie> =
    [] {
      using namespace inburgering::schemas;
      using namespace inburgering::adapters::duo;
      using R = Inburgeringstermijnhistorie;
      return describe_open<R>(
          "Inburgeringstermijnhistorie",
          field("einddatum", &R::einddatum, "Inburgeringstermijnhistorie",
                "dag na de laatste dag (exclusief)"),
          field("wijzigingsdatum", &R::wijzigingsdatum, "Inburgeringstermijnhistorie", "dag van wijziging"),
          field("verlengingsgrondcode", &R::verlengingsgrondcode, "Inburgeringstermijnhistorie",
                "code van de verlengingsgrond", {.min_length = 1, .max_length = 10}),
          field("verlengingsgrondomschrijving", &R::verlengingsgrondomschrijving,
                "Inburgeringstermijnhistorie", "omschrijving van de verlengingsgrond",
                {.min_length = 1, .max_length = 200}));
    }();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Verlengingsgrond> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Verlengingsgrond;
  return describe_open<R>(
      "Verlengingsgrond",
      field("code", &R::code, "Verlengingsgrond", "code", {.min_length = 1, .max_length = 10}),
      field("omschrijving", &R::omschrijving, "Verlengingsgrond", "omschrijving",
            {.min_length = 1, .max_length = 200}));
}();
