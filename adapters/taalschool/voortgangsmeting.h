#pragma once
#include <optional>
#include <string>

#include "adapters/taalschool/rij.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::taalschool {

/// A row of `voortgangsmetingen`: how far a participant was on one day.
struct Voortgangsmeting : Rij {
  schemas::Day meetdatum;
  std::optional<std::string> leerroute;
  std::optional<std::string> niveau_lezen;
  std::optional<std::string> niveau_luisteren;
  std::optional<std::string> niveau_schrijven;
  std::optional<std::string> niveau_spreken;
  std::optional<std::string> voortgang;
  std::optional<schemas::Day> verwachte_einddatum;
  std::optional<std::string> taal_mondeling;
  std::optional<std::string> taal_schriftelijk;
  std::optional<std::string> ict_vaardigheid;
};

inline constexpr std::string_view leerroutes[] = {"B", "O", "Z"};
/// The scale of the ERK (CEFR) with half steps, as taalscholen report it.
inline constexpr std::string_view taalniveaus[] = {"A0", "A0+", "A1", "A1+", "A2", "A2+", "B1", "B1+", "B2"};
inline constexpr std::string_view voortgangen[] = {"achter", "volgens-plan", "voor"};
/// As GGM judges language and computer skills.
inline constexpr std::string_view oordelen[] = {"arm", "middelmatig", "voldoende", "goed", "uitstekend"};

/// DUO Inburgeringsaanbod 1.2.0, Instelling.instellingsnummer: ten characters.
inline constexpr schemas::Format instellingsnummer_format{
    "Instellingsnummer", "[A-Za-z0-9]{10}", "tien letters of cijfers",
    [](std::string_view text) { return text.size() == 10 && std::ranges::all_of(text, is_plain); }};

void check(const Voortgangsmeting& meting, schemas::Faults& faults);

}  // namespace inburgering::adapters::taalschool

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::taalschool::Voortgangsmeting> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::taalschool;
  using R = Voortgangsmeting;
  return describe<R>(
      About{"Voortgangsmeting", "hoe ver een deelnemer op een dag was"}, kenmerk_field, gemeentecode_field,
      bsn_field, field("meetdatum", &R::meetdatum, source, "dag van de meting"),
      field("leerroute", &R::leerroute, source, "B = B1-route, O = onderwijsroute, Z = Z-route",
            {.codes = leerroutes}),
      field("niveauLezen", &R::niveau_lezen, source, "ERK-niveau lezen", {.codes = taalniveaus}),
      field("niveauLuisteren", &R::niveau_luisteren, source, "ERK-niveau luisteren", {.codes = taalniveaus}),
      field("niveauSchrijven", &R::niveau_schrijven, source, "ERK-niveau schrijven", {.codes = taalniveaus}),
      field("niveauSpreken", &R::niveau_spreken, source, "ERK-niveau spreken", {.codes = taalniveaus}),
      field("voortgang", &R::voortgang, source, "stand ten opzichte van het plan", {.codes = voortgangen}),
      field("verwachteEinddatum", &R::verwachte_einddatum, source, "verwachte laatste dag van het traject"),
      field("taalMondeling", &R::taal_mondeling, source, "oordeel over de mondelinge taalvaardigheid",
            {.codes = oordelen}),
      field("taalSchriftelijk", &R::taal_schriftelijk, source,
            "oordeel over de schriftelijke taalvaardigheid", {.codes = oordelen}),
      field("ictVaardigheid", &R::ict_vaardigheid, source, "oordeel over de digitale vaardigheden",
            {.codes = oordelen}));
}();
