#pragma once
// Answers of the Vrijstelling API 1.0.0. The names of an item begin with a capital there.
#include <optional>
#include <string>

#include "adapters/duo/answer.h"
#include "adapters/duo/coded.h"
#include "schemas/record/fields.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::duo {

/// A decision on exemption from the whole plicht.
struct GeheleVrijstelling {
  std::string oordeel;
  std::string reden;
  std::optional<schemas::Day> datum_oordeel;
};

/// A decision on exemption for a time.
struct TijdelijkeVrijstelling {
  std::string oordeel;
  std::string reden;
  std::optional<schemas::Day> datum_oordeel;
  std::optional<schemas::Day> startdatum;
  std::optional<schemas::Day> einddatum;
};

/// A decision on exemption from one part of the exam.
struct GedeeltelijkeVrijstelling {
  std::string reden;
  std::string oordeel;
  std::optional<schemas::Day> datum_oordeel;
  std::optional<std::string> examenonderdeel;
  std::optional<std::string> examenniveau;
};

/// One item of `GET /personen/{bsn}/vrijstellingen`; at most 200.
struct Vrijstelling {
  std::optional<GeheleVrijstelling> gehele_vrijstelling;
  std::optional<TijdelijkeVrijstelling> tijdelijke_vrijstelling;
  std::optional<GedeeltelijkeVrijstelling> gedeeltelijke_vrijstelling;
};

template <>
inline constexpr std::size_t max_items<Vrijstelling> = 200;

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::GeheleVrijstelling> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = GeheleVrijstelling;
  return describe_open<R>(
      "GeheleVrijstelling",
      field("oordeel", &R::oordeel, "GeheleVrijstelling", "toegekend of afgewezen", coded),
      field("reden", &R::reden, "GeheleVrijstelling", "reden", coded),
      field("datumOordeel", &R::datum_oordeel, "GeheleVrijstelling", "dag van het besluit"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::TijdelijkeVrijstelling> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = TijdelijkeVrijstelling;
  return describe_open<R>(
      "TijdelijkeVrijstelling",
      field("oordeel", &R::oordeel, "TijdelijkeVrijstelling", "toegekend of afgewezen", coded),
      field("reden", &R::reden, "TijdelijkeVrijstelling", "reden", coded),
      field("datumOordeel", &R::datum_oordeel, "TijdelijkeVrijstelling", "dag van het besluit"),
      field("startdatum", &R::startdatum, "TijdelijkeVrijstelling", "eerste dag (inclusief)"),
      field("einddatum", &R::einddatum, "TijdelijkeVrijstelling", "laatste dag (inclusief)"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::GedeeltelijkeVrijstelling> =
    [] {
      using namespace inburgering::schemas;
      using namespace inburgering::adapters::duo;
      using R = GedeeltelijkeVrijstelling;
      return describe_open<R>(
          "GedeeltelijkeVrijstelling", field("reden", &R::reden, "GedeeltelijkeVrijstelling", "reden", coded),
          field("oordeel", &R::oordeel, "GedeeltelijkeVrijstelling", "toegekend of afgewezen", coded),
          field("datumOordeel", &R::datum_oordeel, "GedeeltelijkeVrijstelling", "dag van het besluit"),
          field("examenonderdeel", &R::examenonderdeel, "GedeeltelijkeVrijstelling", "onderdeel", coded),
          field("examenniveau", &R::examenniveau, "GedeeltelijkeVrijstelling", "niveau", coded));
    }();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Vrijstelling> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Vrijstelling;
  return describe_open<R>(
      "Vrijstelling",
      field("GeheleVrijstelling", &R::gehele_vrijstelling, "Vrijstelling", "van de hele plicht"),
      field("TijdelijkeVrijstelling", &R::tijdelijke_vrijstelling, "Vrijstelling", "voor een periode"),
      field("GedeeltelijkeVrijstelling", &R::gedeeltelijke_vrijstelling, "Vrijstelling",
            "van een onderdeel"));
}();
