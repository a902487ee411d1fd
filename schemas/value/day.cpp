#include "schemas/value/day.h"

#include <charconv>

namespace inburgering::schemas {
namespace {

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty() || digits.front() == '-')
    return std::nullopt;
  return value;
}

std::optional<Day> make_day(std::string_view year, std::string_view month, std::string_view day) {
  const auto y = number(year);
  const auto m = number(month);
  const auto d = number(day);
  if (!y || !m || !d || *y == 0) return std::nullopt;  // neither XML Schema nor RFC 3339 counts from 0
  const std::chrono::year_month_day date{std::chrono::year{*y}, std::chrono::month(static_cast<unsigned>(*m)),
                                         std::chrono::day(static_cast<unsigned>(*d))};
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

Fault not_a_day(std::string_view pointer, std::string_view forms) {
  return {std::string(pointer), "dag", "dit is geen bestaande dag; schrijf " + std::string(forms)};
}

}  // namespace

std::expected<Day, Fault> Day::parse(std::string_view text, std::string_view pointer) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-')
    if (const auto day = make_day(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2))) return *day;
  return std::unexpected(not_a_day(pointer, "JJJJ-MM-DD"));
}

std::string Day::text() const {
  const auto padded = [](unsigned value, std::size_t width) {
    auto digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
  };
  return padded(static_cast<unsigned>(static_cast<int>(date_.year())), 4) + '-' +
         padded(static_cast<unsigned>(date_.month()), 2) + '-' +
         padded(static_cast<unsigned>(date_.day()), 2);
}

std::expected<IncompleteDay, Fault> IncompleteDay::parse(std::string_view text, std::string_view pointer) {
  const bool year = text.size() == 4;
  const bool month = text.size() == 7 && text[4] == '-';
  const bool day = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if ((year || month || day) &&
      make_day(text.substr(0, 4), year ? "01" : text.substr(5, 2), day ? text.substr(8, 2) : "01"))
    return IncompleteDay(std::string(text));
  return std::unexpected(not_a_day(pointer, "JJJJ-MM-DD, JJJJ-MM of JJJJ"));
}

IncompleteDay IncompleteDay::of(Day day) { return IncompleteDay(day.text()); }

IncompleteDay IncompleteDay::cut_to(int parts) const {
  return IncompleteDay(text_.substr(0, parts == 1 ? 4 : parts == 2 ? 7 : 10));
}

std::optional<Day> day_from_digits(std::string_view digits) {
  if (digits.size() != 8) return std::nullopt;
  return make_day(digits.substr(0, 4), digits.substr(4, 2), digits.substr(6, 2));
}

}  // namespace inburgering::schemas
