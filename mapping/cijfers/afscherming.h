#pragma once
// In which numbers nobody can be recognised, and how the others are told. A number behind which fewer than
// five persons stand is "<5". Where the total of a row is known, from this kerncijfer or from another over
// the same persons, a single hidden number would follow from the rest: then others are hidden with it, as
// "≥5", until no hidden number can be reckoned. A percentage is told where both who followed and who missed
// are five or more, and no hours of that month are hidden.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/cijfers/kerncijfers.h"

namespace inburgering::mapping::cijfers {

/// Behind a number that is told stand at least so many persons, or none.
inline constexpr std::int64_t kleinste_aantal = 5;
/// What stands at the end of a month is told rounded to so many, in every month: from one exact number to the
/// next it would tell how few came or went, where that itself is hidden.
inline constexpr std::int64_t stand_op = 5;
inline constexpr std::string_view minder_dan_vijf = "<5";
inline constexpr std::string_view vijf_of_meer = "≥5";

enum class Zicht : unsigned char { open, klein, mede };  ///< as it is; "<5"; "≥5"

/// How the numbers of the rows of one month are told: of kerncijfers over the same persons, which have one
/// total. `eenheid` is that of all of them.
std::vector<std::vector<Zicht>> afscherming(std::span<const std::vector<Cel>> rijen, Eenheid eenheid);

/// A number as it may be told.
struct Getal {
  std::size_t kerncijfer = 0;  ///< in kerncijfers()
  std::string maand;           ///< "2026-11"
  std::string rubriek;
  std::optional<std::int64_t> waarde;  ///< persons, exams, whole hours, or a whole percentage
  std::string_view verborgen;          ///< where there is no value: "<5" or "≥5"
};
/// All that may be told, in the order of kerncijfers, months and rubrieken.
std::vector<Getal> te_tonen(const Telling& telling);

}  // namespace inburgering::mapping::cijfers
