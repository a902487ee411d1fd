#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// A test by the taalschool itself; the formal exam is an Examenonderdeel and comes from DUO. Key: school and
/// its own kenmerk.
struct Toetsresultaat {
  std::string instelling;
  std::string kenmerk;
  Stated<Code<codes::soort_toets>> soort;
  Stated<Code<codes::toetsonderdeel>> onderdeel;
  Stated<Day> toetsdatum;
  Stated<Code<codes::erk_niveau>> niveau;
  Stated<Score> score;
  Stated<Score> maximale_score;
  Stated<Code<codes::toetsuitslag>> uitslag;
  bool operator==(const Toetsresultaat&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Toetsresultaat> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Toetsresultaat;
  return describe<R>(About{"Toetsresultaat", "uitslag van een toets van de taalschool zelf",
                           belongs_to("Inburgeringsplichtige", "HEEFT")},
                     key("instelling", &R::instelling, "taalschool", "OIN van de taalschool"),
                     key("kenmerk", &R::kenmerk, "taalschool", "kenmerk van de taalschool"),
                     field("soort", &R::soort, "taalschool", "soort toets"),
                     field("onderdeel", &R::onderdeel, "taalschool", "wat is getoetst"),
                     field("toetsdatum", &R::toetsdatum, "taalschool", "dag van de toets"),
                     field("niveau", &R::niveau, "taalschool", "niveau dat is getoetst of behaald"),
                     field("score", &R::score, "taalschool", "behaalde score"),
                     field("maximaleScore", &R::maximale_score, "taalschool", "hoogst mogelijke score"),
                     field("uitslag", &R::uitslag, "taalschool", "uitslag"));
}();
