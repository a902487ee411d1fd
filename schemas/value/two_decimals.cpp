#include "schemas/value/two_decimals.h"

#include <charconv>

#include "schemas/value/format.h"

namespace inburgering::schemas {
namespace {

std::expected<std::int64_t, Fault> read(std::string_view text, int digits, char separator,
                                        std::string_view pointer) {
  const auto point = text.size() < 3 ? std::string_view::npos : text.size() - 3;
  std::string figures(text);
  if (point != std::string_view::npos && point >= 1 && point <= static_cast<std::size_t>(digits) &&
      text[point] == separator) {
    figures.erase(point, 1);
    std::int64_t hundredths = 0;
    if (std::ranges::all_of(figures, formats::is_digit)) {
      std::from_chars(figures.data(), figures.data() + figures.size(), hundredths);
      return hundredths;
    }
  }
  return std::unexpected(Fault{std::string(pointer), "getal",
                               "schrijf een getal met precies twee decimalen en hoogstens " +
                                   std::to_string(digits) + " cijfers voor de " +
                                   (separator == ',' ? "komma, zoals 63,50" : "punt, zoals 63.50")});
}

}  // namespace

template <int digits>
std::expected<TwoDecimals<digits>, Fault> TwoDecimals<digits>::parse(std::string_view text,
                                                                     std::string_view pointer) {
  const auto hundredths = read(text, digits, '.', pointer);
  if (!hundredths) return std::unexpected(hundredths.error());
  TwoDecimals number;
  number.hundredths_ = *hundredths;
  return number;
}

template <int digits>
std::expected<TwoDecimals<digits>, Fault> TwoDecimals<digits>::parse_with_comma(std::string_view text,
                                                                                std::string_view pointer) {
  const auto hundredths = read(text, digits, ',', pointer);
  if (!hundredths) return std::unexpected(hundredths.error());
  TwoDecimals number;
  number.hundredths_ = *hundredths;
  return number;
}

template <int digits>
std::optional<TwoDecimals<digits>> TwoDecimals<digits>::of_hundredths(std::int64_t hundredths) {
  std::int64_t limit = 100;
  for (int i = 0; i < digits; ++i) limit *= 10;
  if (hundredths < 0 || hundredths >= limit) return std::nullopt;
  TwoDecimals number;
  number.hundredths_ = hundredths;
  return number;
}

template <int digits>
std::string TwoDecimals<digits>::text() const {
  const auto decimals = std::to_string(hundredths_ % 100);
  return std::to_string(hundredths_ / 100) + (decimals.size() == 1 ? ".0" : ".") + decimals;
}

template class TwoDecimals<3>;
template class TwoDecimals<4>;
template class TwoDecimals<6>;

}  // namespace inburgering::schemas
