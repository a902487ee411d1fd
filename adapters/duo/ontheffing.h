#pragma once
// Answers of the Ontheffing API 1.0.0. The names of an item begin with a capital there.
#include <optional>
#include <string>

#include "adapters/duo/answer.h"
#include "adapters/duo/coded.h"
#include "schemas/record/fields.h"
#include "schemas/value/day.h"
#include "schemas/value/hours.h"

namespace inburgering::adapters::duo {

/// A decision on dispensation from the whole plicht.
struct GeheleOntheffing {
  std::string oordeel;
  schemas::Day datum_oordeel;
  std::string grond;
};

/// A decision on dispensation from a part.
struct GedeeltelijkeOntheffing {
  std::string oordeel;
  schemas::Day datum_oordeel;
  std::string grond;
  std::optional<std::string> examenonderdeel;
  std::optional<schemas::Hours> uren_belastbaarheid_participatieactiviteit;
};

/// One item of `GET /personen/{bsn}/ontheffingen`; at most 200.
struct Ontheffing {
  std::optional<GeheleOntheffing> gehele_ontheffing;
  std::optional<GedeeltelijkeOntheffing> gedeeltelijke_ontheffing;
};

template <>
inline constexpr std::size_t max_items<Ontheffing> = 200;

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::GeheleOntheffing> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = GeheleOntheffing;
  return describe_open<R>("GeheleOntheffing",
                          field("oordeel", &R::oordeel, "GeheleOntheffing", "toegekend of afgewezen", coded),
                          field("datumOordeel", &R::datum_oordeel, "GeheleOntheffing", "dag van het besluit"),
                          field("grond", &R::grond, "GeheleOntheffing", "grond", coded));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::GedeeltelijkeOntheffing> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = GedeeltelijkeOntheffing;
  return describe_open<R>(
      "GedeeltelijkeOntheffing",
      field("oordeel", &R::oordeel, "GedeeltelijkeOntheffing", "toegekend of afgewezen", coded),
      field("datumOordeel", &R::datum_oordeel, "GedeeltelijkeOntheffing", "dag van het besluit"),
      field("grond", &R::grond, "GedeeltelijkeOntheffing", "grond", coded),
      field("examenonderdeel", &R::examenonderdeel, "GedeeltelijkeOntheffing", "onderdeel", coded),
      field("urenBelastbaarheidParticipatieactiviteit", &R::uren_belastbaarheid_participatieactiviteit,
            "GedeeltelijkeOntheffing", "uren die nog aan participatie kunnen worden besteed"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Ontheffing> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Ontheffing;
  return describe_open<R>(
      "Ontheffing", field("GeheleOntheffing", &R::gehele_ontheffing, "Ontheffing", "van de hele plicht"),
      field("GedeeltelijkeOntheffing", &R::gedeeltelijke_ontheffing, "Ontheffing", "van een onderdeel"));
}();
