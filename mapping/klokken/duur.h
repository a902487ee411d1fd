#pragma once
#include <expected>
#include <string>
#include <string_view>

#include "schemas/value/day.h"

namespace inburgering::mapping::klokken {

/// How long a term is, on the calendar: of exactly one unit, 1 to 999 of it.
struct Duur {
  enum class Eenheid { dagen, weken, maanden, jaren };
  int aantal = 0;
  Eenheid eenheid = Eenheid::dagen;

  /// "10 weken", "1 maand", "3 jaar", "14 dagen". The error is one in Dutch.
  static std::expected<Duur, std::string> parse(std::string_view text);
  std::string text() const;
  bool operator==(const Duur&) const = default;
};

/// The day as far ahead, but not after 9999-12-31. Where a month has no such day its last is meant: 29
/// February and three years are 28 February; so a term of years that counts from the day after 28 February
/// 2024 lasts three whole years.
schemas::Day na(schemas::Day day, Duur duur);
/// And as far back, by the same rule.
schemas::Day voor(schemas::Day day, Duur duur);
/// The next day.
schemas::Day dag_erna(schemas::Day day);
schemas::Day dag_ervoor(schemas::Day day);

}  // namespace inburgering::mapping::klokken
