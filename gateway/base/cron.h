#pragma once
#include <bitset>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/fault.h"
#include "schemas/value/moment.h"

namespace inburgering::gateway {

/// A cron expression of five fields (minute, hour, day of the month, month, day of the week with 0 and 7 for
/// Sunday), in Dutch local time. Each field takes *, numbers, ranges (1-5), steps (*/15, 8-18/2) and lists
/// (1,15). As in POSIX crontab: when both days are restricted, either one will do. Clock changes: a time that
/// does not exist runs at the first moment that does; a time that occurs twice runs once, the first time,
/// unless the expression runs every hour: then it runs in both.
class Cron {
 public:
  Cron() = default;  ///< runs never; only `parse` makes a useful one
  static std::expected<Cron, schemas::Fault> parse(std::string_view text, std::string_view pointer = "");
  /// The first moment after `after`.
  schemas::Moment next(schemas::Moment after) const;
  const std::string& text() const { return text_; }

 private:
  std::optional<schemas::Moment> first_of_day(int days_since_1970, schemas::Moment after) const;
  std::optional<schemas::Moment> find_next(schemas::Moment after) const;

  std::string text_;
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<8> weekdays_;
  bool any_day_ = false;
  bool any_weekday_ = false;
};

}  // namespace inburgering::gateway
