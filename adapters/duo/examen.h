#pragma once
// Answers of the Examen API 1.0.0.
#include <optional>
#include <string>

#include "adapters/duo/answer.h"
#include "adapters/duo/coded.h"
#include "schemas/record/fields.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::duo {

/// One item of `GET /personen/{bsn}/examens/resultaten`; at most 500.
struct Examenresultaat {
  schemas::Day examendatum;
  std::string resultaat;
  std::optional<std::string> reden_geen_resultaat;
  std::string onderdeel;
  std::optional<std::string> niveau;
};

/// One item of `GET /personen/{bsn}/examens/gratispogingen`; at most 500.
struct GratisPogingTegoed {
  std::string onderdeel;
  std::int64_t gratis_pogingen_tegoed = 0;
};

template <>
inline constexpr std::size_t max_items<Examenresultaat> = 500;

template <>
inline constexpr std::size_t max_items<GratisPogingTegoed> = 500;

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

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::GratisPogingTegoed> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = GratisPogingTegoed;
  return describe_open<R>("GratisPogingTegoed",
                          field("onderdeel", &R::onderdeel, "GratisPogingTegoed", "examenonderdeel", coded),
                          field("gratisPogingenTegoed", &R::gratis_pogingen_tegoed, "GratisPogingTegoed",
                                "aantal pogingen", {.minimum = 0, .maximum = 99}));
}();
