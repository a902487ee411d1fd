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

bool follows_a_name(std::string_view formula, std::size_t at) {
  const char before = at == 0 ? '=' : formula[at - 1];
  return is_letter(before) || is_digit(before) || std::string_view("_.[]").contains(before) ||
         static_cast<unsigned char>(before) >= 0x80;
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
    text = "'";
    for (const char c : sheet) text += c == '\'' ? "''" : std::string(1, c);
    text += '\'';
  }
  const auto number = std::to_string(row);
  return text + "!" + (column < 0 ? number + ":" + number : column_name(column) + number);
}

bool points_outside(std::string_view formula) {
  // [1]Blad1!A1: the first of the other files that the workbook names. Tabel1[Kolom] has a name before it.
  // Of all that open before one ] the first holds the most, and only the last can hold digits alone.
  constexpr auto none = std::string_view::npos;
  auto widest = none;
  auto last = none;
  bool last_counts = false;
  for (std::size_t at = 0; at <= formula.size(); ++at) {
    const char c = at == formula.size() ? ']' : formula[at];  // its end closes what is open
    if (c == '[') {
      last = at;
      last_counts = !follows_a_name(formula, at);
      if (last_counts && widest == none) widest = at;
    } else if (c == ']') {
      const auto inside = [&](std::size_t open) { return formula.substr(open + 1, at - open - 1); };
      if (widest != none && inside(widest).contains('.')) return true;
      if (last_counts && at > last + 1 && std::ranges::all_of(inside(last), is_digit)) return true;
      widest = none;
      last_counts = false;
    }
  }
  constexpr std::string_view fetching[] = {"webservice(", "rtd(", "stockhistory(", "image("};
  std::string plain;
  for (const char c : formula)
    if (c != ' ') plain += lower(c);
  return std::ranges::any_of(fetching, [&](std::string_view name) { return plain.contains(name); });
}

std::string unescaped(std::string_view text) {
  constexpr std::size_t length = 7;  // _x000D_
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const auto at = std::min(text.find("_x"), text.size());
    plain += text.substr(0, at);
    text.remove_prefix(at);
    if (text.empty()) break;
    unsigned code = 0;
    if (text.size() >= length && text[length - 1] == '_') {
      const auto* begin = text.data() + 2;
      const auto [end, error] = std::from_chars(begin, begin + 4, code, 16);
      if (error != std::errc() || end != begin + 4) code = 0;
    }
    const bool stands_for_one = code > 0 && code < 0x80;
    plain += stands_for_one ? static_cast<char>(code) : text.front();
    text.remove_prefix(stands_for_one ? length : 1);
  }
  return plain;
}

}  // namespace inburgering::adapters::xlsx
