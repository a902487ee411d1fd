#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// Hours followed and missed in one period, as a taalschool counted. Key: school and its own kenmerk, so that
/// a correction replaces.
struct Aanwezigheid {
  std::string instelling;
  std::string kenmerk;
  Stated<Code<codes::soort_uren>> soort;
  Stated<Day> periode_van;
  Stated<Day> periode_tot;
  Stated<DecimalHours> uren_gevolgd;
  Stated<DecimalHours> uren_geoorloofd_verzuim;
  Stated<DecimalHours> uren_ongeoorloofd_verzuim;
  bool operator==(const Aanwezigheid&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Aanwezigheid> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Aanwezigheid;
  return describe<R>(
      About{"Aanwezigheid", "gevolgde en gemiste uren in één periode, geteld door de taalschool",
            belongs_to("Inburgeringsplichtige", "HEEFT")},
      key("instelling", &R::instelling, "taalschool", "OIN van de taalschool"),
      key("kenmerk", &R::kenmerk, "taalschool", "kenmerk van de taalschool"),
      field("soort", &R::soort, "taalschool", "waaraan de uren zijn besteed"),
      field("periodeVan", &R::periode_van, "taalschool", "eerste dag"),
      field("periodeTot", &R::periode_tot, "taalschool", "laatste dag"),
      field("urenGevolgd", &R::uren_gevolgd, "taalschool", "gevolgde uren"),
      field("urenGeoorloofdVerzuim", &R::uren_geoorloofd_verzuim, "taalschool", "uren geoorloofd verzuim"),
      field("urenOngeoorloofdVerzuim", &R::uren_ongeoorloofd_verzuim, "taalschool",
            "uren ongeoorloofd verzuim"));
}();
