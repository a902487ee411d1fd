#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// A taalschool asks the gemeente to look at someone. Key: school and its own kenmerk.
struct Signaal {
  std::string instelling;
  std::string kenmerk;
  Stated<Code<codes::soort_signaal>> soort;
  Stated<Day> datum;
  Stated<bool> dringend;
  Stated<std::string> toelichting;
  bool operator==(const Signaal&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Signaal> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Signaal;
  return describe<R>(
      About{"Signaal", "een taalschool vraagt de gemeente om aandacht voor iemand",
            belongs_to("Inburgeringsplichtige", "BETREFT")},
      key("instelling", &R::instelling, "taalschool", "OIN van de taalschool"),
      key("kenmerk", &R::kenmerk, "taalschool", "kenmerk van de taalschool"),
      field("soort", &R::soort, "taalschool", "waarover"),
      field("datum", &R::datum, "taalschool", "dag waarop de school het opmerkte"),
      field("dringend", &R::dringend, "taalschool", "vraagt om een reactie binnen enkele dagen"),
      field("toelichting", &R::toelichting, "taalschool", "toelichting van de school"));
}();
