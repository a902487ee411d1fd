#pragma once
#include <optional>
#include <string>

#include "schemas/record/fields.h"
#include "schemas/value/day.h"
#include "schemas/value/stated.h"

namespace inburgering::mapping::canonical {

using schemas::Stated;

/// One part of the exam, taken on one day (GGM Examenonderdeel). Key: part, level and day.
struct Examenonderdeel {
  std::string onderdeel;
  std::optional<std::string> niveau;
  schemas::Day examendatum;
  Stated<std::string> resultaat;
  Stated<std::string> reden_geen_resultaat;
  bool operator==(const Examenonderdeel&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Examenonderdeel> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::mapping::canonical::Examenonderdeel;
  return describe<R>(
      "Examenonderdeel",
      key("onderdeel", &R::onderdeel, "Examenonderdeel.ExamenOnderdeelSpecificatie", "KNM, LE, LU, SC of SP"),
      key("niveau", &R::niveau, "", "A2, B1 of B2; KNM heeft geen niveau"),
      key("examendatum", &R::examendatum, "B1-route.ExamenDatum", "dag van het examen"),
      field("resultaat", &R::resultaat, "Examenonderdeel.Resultaat", "Geslaagd, Gezakt of Geen"),
      field("redenGeenResultaat", &R::reden_geen_resultaat, "B1-route.RedenGeenResultaat",
            "waarom er geen uitslag is"));
}();
