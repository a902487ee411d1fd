#include "adapters/taalschool/cel.h"

#include <algorithm>
#include <cctype>

namespace inburgering::adapters::taalschool {
namespace {

namespace json = boost::json;
using schemas::formats::is_digit;

bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

json::string as_it_stands(std::string_view cell) { return json::string(cell.data(), cell.size()); }

std::string two_digits(std::string_view part) { return (part.size() == 1 ? "0" : "") + std::string(part); }

}  // namespace

json::value datum_of(std::string_view cell) {
  // 31-12-2026, 1/2/2026, 31.12.2026; with a time behind it, as some programs export a date.
  auto day = cell.substr(0, cell.find(' '));
  const auto first = day.find_first_of("-/.");
  const auto second = first == std::string_view::npos ? first : day.find(day[first], first + 1);
  if (second == std::string_view::npos) return as_it_stands(cell);
  const auto one = day.substr(0, first);
  const auto two = day.substr(first + 1, second - first - 1);
  const auto three = day.substr(second + 1);
  if (!all_digits(one) || !all_digits(two) || !all_digits(three)) return as_it_stands(cell);
  if (one.size() <= 2 && two.size() <= 2 && three.size() == 4)
    return json::string(std::string(three) + "-" + two_digits(two) + "-" + two_digits(one));
  if (one.size() == 4 && two.size() <= 2 && three.size() <= 2)
    return json::string(std::string(one) + "-" + two_digits(two) + "-" + two_digits(three));
  return as_it_stands(cell);
}

json::value getal_of(std::string_view cell) {
  const auto comma = cell.find_first_of(",.");
  const auto whole = cell.substr(0, comma);
  auto decimals = comma == std::string_view::npos ? std::string() : std::string(cell.substr(comma + 1));
  // 12, 12,5 and 12,50; Excel may write more zeros.
  while (decimals.size() > 2 && decimals.back() == '0') decimals.pop_back();
  if (!all_digits(whole) || (!decimals.empty() && !all_digits(decimals)) || decimals.size() > 2)
    return as_it_stands(cell);
  decimals.resize(2, '0');
  return json::string(std::string(whole) + "." + decimals);
}

json::value ja_nee_of(std::string_view cell) {
  constexpr std::string_view yes[] = {"ja", "j", "waar", "true", "x", "1"};
  constexpr std::string_view no[] = {"nee", "n", "onwaar", "false", "0"};
  const auto word = lower(cell);
  if (std::ranges::find(yes, word) != std::end(yes)) return true;
  if (std::ranges::find(no, word) != std::end(no)) return false;
  return as_it_stands(cell);
}

json::value nummer_of(std::string_view cell, std::size_t length) {
  std::string digits(cell);
  std::erase_if(digits, [](char c) { return c == ' ' || c == '.'; });
  if (!all_digits(digits) || digits.size() > length) return as_it_stands(cell);
  return json::string(std::string(length - digits.size(), '0') + digits);
}

json::value code_of(std::string_view cell, std::span<const std::string_view> codes) {
  const auto wanted = lower(cell);
  const auto found =
      std::ranges::find_if(codes, [&](std::string_view code) { return lower(code) == wanted; });
  return found == codes.end() ? as_it_stands(cell) : as_it_stands(*found);
}

}  // namespace inburgering::adapters::taalschool
