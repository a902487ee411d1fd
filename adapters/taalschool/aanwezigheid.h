#pragma once
#include <optional>
#include <string>

#include "adapters/taalschool/voortgangsmeting.h"
#include "schemas/value/hours.h"

namespace inburgering::adapters::taalschool {

/// Body of `POST /taalschool/v1/aanwezigheid`: hours followed and missed in one period.
struct Aanwezigheid {
  std::string kenmerk;
  std::string gemeentecode;
  schemas::Bsn bsn;
  std::string soort;
  schemas::Day periode_van;  ///< inclusive
  schemas::Day periode_tot;  ///< inclusive
  schemas::Hours uren_gevolgd;
  std::optional<schemas::Hours> uren_geoorloofd_verzuim;
  std::optional<schemas::Hours> uren_ongeoorloofd_verzuim;
};

inline constexpr std::string_view soorten_uren[] = {"taalles", "knm", "participatie", "alfabetisering"};

/// Also refuses a period that ends before it begins.
schemas::Result<Aanwezigheid> parse_aanwezigheid(std::string_view json);

}  // namespace inburgering::adapters::taalschool

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::taalschool::Aanwezigheid> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::taalschool;
  using R = Aanwezigheid;
  constexpr std::string_view source = "taalschool-API";
  return describe<R>(
      "Aanwezigheid",
      field("kenmerk", &R::kenmerk, source, "eigen kenmerk van de taalschool",
            {.min_length = 1, .max_length = 40}),
      field("gemeentecode", &R::gemeentecode, source, "gemeente waarvoor de taalschool werkt",
            {.format = &formats::gemeentecode}),
      field("bsn", &R::bsn, source, "burgerservicenummer van de deelnemer"),
      field("soort", &R::soort, source, "waaraan de uren zijn besteed", {.codes = soorten_uren}),
      field("periodeVan", &R::periode_van, source, "eerste dag van de periode"),
      field("periodeTot", &R::periode_tot, source, "laatste dag van de periode"),
      field("urenGevolgd", &R::uren_gevolgd, source, "gevolgde uren"),
      field("urenGeoorloofdVerzuim", &R::uren_geoorloofd_verzuim, source, "uren geoorloofd verzuim"),
      field("urenOngeoorloofdVerzuim", &R::uren_ongeoorloofd_verzuim, source, "uren ongeoorloofd verzuim"));
}();
