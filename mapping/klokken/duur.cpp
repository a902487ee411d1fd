#include "mapping/klokken/duur.h"

#include <array>
#include <charconv>

#include "schemas/value/counted.h"

namespace inburgering::mapping::klokken {
namespace {

using schemas::Day;
using Eenheid = Duur::Eenheid;

struct Naam {
  std::string_view een;
  std::string_view meer;
  Eenheid eenheid;
};
constexpr std::array namen{Naam{"dag", "dagen", Eenheid::dagen}, Naam{"week", "weken", Eenheid::weken},
                           Naam{"maand", "maanden", Eenheid::maanden}, Naam{"jaar", "jaar", Eenheid::jaren}};
constexpr int most = 999;

/// Within what a day can be written as (Day): a term that a date in the far future starts ends there.
Day within(std::chrono::year_month_day date) {
  constexpr int last_year = 9999;
  if (static_cast<int>(date.year()) > last_year)
    return Day(std::chrono::year(last_year) / std::chrono::December / std::chrono::day(31));
  if (static_cast<int>(date.year()) < 1)
    return Day(std::chrono::year(1) / std::chrono::January / std::chrono::day(1));
  return Day(date);
}

Day days_on(Day day, int count) {
  return within(std::chrono::year_month_day(std::chrono::sys_days(day.date()) + std::chrono::days(count)));
}

Day months_on(Day day, int count) {
  const auto moved = day.date() + std::chrono::months(count);
  return within(moved.ok() ? moved
                           : std::chrono::year_month_day(moved.year() / moved.month() / std::chrono::last));
}

Day moved(Day day, int count, Eenheid eenheid) {
  constexpr int days_a_week = 7;
  constexpr int months_a_year = 12;
  switch (eenheid) {
    case Eenheid::dagen:
      return days_on(day, count);
    case Eenheid::weken:
      return days_on(day, count * days_a_week);
    case Eenheid::maanden:
      return months_on(day, count);
    case Eenheid::jaren:
      return months_on(day, count * months_a_year);
  }
  return day;
}

}  // namespace

std::expected<Duur, std::string> Duur::parse(std::string_view text) {
  const auto space = text.find(' ');
  int count = 0;
  const auto number = text.substr(0, space);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), count);
  if (space != std::string_view::npos && error == std::errc{} && end == number.data() + number.size() &&
      count >= 1 && count <= most)
    for (const auto& naam : namen)
      if (const auto unit = text.substr(space + 1); unit == naam.een || unit == naam.meer)
        return Duur{count, naam.eenheid};
  return std::unexpected(
      "schrijf een getal van 1 tot en met 999 en dagen, weken, maanden of jaar, zoals \"10 weken\"");
}

std::string Duur::text() const {
  for (const auto& naam : namen)
    if (naam.eenheid == eenheid) return schemas::counted(aantal, naam.een, naam.meer);
  return {};
}

Day na(Day day, Duur duur) { return moved(day, duur.aantal, duur.eenheid); }
Day voor(Day day, Duur duur) { return moved(day, -duur.aantal, duur.eenheid); }
Day dag_erna(Day day) { return days_on(day, 1); }
Day dag_ervoor(Day day) { return days_on(day, -1); }

}  // namespace inburgering::mapping::klokken
