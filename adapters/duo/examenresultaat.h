#pragma once
#include <optional>
#include <string>
#include <vector>

#include "adapters/duo/coded.h"
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

schemas::Result<std::vector<Examenresultaat>> parse_examenresultaten(std::string_view json);

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Examenresultaat> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Examenresultaat;
  return describe_open<R>("Examenresultaat",
                          field("examendatum", &R::examendatum, "Examenresultaat", "dag van het examen"),
                          field("resultaat", &R::resultaat, "Examenresultaat", "uitslag", coded),
                          field("redenGeenResultaat", &R::reden_geen_resultaat, "Examenresultaat",
                                "waarom er geen uitslag is", coded),
                          field("onderdeel", &R::onderdeel, "Examenresultaat", "examenonderdeel", coded),
                          field("niveau", &R::niveau, "Examenresultaat", "niveau", coded));
}();
