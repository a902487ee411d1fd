#pragma once
#include <optional>

#include "adapters/taalschool/voortgangsmeting.h"
#include "schemas/value/two_decimals.h"

namespace inburgering::adapters::taalschool {

/// A row of `deelnames`: someone takes part at this school, on behalf of a gemeente. All other rows are only
/// taken about persons with a deelname.
struct Deelname : Rij {
  std::string soort;
  schemas::Day startdatum;
  std::optional<schemas::Day> verwachte_einddatum;
  std::optional<std::string> leerroute;
  std::optional<std::string> alfabetisering;
  std::optional<schemas::DecimalHours> uren_per_week;
  std::optional<std::string> instellingsnummer;
  std::optional<std::string> contract;
  std::optional<std::string> activiteit;
  std::optional<std::string> organisatie;
};

inline constexpr std::string_view soorten_deelname[] = {"taalles", "knm", "map", "participatie",
                                                        "taalschakeltraject"};
inline constexpr std::string_view alfabetiseringen[] = {"A", "AA", "NVT"};

void check(const Deelname& deelname, schemas::Faults& faults);

}  // namespace inburgering::adapters::taalschool

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::taalschool::Deelname> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::taalschool;
  using R = Deelname;
  return describe<R>(
      About{"Deelname", "iemand volgt onderwijs bij deze school, in opdracht van een gemeente"},
      kenmerk_field, gemeentecode_field, bsn_field,
      field("soort", &R::soort, source, "waaraan wordt deelgenomen", {.codes = soorten_deelname}),
      field("startdatum", &R::startdatum, source, "eerste dag"),
      field("verwachteEinddatum", &R::verwachte_einddatum, source, "verwachte laatste dag"),
      field("leerroute", &R::leerroute, source, "B = B1-route, O = onderwijsroute, Z = Z-route",
            {.codes = leerroutes}),
      field("alfabetisering", &R::alfabetisering, source,
            "alfabetiseringsonderwijs: A = analfabeet, AA = anders gealfabetiseerd, NVT = geen",
            {.codes = alfabetiseringen}),
      field("urenPerWeek", &R::uren_per_week, source, "afgesproken uren per week"),
      field("instellingsnummer", &R::instellingsnummer, source,
            "nummer van de school bij DUO; ermee wordt de deelname ook als inburgeringsaanbod vastgelegd",
            {.format = &instellingsnummer_format}),
      field("contract", &R::contract, source, "kenmerk van het contract met de gemeente", {.max_length = 40}),
      field("activiteit", &R::activiteit, source, "bij participatie: wat iemand doet", {.max_length = 100}),
      field("organisatie", &R::organisatie, source, "bij participatie: bij wie", {.max_length = 100}));
}();
