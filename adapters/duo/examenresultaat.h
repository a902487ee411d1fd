#pragma once
#include <optional>
#include <string>
#include <vector>

#include "schemas/fault.h"
#include "schemas/record/fields.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::duo {

/// One item of `GET /personen/{bsn}/examens/resultaten` (DUO Examen API 1.0.0); the answer holds at most 500.
struct Examenresultaat {
  schemas::Day examendatum;
  std::string resultaat;
  std::optional<std::string> reden_geen_resultaat;
  std::string onderdeel;
  std::optional<std::string> niveau;
};

inline constexpr std::string_view examenresultaten[] = {"Geslaagd", "Gezakt", "Geen"};
inline constexpr std::string_view redenen_geen_resultaat[] = {"Verwijtbaar", "Nietverwijtbaar", "Afgemeld",
                                                              "Absent"};
inline constexpr std::string_view examenonderdelen[] = {"KNM", "LE", "LU", "SC", "SP"};
inline constexpr std::string_view examenniveaus[] = {"A2", "B1", "B2"};

schemas::Result<std::vector<Examenresultaat>> parse_examenresultaten(std::string_view json);

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Examenresultaat> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Examenresultaat;
  return describe_open<R>(
      "Examenresultaat", field("examendatum", &R::examendatum, "Examenresultaat", "dag van het examen"),
      field("resultaat", &R::resultaat, "Examenresultaat", "uitslag", {.codes = examenresultaten}),
      field("redenGeenResultaat", &R::reden_geen_resultaat, "Examenresultaat", "waarom er geen uitslag is",
            {.codes = redenen_geen_resultaat}),
      field("onderdeel", &R::onderdeel, "Examenresultaat", "examenonderdeel", {.codes = examenonderdelen}),
      field("niveau", &R::niveau, "Examenresultaat", "niveau", {.codes = examenniveaus}));
}();
