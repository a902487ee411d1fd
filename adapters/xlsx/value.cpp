#include "adapters/xlsx/value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace inburgering::adapters::xlsx {
namespace {

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::optional<double> number(std::string_view stored) {
  double value = 0;
  const auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), value);
  if (error != std::errc() || end != stored.data() + stored.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::string text_of(double value) {
  std::array<char, 40> room{};
  constexpr int digits_of_excel = 15;
  const auto [end, error] = std::to_chars(room.data(), room.data() + room.size(), value,
                                          std::chars_format::general, digits_of_excel);
  std::string text(room.data(), end);
  std::ranges::replace(text, '.', ',');
  return text;
}

std::string printed(const char* form, auto... parts) {
  std::array<char, 64> room{};
  const auto length = std::snprintf(room.data(), room.size(), form, parts...);
  return {room.data(), static_cast<std::size_t>(std::max(length, 0))};
}

constexpr int minutes_a_day = 24 * 60;

std::string day_text(std::int64_t day, bool since_1904) {
  using namespace std::chrono;
  if (!since_1904 && day == 0) return "1900-01-00";
  if (!since_1904 && day == 60) return "1900-02-29";  // which there never was: Lotus 1-2-3 thought so
  const auto zero = since_1904 ? sys_days(year(1904) / January / 1)
                               : sys_days(year(1899) / December / (day < 60 ? 31 : 30));
  const year_month_day date(zero + days(day));
  return printed("%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                 static_cast<unsigned>(date.day()));
}

}  // namespace

Shown shown_as(std::string_view code) {
  // Of the part for positive numbers, what is no literal: quoted, behind a backslash, a colour or a currency.
  bool day = false;
  bool month = false;
  bool hour = false;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = lower(code[i]);
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const auto end = std::min(code.find(']', i), code.size());
      const auto inside = code.substr(i + 1, end - i - 1);
      // [h]:mm counts hours on, past a day.
      hour = hour || (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos);
      i = end;
    } else if (c == 'g' && code.substr(i).size() >= 7 && lower(code[i + 1]) == 'e') {
      i += 6;  // General
    } else {
      day = day || c == 'd' || c == 'y' || c == 'j';
      month = month || c == 'm';
      hour = hour || c == 'h' || c == 's';
    }
  }
  if (day) return Shown::day;
  if (hour) return Shown::time;
  return month ? Shown::day : Shown::number;
}

Shown shown_as(int format) {
  // §18.8.30, with those that East Asian programs take for days.
  if ((format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 31) || format == 36 ||
      (format >= 50 && format <= 58))
    return Shown::day;
  if ((format >= 18 && format <= 21) || (format >= 32 && format <= 35) || (format >= 45 && format <= 47))
    return Shown::time;
  return Shown::number;
}

std::optional<std::string> number_text(std::string_view stored) {
  const auto value = number(stored);
  if (!value) return std::nullopt;
  return text_of(*value);
}

std::optional<std::string> moment_text(std::string_view stored, Shown shown, bool since_1904) {
  const auto value = number(stored);
  if (!value) return std::nullopt;
  constexpr double last_day = 2958465;  // 9999-12-31
  if (shown == Shown::number || *value < 0 || *value > last_day) return text_of(*value);
  const auto minutes = std::llround(*value * minutes_a_day);
  const auto of_day = minutes % minutes_a_day;
  if (shown == Shown::time)
    return printed("%lld:%02lld", static_cast<long long>(minutes / 60), static_cast<long long>(minutes % 60));
  auto text = day_text(minutes / minutes_a_day, since_1904);
  if (of_day != 0)
    text +=
        printed(" %02lld:%02lld", static_cast<long long>(of_day / 60), static_cast<long long>(of_day % 60));
  return text;
}

std::optional<int> column_of(std::string_view reference) {
  constexpr int last = 16384;
  int column = 0;
  std::size_t letters = 0;
  for (; letters < reference.size() && is_letter(reference[letters]); ++letters) {
    column = column * 26 + (lower(reference[letters]) - 'a' + 1);
    if (column > last) return std::nullopt;
  }
  const auto digits = reference.substr(letters);
  if (letters == 0 || digits.empty() || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  return column - 1;
}

std::string column_name(int column) {
  std::string name;
  for (++column; column > 0; column = (column - 1) / 26)
    name.insert(name.begin(), static_cast<char>('A' + (column - 1) % 26));
  return name;
}

std::string place(std::string_view sheet, int column, std::int64_t row) {
  std::string text(sheet);
  const bool plain = !text.empty() && !is_digit(text.front()) && std::ranges::all_of(text, [](char c) {
    return is_letter(c) || is_digit(c) || c == '_';
  });
  if (!plain) {
    for (auto at = text.find('\''); at != std::string::npos; at = text.find('\'', at + 2))
      text.insert(at, 1, '\'');
    text = "'" + text + "'";
  }
  const auto number = std::to_string(row);
  return text + "!" + (column < 0 ? number + ":" + number : column_name(column) + number);
}

bool points_outside(std::string_view formula) {
  // [1]Blad1!A1: the first of the other files that the workbook names. Tabel1[Kolom] has a name before it.
  for (auto at = formula.find('['); at != std::string_view::npos; at = formula.find('[', at + 1)) {
    const char before = at == 0 ? '=' : formula[at - 1];
    if (is_letter(before) || is_digit(before) || before == '_' || before == '.' || before == '[' ||
        before == ']' || static_cast<unsigned char>(before) >= 0x80)
      continue;
    const auto end = formula.find(']', at);
    const auto inside = formula.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
    if (!inside.empty() && (std::ranges::all_of(inside, is_digit) || inside.contains('.'))) return true;
  }
  constexpr std::string_view fetching[] = {"webservice(", "rtd(", "stockhistory(", "image("};
  std::string plain;
  for (const char c : formula)
    if (c != ' ') plain += lower(c);
  return std::ranges::any_of(fetching, [&](std::string_view name) { return plain.contains(name); });
}

std::string unescaped(std::string text) {
  constexpr std::size_t length = 7;  // _x000D_
  for (auto at = text.find("_x"); at != std::string::npos; at = text.find("_x", at + 1)) {
    if (at + length > text.size() || text[at + length - 1] != '_') continue;
    unsigned code = 0;
    const auto* begin = text.data() + at + 2;
    const auto [end, error] = std::from_chars(begin, begin + 4, code, 16);
    if (error != std::errc() || end != begin + 4 || code == 0 || code >= 0x80) continue;
    text.replace(at, length, 1, static_cast<char>(code));
  }
  return text;
}

}  // namespace inburgering::adapters::xlsx
