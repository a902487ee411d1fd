#include "mapping/klokken/begin.h"

#include <algorithm>

#include "mapping/taalschool/waarschuwing.h"
#include "schemas/value/counted.h"

namespace inburgering::mapping::klokken {
namespace {

using schemas::Day;
using schemas::Stated;
using Begin = Klokdefinitie::Begin;

constexpr Duur three_years{3, Duur::Eenheid::jaren};
constexpr std::string_view duo = "duo";

std::optional<Day> value_of(const Stated<Day>& stated) {
  return stated.has_value() ? std::optional(stated.value()) : std::nullopt;
}

int days_between(Day from, Day until) {
  return static_cast<int>((std::chrono::sys_days(until.date()) - std::chrono::sys_days(from.date())).count());
}

// ---- what an Aanwijzing points at

std::optional<Loop> loop_from(const Klokdefinitie& klok, const Gevonden& start) {
  Loop loop{.van = start.dag, .door = in_woorden(*start.object)};
  if (!klok.tot.empty()) {
    const auto last = dag_in(*start.object, klok.tot);
    if (!last) return std::nullopt;
    loop.tot = *last;
  } else {
    if (!start.dag) return std::nullopt;
    loop.tot = na(*start.dag, *klok.duur);
  }
  return loop;
}

std::vector<Loop> pointed_at(const Klokdefinitie& klok, const Situatie& situatie) {
  auto starts = gevonden(klok.van, situatie);
  if (klok.begin != Begin::elk && !starts.empty()) {
    const auto by_day = [](const Gevonden& one, const Gevonden& other) { return one.dag < other.dag; };
    const auto one = klok.begin == Begin::laatste ? std::ranges::max_element(starts, by_day)
                                                  : std::ranges::min_element(starts, by_day);
    starts = {*one};
  }
  std::vector<Loop> list;
  for (const auto& start : starts)
    if (auto loop = loop_from(klok, start)) {
      if (klok.begin == Begin::elk) loop->betreft = sleutel(*start.object);
      list.push_back(std::move(*loop));
    }
  return list;
}

// ---- the inburgeringstermijn

/// What a gemeente granted by itself, where DUO has not told the end yet: weeks that a request was granted
/// for, and the time of a temporary vrijstelling within the term.
void lengthen(Loop& loop, const Situatie& situatie) {
  int weeks = 0;
  for (const auto* ground : alle<canonical::Verlengingsgrond>(situatie)) {
    const bool refused =
        std::ranges::any_of(alle<canonical::AanvraagVerlenging>(situatie), [&](const auto* request) {
          return request->datum_aanvraag == ground->datum_aanvraag && request->beoordeling.has_value() &&
                 request->beoordeling.value().text() != "Toegestaan";
        });
    if (!refused && ground->datum_beoordeling.has_value() && ground->verlenging_in_weken.has_value())
      weeks += static_cast<int>(std::clamp<std::int64_t>(ground->verlenging_in_weken.value(), 0, 999));
  }
  if (weeks > 0) {
    loop.tot = na(loop.tot, {weeks, Duur::Eenheid::weken});
    loop.verschoven = "verlenging van " + schemas::counted(weeks, "week", "weken");
  }
  int days = 0;
  for (const auto* each : alle<canonical::Vrijstelling>(situatie)) {
    if (each->omvang.text() != "Tijdelijk" || !each->oordeel.has_value() ||
        each->oordeel.value().text() != "Toekenning" || !each->startdatum.has_value() ||
        !each->einddatum.has_value())
      continue;
    const auto from = std::max(each->startdatum.value(), dag_erna(*loop.van));
    const auto until = std::min(each->einddatum.value(), loop.tot);
    if (from <= until) days += days_between(from, until) + 1;
  }
  if (days == 0) return;
  loop.tot = na(loop.tot, {days, Duur::Eenheid::dagen});
  loop.verschoven += (loop.verschoven.empty() ? "" : "; ") + std::string("tijdelijke vrijstelling van ") +
                     schemas::counted(days, "dag", "dagen");
}

/// As DUO tells it: the end that it names counts, with all that moved it. Where it told only the PIP, the
/// law's three years from the day after (Wet inburgering 2021 art. 11).
std::optional<Loop> termijn(const Situatie& situatie, const Plicht& plicht) {
  const canonical::Inburgeringstermijn* told = nullptr;
  for (const auto* each : alle<canonical::Inburgeringstermijn>(situatie))
    if (told == nullptr || told->datum_aanvang < each->datum_aanvang) told = each;
  if (told != nullptr) {
    Loop loop{.van = dag_ervoor(told->datum_aanvang), .door = in_woorden(*told)};
    if (told->datum_einde.has_value()) {
      loop.tot = dag_ervoor(told->datum_einde.value());
      if (told->verlengingsgrond.has_value())
        loop.verschoven = "verlengd door DUO, grond " + told->verlengingsgrond.value();
    } else {
      loop.tot = na(*loop.van, three_years);
      lengthen(loop, situatie);
    }
    return loop;
  }
  std::optional<Day> first;
  for (const auto& each : situatie.objecten) {
    const auto* pip = std::get_if<canonical::PIP>(&each.object);
    if (pip == nullptr || each.feed != duo) continue;
    const auto day = value_of(pip->dagtekening_initieel).value_or(pip->dagtekening);
    if (!plicht.sinds || day >= *plicht.sinds) first = first ? std::min(*first, day) : day;
  }
  if (!first) return std::nullopt;
  Loop loop{.van = *first, .tot = na(*first, three_years), .door = "PIP " + first->text()};
  lengthen(loop, situatie);
  return loop;
}

// ---- a PIP that DUO does not know

std::vector<Loop> outside_duo(const Klokdefinitie& klok, const Situatie& situatie) {
  std::set<Day> known;
  std::set<Day> ours;
  for (const auto& each : situatie.objecten)
    if (const auto* pip = std::get_if<canonical::PIP>(&each.object);
        pip != nullptr && pip->gemeentecode == situatie.gemeentecode)
      (each.feed == duo ? known : ours).insert(pip->dagtekening);
  std::vector<Loop> list;
  for (const auto& day : ours)
    if (!known.contains(day))
      list.push_back(
          {.betreft = day.text(), .van = day, .tot = na(day, *klok.duur), .door = "PIP " + day.text()});
  return list;
}

// ---- schools

std::vector<Loop> silent_schools(const Klokdefinitie& klok, const Situatie& situatie, Day today) {
  taalschool::Schoolgegevens told;
  const auto copy = [&]<class T>(std::vector<T>& into) {
    for (const auto* each : alle<T>(situatie)) into.push_back(*each);
  };
  copy(told.deelnames);
  copy(told.aanwezigheid);
  copy(told.metingen);
  copy(told.toetsen);
  std::set<std::string> schools;
  std::optional<Day> next;
  for (const auto& deelname : told.deelnames) {
    if (deelname.einddatum.has_value()) continue;
    schools.insert(deelname.instelling);
    if (const auto day = value_of(deelname.startdatum); day && *day > today)
      next = next ? std::min(*next, *day) : *day;
  }
  std::vector<Loop> list;
  for (const auto& school : schools)
    if (const auto last = taalschool::laatste_gegevens(told, school, today))
      list.push_back({.betreft = school,
                      .van = *last,
                      .tot = na(*last, *klok.duur),
                      .door = "laatste gegevens van de school",
                      .opnieuw = next});
  return list;
}

}  // namespace

std::vector<Loop> lopen(const Klokdefinitie& klok, const Situatie& situatie, const Plicht& plicht,
                        Day today) {
  switch (klok.begin) {
    case Begin::laatste:
    case Begin::eerste:
    case Begin::elk:
      return pointed_at(klok, situatie);
    case Begin::termijn: {
      auto loop = termijn(situatie, plicht);
      if (!loop) return {};
      if (klok.duur) loop->tot = voor(loop->tot, *klok.duur);
      return {std::move(*loop)};
    }
    case Begin::buiten_duo:
      return outside_duo(klok, situatie);
    case Begin::stille_school:
      return silent_schools(klok, situatie, today);
  }
  return {};
}

}  // namespace inburgering::mapping::klokken
