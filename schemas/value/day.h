#pragma once
#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/fault.h"

namespace inburgering::schemas {

/// A calendar day, written YYYY-MM-DD (RFC 3339 full-date). 2026-02-30 is refused.
class Day {
 public:
  Day() = default;
  explicit Day(std::chrono::year_month_day date) : date_(date) {}
  static std::expected<Day, Fault> parse(std::string_view text, std::string_view pointer = "");
  std::chrono::year_month_day date() const { return date_; }
  std::string text() const;
  auto operator<=>(const Day&) const = default;

 private:
  std::chrono::year_month_day date_{};
};

/// A day of which the day, or the month and the day, may be unknown: "1990-01-01", "1990-01", "1990"
/// (StUF 03.01 indOnvolledigeDatum D and M; BRP JaarMaandDatum and JaarDatum).
/// A date that is unknown altogether is not a value: see Stated.
class IncompleteDay {
 public:
  IncompleteDay() = default;
  static std::expected<IncompleteDay, Fault> parse(std::string_view text, std::string_view pointer = "");
  static IncompleteDay of(Day day);
  /// The same date with only its year (`parts` = 1) or year and month (2) kept.
  IncompleteDay cut_to(int parts) const;
  const std::string& text() const { return text_; }
  auto operator<=>(const IncompleteDay&) const = default;

 private:
  explicit IncompleteDay(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// Reads the eight digits yyyymmdd of StUF and GBA; checks the calendar.
std::optional<Day> day_from_digits(std::string_view digits);

}  // namespace inburgering::schemas
