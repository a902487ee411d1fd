#pragma once
#include <optional>
#include <string>

#include "schemas/fault.h"
#include "schemas/record/fields.h"
#include "schemas/value/bsn.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::taalschool {

/// Body of `POST /taalschool/v1/voortgangsmetingen`: how far a participant was on one day.
struct Voortgangsmeting {
  std::string kenmerk;
  std::string gemeentecode;
  schemas::Bsn bsn;
  schemas::Day meetdatum;
  std::optional<std::string> leerroute;
  std::optional<std::string> niveau_lezen;
  std::optional<std::string> niveau_luisteren;
  std::optional<std::string> niveau_schrijven;
  std::optional<std::string> niveau_spreken;
  std::optional<std::string> voortgang;
  std::optional<schemas::Day> verwachte_einddatum;
};

inline constexpr std::string_view leerroutes[] = {"B", "O", "Z"};
/// The scale of the ERK (CEFR) with half steps, as taalscholen report it.
inline constexpr std::string_view taalniveaus[] = {"A0", "A0+", "A1", "A1+", "A2", "A2+", "B1", "B1+", "B2"};
inline constexpr std::string_view voortgangen[] = {"achter", "volgens-plan", "voor"};

schemas::Result<Voortgangsmeting> parse_voortgangsmeting(std::string_view json);

}  // namespace inburgering::adapters::taalschool

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::taalschool::Voortgangsmeting> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::taalschool;
  using R = Voortgangsmeting;
  constexpr std::string_view source = "taalschool-API";
  return describe<R>(
      "Voortgangsmeting",
      field("kenmerk", &R::kenmerk, source, "eigen kenmerk van de taalschool",
            {.min_length = 1, .max_length = 40}),
      field("gemeentecode", &R::gemeentecode, source, "gemeente waarvoor de taalschool werkt",
            {.format = &formats::gemeentecode}),
      field("bsn", &R::bsn, source, "burgerservicenummer van de deelnemer"),
      field("meetdatum", &R::meetdatum, source, "dag van de meting"),
      field("leerroute", &R::leerroute, source, "B1-route, onderwijsroute of Z-route", {.codes = leerroutes}),
      field("niveauLezen", &R::niveau_lezen, source, "niveau lezen", {.codes = taalniveaus}),
      field("niveauLuisteren", &R::niveau_luisteren, source, "niveau luisteren", {.codes = taalniveaus}),
      field("niveauSchrijven", &R::niveau_schrijven, source, "niveau schrijven", {.codes = taalniveaus}),
      field("niveauSpreken", &R::niveau_spreken, source, "niveau spreken", {.codes = taalniveaus}),
      field("voortgang", &R::voortgang, source, "stand ten opzichte van het plan", {.codes = voortgangen}),
      field("verwachteEinddatum", &R::verwachte_einddatum, source, "verwachte laatste dag van het traject"));
}();
