#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// Education that someone followed (GGM Educatie).
struct Educatie {
  Code<codes::niveau_opleiding> opleiding;
  std::optional<Day> educatie_van;
  Stated<Day> educatie_tot;
  Stated<std::string> educatie_land;
  Stated<Code<codes::opleidingsniveau>> educatie_diploma;
  Stated<bool> diploma_in_bezit;
  bool operator==(const Educatie&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Educatie> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Educatie;
  return describe<R>(
      About{"Educatie", "gevolgde opleiding", belongs_to("Persoon", "HEEFT_GEVOLGD")},
      key("opleiding", &R::opleiding, "ggm:Educatie.Opleiding; gemeente", "soort opleiding"),
      key("educatieVan", &R::educatie_van, "ggm:Educatie.EducatieVan; gemeente", "eerste dag"),
      field("educatieTot", &R::educatie_tot, "ggm:Educatie.EducatieTot; gemeente", "laatste dag"),
      field("educatieLand", &R::educatie_land, "ggm:Educatie.EducatieLand; gemeente",
            "land waar de opleiding is gevolgd"),
      field("educatieDiploma", &R::educatie_diploma, "ggm:Educatie.EducatieDiploma; gemeente",
            "niveau van het diploma"),
      field("diplomaInBezit", &R::diploma_in_bezit, "ggm:Educatie.EducatieInBezit; gemeente",
            "heeft deze persoon het diploma"));
}();
