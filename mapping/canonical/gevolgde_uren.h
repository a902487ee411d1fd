#pragma once
#include <string>

#include "schemas/record/fields.h"
#include "schemas/value/day.h"
#include "schemas/value/stated.h"

namespace inburgering::mapping::canonical {

using schemas::Stated;

/// Hours followed and missed in one period (GGM Brede Intake: verzuim; DUO GevolgdeUren: hours).
/// Key: who gave the hours and its own kenmerk, so that a correction replaces.
struct GevolgdeUren {
  std::string instelling;
  std::string kenmerk;
  Stated<std::string> soort;
  Stated<schemas::Day> periode_van;
  Stated<schemas::Day> periode_tot;
  Stated<std::int64_t> uren_gevolgd;
  Stated<std::int64_t> uren_geoorloofd_verzuim;
  Stated<std::int64_t> uren_ongeoorloofd_verzuim;
  bool operator==(const GevolgdeUren&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::GevolgdeUren> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::mapping::canonical::GevolgdeUren;
  return describe<R>(
      "GevolgdeUren", key("instelling", &R::instelling, "", "OIN van de taalschool"),
      key("kenmerk", &R::kenmerk, "", "kenmerk van de taalschool"),
      field("soort", &R::soort, "", "taalles, knm, participatie of alfabetisering"),
      field("periodeVan", &R::periode_van, "Brede Intake.startdatum", "eerste dag"),
      field("periodeTot", &R::periode_tot, "Brede Intake.einddatum", "laatste dag"),
      field("urenGevolgd", &R::uren_gevolgd, "Brede Intake.GevolgdeUrenKNMenTaalles", "gevolgde uren"),
      field("urenGeoorloofdVerzuim", &R::uren_geoorloofd_verzuim, "Brede Intake.UrenGeoorloofdVerzuim",
            "uren geoorloofd verzuim"),
      field("urenOngeoorloofdVerzuim", &R::uren_ongeoorloofd_verzuim, "Brede Intake.UrenOngeoorloofdVerzuim",
            "uren ongeoorloofd verzuim"));
}();
