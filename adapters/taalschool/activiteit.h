#pragma once
#include <optional>
#include <string>

#include "adapters/taalschool/rij.h"
#include "schemas/value/day.h"
#include "schemas/value/two_decimals.h"

namespace inburgering::adapters::taalschool {

/// A row of `activiteiten`: what someone does to take part in society, besides or within a deelname.
struct Activiteit : Rij {
  std::string activiteit;
  std::optional<std::string> organisatie;
  schemas::Day startdatum;
  std::optional<schemas::Day> einddatum;
  std::optional<schemas::DecimalHours> uren_gevolgd;
};

void check(const Activiteit& activiteit, schemas::Faults& faults);

}  // namespace inburgering::adapters::taalschool

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::taalschool::Activiteit> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::taalschool;
  using R = Activiteit;
  return describe<R>(
      About{"Activiteit", "een activiteit waarmee iemand meedoet, bijvoorbeeld vrijwilligerswerk"},
      kenmerk_field, gemeentecode_field, bsn_field,
      field("activiteit", &R::activiteit, source, "wat iemand doet", {.min_length = 1, .max_length = 100}),
      field("organisatie", &R::organisatie, source, "bij wie", {.max_length = 100}),
      field("startdatum", &R::startdatum, source, "eerste dag"),
      field("einddatum", &R::einddatum, source, "laatste dag"),
      field("urenGevolgd", &R::uren_gevolgd, source, "gevolgde uren tot nu toe"));
}();
