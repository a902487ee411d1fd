#pragma once
#include <optional>

#include "adapters/taalschool/rij.h"
#include "schemas/value/day.h"
#include "schemas/value/two_decimals.h"

namespace inburgering::adapters::taalschool {

/// A row of `aanwezigheid`: hours followed and missed in one period.
struct Aanwezigheid : Rij {
  std::string soort;
  schemas::Day periode_van;  ///< inclusive
  schemas::Day periode_tot;  ///< inclusive
  schemas::DecimalHours uren_gevolgd;
  std::optional<schemas::DecimalHours> uren_geoorloofd_verzuim;
  std::optional<schemas::DecimalHours> uren_ongeoorloofd_verzuim;
};

inline constexpr std::string_view soorten_uren[] = {"taalles", "knm", "participatie", "alfabetisering"};

/// A period does not end before it begins, is a year at most, and has no more hours than there are in it.
void check(const Aanwezigheid& aanwezigheid, schemas::Faults& faults);

}  // namespace inburgering::adapters::taalschool

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::taalschool::Aanwezigheid> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::taalschool;
  using R = Aanwezigheid;
  return describe<R>(
      About{"Aanwezigheid", "gevolgde en gemiste uren in één periode"}, kenmerk_field, gemeentecode_field,
      bsn_field, field("soort", &R::soort, source, "waaraan de uren zijn besteed", {.codes = soorten_uren}),
      field("periodeVan", &R::periode_van, source, "eerste dag van de periode"),
      field("periodeTot", &R::periode_tot, source, "laatste dag van de periode, die dag inbegrepen"),
      field("urenGevolgd", &R::uren_gevolgd, source, "gevolgde uren"),
      field("urenGeoorloofdVerzuim", &R::uren_geoorloofd_verzuim, source, "uren geoorloofd verzuim"),
      field("urenOngeoorloofdVerzuim", &R::uren_ongeoorloofd_verzuim, source, "uren ongeoorloofd verzuim"));
}();
