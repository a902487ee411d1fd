#pragma once
// Answers of the PIP API 1.2.0.
#include <optional>
#include <string>

#include "adapters/duo/coded.h"
#include "schemas/record/fields.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::duo {

/// The plan itself (schema PIP).
struct Pip {
  schemas::Day dagtekening_pip;
  std::string leerroute;
  std::optional<std::string> niveau;
  std::optional<std::int64_t> geschatte_intensiteit_b1_route;
  std::optional<bool> indicator_mag_opleiding_afmaken;
  std::optional<std::string> indicator_alfabetiseringsonderwijs;
};

/// `GET /personen/{bsn}/PIP` (schema Gemeente).
struct PipVanGemeente {
  std::string gemeentecode;
  Pip pip;
};

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Pip> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Pip;
  return describe_open<R>("Pip", field("dagtekeningPip", &R::dagtekening_pip, "Pip", "dag van ondertekening"),
                          field("leerroute", &R::leerroute, "Pip", "B, O of Z", coded),
                          field("niveau", &R::niveau, "Pip", "A2 of B1", coded),
                          field("geschatteIntensiteitB1Route", &R::geschatte_intensiteit_b1_route, "Pip",
                                "geschat aantal uren", {.minimum = 1, .maximum = 9999}),
                          field("indicatorMagOpleidingAfmaken", &R::indicator_mag_opleiding_afmaken, "Pip",
                                "mag een opleiding eerst worden afgemaakt"),
                          field("indicatorAlfabetiseringsonderwijs", &R::indicator_alfabetiseringsonderwijs,
                                "Pip", "soort alfabetiseringsonderwijs", coded));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::PipVanGemeente> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = PipVanGemeente;
  return describe_open<R>("PipVanGemeente",
                          field("gemeentecode", &R::gemeentecode, "PipVanGemeente",
                                "gemeente die het PIP vaststelde", {.format = &formats::gemeentecode}),
                          field("pip", &R::pip, "PipVanGemeente", "het PIP"));
}();
