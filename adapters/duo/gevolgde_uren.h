#pragma once
// Answers of the GevolgdeUren API 1.0.0. The names of the totals begin with a capital there.
#include <optional>
#include <string>

#include "adapters/duo/answer.h"
#include "schemas/record/fields.h"
#include "schemas/value/day.h"
#include "schemas/value/hours.h"

namespace inburgering::adapters::duo {

/// A total of hours.
struct Uren {
  schemas::Hours uren;
};

/// One item of `GET /personen/{bsn}/uren` (schema Gemeente); at most 99.
struct UrenVanGemeente {
  std::optional<std::string> gemeentecode;
  std::optional<schemas::Day> bekend_tot;
  std::optional<Uren> participatie_als_taalles;
  std::optional<Uren> participatieactiviteiten_brede_intake;
  std::optional<Uren> taalles_en_knm_brede_intake;
};

template <>
inline constexpr std::size_t max_items<UrenVanGemeente> = 99;

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Uren> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = Uren;
  return describe_open<R>("Uren", field("uren", &R::uren, "Uren", "aantal uren"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::UrenVanGemeente> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = UrenVanGemeente;
  return describe_open<R>(
      "UrenVanGemeente",
      field("gemeentecode", &R::gemeentecode, "UrenVanGemeente", "gemeente die de uren meldde",
            {.format = &formats::gemeentecode}),
      field("bekendTot", &R::bekend_tot, "UrenVanGemeente", "de uren zijn bekend tot deze dag (exclusief)"),
      field("ParticipatieAlsTaalles", &R::participatie_als_taalles, "UrenVanGemeente",
            "uren taalles en KNM in de leerroute"),
      field("ParticipatieactiviteitenBredeIntake", &R::participatieactiviteiten_brede_intake,
            "UrenVanGemeente", "uren participatieactiviteiten"),
      field("TaallesEnKnmBredeIntake", &R::taalles_en_knm_brede_intake, "UrenVanGemeente",
            "uren taalles en KNM tijdens de brede intake"));
}();
