#pragma once
#include <optional>

#include "adapters/taalschool/voortgangsmeting.h"
#include "schemas/value/two_decimals.h"

namespace inburgering::adapters::taalschool {

/// A row of `toetsresultaten`: what the school itself tested. Formal exams are DUO's to tell.
struct Toetsresultaat : Rij {
  std::string soort;
  std::string onderdeel;
  schemas::Day toetsdatum;
  std::optional<std::string> niveau;
  std::optional<schemas::Score> score;
  std::optional<schemas::Score> maximale_score;
  std::optional<std::string> uitslag;
};

inline constexpr std::string_view soorten_toets[] = {"instaptoets", "voortgangstoets", "oefenexamen",
                                                     "eindtoets"};
inline constexpr std::string_view onderdelen[] = {"LE", "LU", "SC", "SP", "KNM", "MAP", "ICT"};
inline constexpr std::string_view uitslagen[] = {"behaald", "niet-behaald"};

/// A score is not above its maximum, and a row tells at least one of niveau, score and uitslag.
void check(const Toetsresultaat& resultaat, schemas::Faults& faults);

}  // namespace inburgering::adapters::taalschool

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::taalschool::Toetsresultaat> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::taalschool;
  using R = Toetsresultaat;
  return describe<R>(
      About{"Toetsresultaat", "uitslag van een toets van de school zelf; examens meldt DUO"}, kenmerk_field,
      gemeentecode_field, bsn_field,
      field("soort", &R::soort, source, "soort toets", {.codes = soorten_toets}),
      field("onderdeel", &R::onderdeel, source,
            "LE = lezen, LU = luisteren, SC = schrijven, SP = spreken, of KNM, MAP, ICT",
            {.codes = onderdelen}),
      field("toetsdatum", &R::toetsdatum, source, "dag van de toets"),
      field("niveau", &R::niveau, source, "ERK-niveau dat is getoetst of behaald", {.codes = taalniveaus}),
      field("score", &R::score, source, "behaalde score"),
      field("maximaleScore", &R::maximale_score, source, "hoogst mogelijke score"),
      field("uitslag", &R::uitslag, source, "uitslag", {.codes = uitslagen}));
}();
