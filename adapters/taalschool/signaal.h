#pragma once
#include <optional>

#include "adapters/taalschool/rij.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::taalschool {

/// A row of `signalen`: the school asks the gemeente to look at someone.
struct Signaal : Rij {
  std::string soort;
  schemas::Day datum;
  std::optional<bool> dringend;
  std::optional<std::string> toelichting;
};

inline constexpr std::string_view soorten_signaal[] = {
    "verzuim", "stagnatie", "andere-leerroute", "persoonlijke-omstandigheden", "examen", "overig"};

void check(const Signaal& signaal, schemas::Faults& faults);

}  // namespace inburgering::adapters::taalschool

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::taalschool::Signaal> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::taalschool;
  using R = Signaal;
  return describe<R>(About{"Signaal", "de school vraagt de gemeente om aandacht voor iemand"}, kenmerk_field,
                     gemeentecode_field, bsn_field,
                     field("soort", &R::soort, source, "waarover", {.codes = soorten_signaal}),
                     field("datum", &R::datum, source, "dag waarop de school het opmerkte"),
                     field("dringend", &R::dringend, source, "vraagt om een reactie binnen enkele dagen"),
                     field("toelichting", &R::toelichting, source,
                           "toelichting voor de gemeente; geen medische gegevens", {.max_length = 500}));
}();
