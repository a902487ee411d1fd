#include "gateway/base/cron.h"

#include <date/tz.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace inburgering::gateway {
namespace {

using Minutes = std::chrono::minutes;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  if (error != std::errc{} || end != text.end() || value < 0) return std::nullopt;
  return value;
}

/// One item of a list: "*", "5", "1-5", "*/15", "8-18/2".
template <std::size_t size>
bool read_item(std::string_view item, int lowest, std::bitset<size>& into) {
  const auto step_parts = split(item, '/');
  if (step_parts.size() > 2) return false;
  const auto step = step_parts.size() == 2 ? number(step_parts[1]) : std::optional(1);
  const auto range = split(step_parts[0], '-');
  const int highest = static_cast<int>(size) - 1;
  auto from = std::optional(lowest);
  auto to = std::optional(highest);
  if (step_parts[0] != "*") {
    from = number(range[0]);
    to = range.size() == 2 ? number(range[1]) : step_parts.size() == 2 ? std::optional(highest) : from;
  }
  if (range.size() > 2 || !step || *step == 0 || !from || !to || *from < lowest || *to > highest ||
      *from > *to)
    return false;
  for (int value = *from; value <= *to; value += *step) into.set(static_cast<std::size_t>(value));
  return true;
}

template <std::size_t size>
bool read_field(std::string_view field, int lowest, std::bitset<size>& into) {
  return std::ranges::all_of(split(field, ','),
                             [&](std::string_view item) { return read_item(item, lowest, into); });
}

const date::time_zone& amsterdam() {
  static const auto* zone = date::locate_zone("Europe/Amsterdam");
  return *zone;
}

}  // namespace

std::expected<Cron, schemas::Fault> Cron::parse(std::string_view text, std::string_view pointer) {
  std::vector<std::string_view> fields;
  for (const auto field : split(text, ' '))
    if (!field.empty()) fields.push_back(field);
  Cron cron;
  cron.text_ = text;
  const bool good = fields.size() == 5 && read_field(fields[0], 0, cron.minutes_) &&
                    read_field(fields[1], 0, cron.hours_) && read_field(fields[2], 1, cron.days_) &&
                    read_field(fields[3], 1, cron.months_) && read_field(fields[4], 0, cron.weekdays_);
  if (!good)
    return std::unexpected(schemas::Fault{
        std::string(pointer), "cron",
        "schrijf vijf velden: minuut, uur, dag, maand, weekdag; elke nacht om twee uur is \"0 2 * * *\""});
  cron.any_day_ = fields[2] == "*";
  cron.any_weekday_ = fields[4] == "*";
  if (cron.weekdays_[7]) cron.weekdays_.set(0);
  if (!cron.find_next(schemas::Moment()))
    return std::unexpected(
        schemas::Fault{std::string(pointer), "cron", "deze dag komt in geen enkele maand voor"});
  return cron;
}

std::optional<schemas::Moment> Cron::first_of_day(int days_since_1970, schemas::Moment after) const {
  const date::local_days day{date::days(days_since_1970)};
  const date::year_month_day date{day};
  const bool day_fits = days_[static_cast<unsigned>(date.day())];
  const bool weekday_fits = weekdays_[date::weekday(day).c_encoding()];
  const bool fits = any_day_ || any_weekday_ ? day_fits && weekday_fits : day_fits || weekday_fits;
  if (!months_[static_cast<unsigned>(date.month())] || !fits) return std::nullopt;

  std::optional<schemas::Moment> first;
  const auto offer = [&](date::sys_seconds time) {
    const schemas::Moment moment{schemas::Moment::Time(time)};
    if (moment > after && (!first || moment < *first)) first = moment;
  };
  for (std::size_t hour = 0; hour < hours_.size(); ++hour)
    for (std::size_t minute = 0; hours_[hour] && minute < minutes_.size(); ++minute) {
      if (!minutes_[minute]) continue;
      const date::local_seconds local = day + std::chrono::hours(hour) + Minutes(minute);
      const auto info = amsterdam().get_info(local);
      const auto since = local.time_since_epoch();
      if (info.result == date::local_info::nonexistent) {
        if (!hours_.all()) offer(info.second.begin);
      } else {
        offer(date::sys_seconds(since - info.first.offset));
        if (info.result == date::local_info::ambiguous && hours_.all())
          offer(date::sys_seconds(since - info.second.offset));
      }
    }
  return first;
}

std::optional<schemas::Moment> Cron::find_next(schemas::Moment after) const {
  constexpr int eight_years = 8 * 366 + 1;  // from one 29 February to the next, over a century without one
  const auto local = amsterdam().to_local(std::chrono::floor<std::chrono::seconds>(after.time()));
  const auto today = static_cast<int>(date::floor<date::days>(local).time_since_epoch().count());
  for (int day = today; day <= today + eight_years; ++day)
    if (const auto found = first_of_day(day, after)) return found;
  return std::nullopt;
}

schemas::Moment Cron::next(schemas::Moment after) const { return find_next(after).value(); }

}  // namespace inburgering::gateway
