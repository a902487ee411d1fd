// Rules over the plicht, its term and what DUO told of both.
#include <algorithm>

#include "mapping/afgeleid/regels.h"

namespace inburgering::mapping::afgeleid {

namespace codes = canonical::codes;
using schemas::Code;

Objecten regie(const Bekend& bekend) {
  const auto* plicht = bekend.one<canonical::Inburgeringsplichtige>();
  if (plicht == nullptr || plicht->indicator_inburgeringsplicht.is_absent()) return {};
  canonical::Inburgeringsplichtige said;
  said.verantwoordelijke_gemeente = bekend.gemeentecode();
  return {said};
}

Objecten leerbaarheid(const Bekend& bekend) {
  const auto toetsen = bekend.all<canonical::Leerbaarheidstoets>();
  const auto last =
      std::ranges::max_element(toetsen, {}, [](const auto* each) { return each->datum_afname; });
  if (last == toetsen.end() || !(*last)->resultaat.has_value()) return {};
  const auto result = (*last)->resultaat.value().text();
  canonical::Inburgeringsplichtige said;
  // Besluit inburgering 2021: whom B1 is not within reach of follows the Z-route.
  if (result == "B1-route haalbaar")
    said.uitkomst_leerbaarheidstoets = Code<codes::leerroute>::of("B1-route");
  else if (result == "B1-route niet haalbaar")
    said.uitkomst_leerbaarheidstoets = Code<codes::leerroute>::of("Z-route");
  else
    return {};
  return {said};
}

Objecten asielrechten(const Bekend& bekend) {
  const auto* plicht = bekend.one<canonical::Inburgeringsplichtige>();
  if (plicht == nullptr || !plicht->asielrechten_wijziging_verblijfsdoel.has_value()) return {};
  const auto rights = plicht->asielrechten_wijziging_verblijfsdoel.value().text();
  // Of the other two it is not told whether it is a gezinsmigrant or another.
  if (rights != "Asielrechten toegekend" && rights != "Behoud asielrechten") return {};
  canonical::Inburgeringsplichtige said;
  said.wordt_behandeld_als = Code<codes::wordt_behandeld_als>::of("Asielstatushouder");
  return {said};
}

Objecten verlenging(const Bekend& bekend) {
  auto events = bekend.all<canonical::Gebeurtenis>();
  std::ranges::sort(events, {}, [](const auto* each) { return each->registratie_datum_tijd; });
  std::vector<canonical::AanvraagVerlenging> aanvragen;
  for (const auto* event : events) {
    const auto& kind = event->gebeurtenis_id;
    if (kind == "SS112") {
      const auto day = schemas::day_in_the_netherlands(event->registratie_datum_tijd);
      if (aanvragen.empty() || aanvragen.back().datum_aanvraag != day) aanvragen.push_back({day, {}, {}});
    }
    if (aanvragen.empty() || !aanvragen.back().beoordeling.is_absent()) continue;
    using Beoordeling = Code<codes::beoordeling_aanvraag_verlenging>;
    if (kind == "SS104") aanvragen.back().beoordeling = Beoordeling::of("Toegestaan");
    if (kind == "SS113") aanvragen.back().beoordeling = Beoordeling::of("NietToegestaan");
  }
  // The ground of a lengthening stands with the term.
  if (const auto* term = bekend.one<canonical::Inburgeringstermijn>();
      term != nullptr && term->verlengingsgrond.has_value() && !aanvragen.empty() &&
      aanvragen.back().beoordeling.has_value() && aanvragen.back().beoordeling.value().text() == "Toegestaan")
    aanvragen.back().verlengingsgrond = term->verlengingsgrond.value();
  return {aanvragen.begin(), aanvragen.end()};
}

}  // namespace inburgering::mapping::afgeleid
