#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// How far someone was on one day, as a taalschool measured (the seed's Voortgangsmeting; GGM gives it no
/// attributes). Key: school and its own kenmerk, so that a correction replaces.
struct Voortgangsmeting {
  std::string instelling;
  std::string kenmerk;
  Stated<Day> meetdatum;
  Stated<Code<codes::leerroute>> leerroute;
  Stated<Code<codes::erk_niveau>> niveau_lezen;
  Stated<Code<codes::erk_niveau>> niveau_luisteren;
  Stated<Code<codes::erk_niveau>> niveau_schrijven;
  Stated<Code<codes::erk_niveau>> niveau_spreken;
  Stated<Code<codes::voortgang>> voortgang;
  Stated<Day> verwachte_einddatum;
  bool operator==(const Voortgangsmeting&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Voortgangsmeting> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Voortgangsmeting;
  return describe<R>(
      About{"Voortgangsmeting", "hoe ver een inburgeraar op een dag was, gemeten door de taalschool",
            belongs_to("Inburgeringsplichtige", "HEEFT")},
      key("instelling", &R::instelling, "taalschool", "OIN van de taalschool"),
      key("kenmerk", &R::kenmerk, "taalschool", "kenmerk van de taalschool"),
      field("meetdatum", &R::meetdatum, "taalschool", "dag van de meting"),
      field("leerroute", &R::leerroute, "taalschool", "leerroute die wordt gevolgd"),
      field("niveauLezen", &R::niveau_lezen, "taalschool", "niveau lezen"),
      field("niveauLuisteren", &R::niveau_luisteren, "taalschool", "niveau luisteren"),
      field("niveauSchrijven", &R::niveau_schrijven, "taalschool", "niveau schrijven"),
      field("niveauSpreken", &R::niveau_spreken, "taalschool", "niveau spreken"),
      field("voortgang", &R::voortgang, "taalschool", "stand ten opzichte van het plan"),
      field("verwachteEinddatum", &R::verwachte_einddatum, "taalschool",
            "verwachte laatste dag van het traject"));
}();
