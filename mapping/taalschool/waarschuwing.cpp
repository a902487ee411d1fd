#include "mapping/taalschool/waarschuwing.h"

#include <algorithm>
#include <array>
#include <set>

#include "schemas/value/counted.h"

namespace inburgering::mapping::taalschool {
namespace {

namespace codes = canonical::codes;
using canonical::Voortgangsmeting;
using canonical::Waarschuwing;
using schemas::Day;
using schemas::Score;
using schemas::Stated;
using Days = std::chrono::sys_days;

constexpr std::int64_t hundred = 100;

Score score(std::int64_t hundredths) { return Score::of_hundredths(hundredths).value_or(Score()); }

/// "62,5" of 6250 hundredths.
std::string dutch(std::int64_t hundredths) {
  auto text = std::to_string(hundredths / hundred);
  if (const auto tenths = hundredths % hundred / 10; tenths != 0) text += "," + std::to_string(tenths);
  return text;
}

std::string dutch(Day day) {
  const auto text = day.text();
  return text.substr(8, 2) + "-" + text.substr(5, 2) + "-" + text.substr(0, 4);
}

Waarschuwing warning(std::string_view regel, std::string_view school) {
  Waarschuwing made;
  made.regel = schemas::Code<codes::waarschuwingsregel>::of(regel);
  made.instelling = school;
  return made;
}

template <class T>
std::int64_t hundredths(const Stated<T>& stated) {
  return stated.has_value() ? stated.value().hundredths() : 0;
}

/// Over periods that end in the weeks before the latest one that was told: a school that tells late is not
/// warned about for the hours that are still to come.
std::optional<Waarschuwing> low_attendance(int below, int weeks, const Schoolgegevens& known,
                                           std::string_view school) {
  std::optional<Day> last;
  for (const auto& period : known.aanwezigheid)
    if (period.instelling == school && period.periode_tot.has_value())
      last = last ? std::max(*last, period.periode_tot.value()) : period.periode_tot.value();
  if (!last) return std::nullopt;
  const Day from(std::chrono::year_month_day(Days(last->date()) - std::chrono::weeks(weeks)));
  std::int64_t followed = 0;
  std::int64_t missed = 0;
  for (const auto& period : known.aanwezigheid) {
    if (period.instelling != school || !period.periode_tot.has_value() || period.periode_tot.value() <= from)
      continue;
    followed += hundredths(period.uren_gevolgd);
    missed += hundredths(period.uren_geoorloofd_verzuim) + hundredths(period.uren_ongeoorloofd_verzuim);
  }
  const auto all = followed + missed;
  if (all == 0 || followed * hundred >= below * all) return std::nullopt;
  const auto percentage = followed * hundred * hundred / all;
  auto made = warning("aanwezigheid", school);
  made.datum = *last;
  made.waarde = score(percentage);
  made.grens = score(below * hundred);
  made.weken = weeks;
  made.toelichting = "aanwezig bij " + dutch(percentage) + " % van de uren in de " +
                     schemas::counted(weeks, "week", "weken") + " tot en met " + dutch(*last) +
                     "; de grens is " + std::to_string(below) + " %";
  return made;
}

int height(const Stated<schemas::Code<codes::erk_niveau>>& level) {
  if (!level.has_value() || !level.value().is_listed()) return -1;
  const auto& rows = codes::erk_niveau_rows;
  return static_cast<int>(std::ranges::find(rows, level.value().text(), &schemas::CodeRow::code) - rows);
}

/// Whether two metingen can be compared at all, and whether any skill rose.
std::pair<bool, bool> compared(const Voortgangsmeting& before, const Voortgangsmeting& after) {
  constexpr std::array skills{&Voortgangsmeting::niveau_lezen, &Voortgangsmeting::niveau_luisteren,
                              &Voortgangsmeting::niveau_schrijven, &Voortgangsmeting::niveau_spreken};
  bool comparable = false;
  bool rose = false;
  for (const auto skill : skills) {
    const int then = height(before.*skill);
    const int now = height(after.*skill);
    comparable = comparable || (then >= 0 && now >= 0);
    rose = rose || (then >= 0 && now > then);
  }
  return {comparable, rose};
}

std::optional<Waarschuwing> no_progress(const Schoolgegevens& known, std::string_view school) {
  std::vector<const Voortgangsmeting*> metingen;
  for (const auto& each : known.metingen)
    if (each.instelling == school && each.meetdatum.has_value()) metingen.push_back(&each);
  if (metingen.size() < 2) return std::nullopt;
  std::ranges::sort(metingen, {}, [](const auto* each) { return each->meetdatum.value(); });
  const auto& before = *metingen[metingen.size() - 2];
  const auto& after = *metingen.back();
  const auto [comparable, rose] = compared(before, after);
  const bool content = after.voortgang.has_value() && after.voortgang.value().text() != "achter";
  if (!comparable || rose || content) return std::nullopt;
  const auto days = (Days(after.meetdatum.value().date()) - Days(before.meetdatum.value().date())).count();
  constexpr std::int64_t days_a_week = 7;
  auto made = warning("geen-voortgang", school);
  made.datum = after.meetdatum.value();
  made.weken = days / days_a_week;
  made.toelichting = "geen vaardigheid steeg tussen de metingen van " + dutch(before.meetdatum.value()) +
                     " en " + dutch(after.meetdatum.value());
  return made;
}

std::optional<Waarschuwing> silence(int weeks, const Schoolgegevens& known, std::string_view school,
                                    Day today) {
  const auto last = laatste_gegevens(known, school, today);
  if (!last) return std::nullopt;
  constexpr std::int64_t days_a_week = 7;
  const auto days = (Days(today.date()) - Days(last->date())).count();
  if (days < weeks * days_a_week) return std::nullopt;
  auto made = warning("stilte", school);
  made.datum = *last;
  // Not how long it lasts: that would be another event every week.
  made.grens = score(weeks * hundred);
  made.weken = weeks;
  made.toelichting = "de laatste gegevens van de school gaan over " + dutch(*last) + ", " +
                     schemas::counted(weeks, "week", "weken") + " of langer geleden";
  return made;
}

/// Those at which somebody still takes part.
std::set<std::string_view> running_at(const Schoolgegevens& known) {
  std::set<std::string_view> schools;
  for (const auto& deelname : known.deelnames)
    if (!deelname.einddatum.has_value()) schools.insert(deelname.instelling);
  return schools;
}

/// Each day that something a school told is about.
template <class See>
void see_days(const Schoolgegevens& known, std::string_view school, const See& see) {
  const auto take = [&](const auto& list, auto member) {
    for (const auto& each : list)
      if (each.instelling == school && (each.*member).has_value()) see((each.*member).value());
  };
  take(known.deelnames, &canonical::Deelname::startdatum);
  take(known.aanwezigheid, &canonical::Aanwezigheid::periode_tot);
  take(known.metingen, &Voortgangsmeting::meetdatum);
  take(known.toetsen, &canonical::Toetsresultaat::toetsdatum);
}

}  // namespace

std::optional<Day> laatste_gegevens(const Schoolgegevens& known, std::string_view school, Day today) {
  std::optional<Day> last;
  see_days(known, school, [&](Day day) {
    if (day <= today) last = last ? std::max(*last, day) : day;
  });
  return last;
}

std::optional<Day> volgende_stilte(const Waarschuwingsregels& regels, const Schoolgegevens& gegevens,
                                   Day today) {
  std::optional<Day> next;
  if (!regels.stilte_weken) return next;
  const auto offer = [&](Day day) {
    if (day > today) next = next ? std::min(*next, day) : day;
  };
  for (const auto school : running_at(gegevens)) {
    see_days(gegevens, school, offer);  // what is about a day to come counts from that day on
    if (const auto last = laatste_gegevens(gegevens, school, today))
      offer(Day(std::chrono::year_month_day(Days(last->date()) + std::chrono::weeks(*regels.stilte_weken))));
  }
  return next;
}

std::vector<Waarschuwing> waarschuwingen(const Waarschuwingsregels& regels, const Schoolgegevens& gegevens,
                                         Day today) {
  const auto schools = running_at(gegevens);
  std::vector<Waarschuwing> found;
  const auto add = [&](std::optional<Waarschuwing> made) {
    if (made) found.push_back(std::move(*made));
  };
  for (const auto school : schools) {
    if (regels.aanwezigheid_onder)
      add(low_attendance(*regels.aanwezigheid_onder, regels.aanwezigheid_weken, gegevens, school));
    if (regels.geen_voortgang) add(no_progress(gegevens, school));
    if (regels.stilte_weken) add(silence(*regels.stilte_weken, gegevens, school, today));
  }
  return found;
}

}  // namespace inburgering::mapping::taalschool
