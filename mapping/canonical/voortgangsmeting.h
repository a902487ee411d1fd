#pragma once
#include <string>

#include "schemas/record/fields.h"
#include "schemas/value/day.h"
#include "schemas/value/stated.h"

namespace inburgering::mapping::canonical {

using schemas::Stated;

/// How far someone was on one day, as a taalschool measured (the seed's Voortgangsmeting; GGM gives it no
/// attributes). Key: school and its own kenmerk, so that a correction replaces.
struct Voortgangsmeting {
  std::string instelling;
  std::string kenmerk;
  Stated<schemas::Day> meetdatum;
  Stated<std::string> leerroute;
  Stated<std::string> niveau_lezen;
  Stated<std::string> niveau_luisteren;
  Stated<std::string> niveau_schrijven;
  Stated<std::string> niveau_spreken;
  Stated<std::string> voortgang;
  Stated<schemas::Day> verwachte_einddatum;
  bool operator==(const Voortgangsmeting&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Voortgangsmeting> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::mapping::canonical::Voortgangsmeting;
  return describe<R>(
      "Voortgangsmeting", key("instelling", &R::instelling, "", "OIN van de taalschool"),
      key("kenmerk", &R::kenmerk, "", "kenmerk van de taalschool"),
      field("meetdatum", &R::meetdatum, "", "dag van de meting"),
      field("leerroute", &R::leerroute, "Leerroute.LeerrouteType", "B, O of Z"),
      field("niveauLezen", &R::niveau_lezen, "", "ERK-niveau met halve stappen"),
      field("niveauLuisteren", &R::niveau_luisteren, "", "ERK-niveau met halve stappen"),
      field("niveauSchrijven", &R::niveau_schrijven, "", "ERK-niveau met halve stappen"),
      field("niveauSpreken", &R::niveau_spreken, "", "ERK-niveau met halve stappen"),
      field("voortgang", &R::voortgang, "", "achter, volgens-plan of voor"),
      field("verwachteEinddatum", &R::verwachte_einddatum, "", "verwachte laatste dag van het traject"));
}();
