#include "schemas/value/moment.h"

#include <date/tz.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "schemas/value/day.h"

namespace inburgering::schemas {
namespace {

using std::chrono::milliseconds;

const date::time_zone& amsterdam() {
  static const date::time_zone* zone = date::locate_zone("Europe/Amsterdam");
  return *zone;
}

std::optional<int> digits_at(std::string_view text, std::size_t position, std::size_t count) {
  if (position + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(position, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<milliseconds> time_of_day(int hour, int minute, int second, int millisecond) {
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(std::min(second, 59)) + milliseconds(millisecond);
}

// ".123456" → 123 ms; leaves `rest` at what follows.
int fraction(std::string_view& rest) {
  if (rest.empty() || rest.front() != '.') return 0;
  rest.remove_prefix(1);
  int value = 0;
  int scale = 100;
  std::size_t count = 0;
  while (count < rest.size() && rest[count] >= '0' && rest[count] <= '9') {
    value += scale * (rest[count] - '0');
    scale /= 10;
    ++count;
  }
  rest.remove_prefix(count);
  return value;
}

std::optional<milliseconds> offset(std::string_view text) {
  if (text == "Z" || text == "z") return milliseconds(0);
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto hours = digits_at(text, 1, 2);
  const auto minutes = digits_at(text, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const milliseconds size = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return text[0] == '-' ? -size : size;
}

std::optional<Moment> parse_rfc3339(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  const auto day = Day::parse(text.substr(0, 10));
  const auto hour = digits_at(text, 11, 2);
  const auto minute = digits_at(text, 14, 2);
  const auto second = digits_at(text, 17, 2);
  if (!day || !hour || !minute || !second) return std::nullopt;
  auto rest = text.substr(19);
  const int millisecond = fraction(rest);
  const auto shift = offset(rest);
  const auto time = time_of_day(*hour, *minute, *second, millisecond);
  if (!shift || !time) return std::nullopt;
  return Moment(std::chrono::sys_days(day->date()) + *time - *shift);
}

}  // namespace

std::expected<Moment, Fault> Moment::parse(std::string_view text, std::string_view pointer) {
  if (const auto moment = parse_rfc3339(text)) return *moment;
  return std::unexpected(
      Fault{std::string(pointer), "moment",
            "dit is geen moment; schrijf het als 2026-11-02T09:30:15Z of met +01:00 (RFC 3339)"});
}

std::string Moment::text() const {
  // A damaged row may hold any number: what no calendar reaches is written as its first or last moment.
  constexpr Time first{std::chrono::sys_days(std::chrono::year(0) / 1 / 1)};
  constexpr Time last =
      Time{std::chrono::sys_days(std::chrono::year(10000) / 1 / 1)} - std::chrono::milliseconds(1);
  const auto time = std::clamp(time_, first, last);
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::hh_mm_ss clock{time - midnight};
  char rest[20];
  std::snprintf(rest, sizeof rest, "T%02d:%02d:%02d.%03dZ", static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
  return Day(std::chrono::year_month_day(midnight)).text() + rest;
}

std::optional<Moment> moment_from_stuf(std::string_view digits) {
  static constexpr std::size_t lengths[] = {8, 10, 12, 14, 15, 16, 17};
  if (std::ranges::find(lengths, digits.size()) == std::end(lengths)) return std::nullopt;
  const auto day = day_from_digits(digits.substr(0, 8));
  const auto part = [&](std::size_t position, std::size_t count) {
    return position < digits.size() ? digits_at(digits, position, std::min(count, digits.size() - position))
                                    : 0;
  };
  const auto hour = part(8, 2);
  const auto minute = part(10, 2);
  const auto second = part(12, 2);
  auto millisecond = part(14, 3);
  if (!day || !hour || !minute || !second || !millisecond) return std::nullopt;
  for (std::size_t length = std::max<std::size_t>(digits.size(), 14); length < 17; ++length)
    *millisecond *= 10;  // the digits that were cut off count as 0
  const auto time = time_of_day(*hour, *minute, *second, *millisecond);
  if (!time) return std::nullopt;
  const date::local_days local{
      date::local_days::duration(std::chrono::sys_days(day->date()).time_since_epoch())};
  return Moment(amsterdam().to_sys(local + *time, date::choose::earliest));
}

std::string to_stuf(Moment moment) {
  const auto local = amsterdam().to_local(moment.time());
  return date::format("%Y%m%d%H%M", local) + [&] {
    auto seconds = date::format("%S", local);  // "15.123"
    std::erase(seconds, '.');
    return seconds;
  }();
}

Day day_in_the_netherlands(Moment moment) { return *day_from_digits(to_stuf(moment).substr(0, 8)); }

}  // namespace inburgering::schemas
