#include "mapping/taalschool/uren.h"

#include <algorithm>

namespace inburgering::mapping::taalschool {
namespace {

schemas::Hours whole_hours(std::int64_t hundredths) {
  return schemas::Hours::of(std::min(hundredths / 100, schemas::Hours::maximum)).value_or(schemas::Hours());
}

std::optional<schemas::Day> first_pip(std::span<const canonical::PIP> pips) {
  std::optional<schemas::Day> first;
  for (const auto& pip : pips) {
    auto day = pip.dagtekening;
    if (pip.dagtekening_initieel.has_value()) day = std::min(day, pip.dagtekening_initieel.value());
    first = first ? std::min(*first, day) : day;
  }
  return first;
}

}  // namespace

std::optional<canonical::Urenstand> urenstand(std::span<const canonical::Aanwezigheid> aanwezigheid,
                                              std::span<const canonical::PIP> pips) {
  const auto pip = first_pip(pips);
  std::int64_t intake = 0;
  std::int64_t route = 0;
  std::int64_t participation = 0;
  std::optional<schemas::Day> last;
  for (const auto& period : aanwezigheid) {
    if (!period.uren_gevolgd.has_value() || !period.periode_tot.has_value()) continue;
    const auto ends = period.periode_tot.value();
    last = last ? std::max(*last, ends) : ends;
    auto& total = period.soort.has_value() && period.soort.value().text() == "participatie" ? participation
                  : pip && ends >= *pip                                                     ? route
                                                                                            : intake;
    total += period.uren_gevolgd.value().hundredths();
  }
  if (!last) return std::nullopt;
  canonical::Urenstand stand;
  stand.bekend_tot =
      schemas::Day(std::chrono::year_month_day(std::chrono::sys_days(last->date()) + std::chrono::days(1)));
  stand.uren_taalles_en_knm_brede_intake = whole_hours(intake);
  stand.uren_participatieactiviteiten = whole_hours(participation);
  stand.uren_participatie_als_taalles = whole_hours(route);
  return stand;
}

}  // namespace inburgering::mapping::taalschool
