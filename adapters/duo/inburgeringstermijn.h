#pragma once
#include <optional>
#include <string>

#include "schemas/fault.h"
#include "schemas/record/fields.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::duo {

/// Answer of `GET /personen/{bsn}/inburgeringstermijn` (DUO Inburgeringstermijn API 1.0.0).
struct Inburgeringstermijn {
  schemas::Day startdatum;  ///< inclusive
  schemas::Day einddatum;   ///< exclusive
  std::optional<schemas::Day> wijzigingsdatum;
  std::optional<std::string> verlengingsgrondcode;
  std::optional<std::string> verlengingsgrondomschrijving;
};

schemas::Result<Inburgeringstermijn> parse_inburgeringstermijn(std::string_view json);

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Inburgeringstermijn> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::duo::Inburgeringstermijn;
  return describe_open<R>(
      "Inburgeringstermijn", field("startdatum", &R::startdatum, "Inburgeringstermijn", "eerste dag"),
      field("einddatum", &R::einddatum, "Inburgeringstermijn", "dag na de laatste dag"),
      field("wijzigingsdatum", &R::wijzigingsdatum, "Inburgeringstermijn", "dag van de laatste wijziging"),
      field("verlengingsgrondcode", &R::verlengingsgrondcode, "Inburgeringstermijn",
            "code van de verlengingsgrond", {.min_length = 1, .max_length = 10}),
      field("verlengingsgrondomschrijving", &R::verlengingsgrondomschrijving, "Inburgeringstermijn",
            "omschrijving van de verlengingsgrond", {.min_length = 1, .max_length = 200}));
}();
