#pragma once
#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/fault.h"

namespace inburgering::schemas {

/// A number with exactly two decimals, at most `digits` before the point. Kept in hundredths, written with a
/// point
/// ("63.50"): a JSON number would lose the last zero and invite rounding.
template <int digits>
class TwoDecimals {
 public:
  TwoDecimals() = default;
  static std::expected<TwoDecimals, Fault> parse(std::string_view text, std::string_view pointer = "");
  /// The Dutch form, with a decimal comma ("63,50").
  static std::expected<TwoDecimals, Fault> parse_with_comma(std::string_view text,
                                                            std::string_view pointer = "");
  /// Nothing when the number is out of range.
  static std::optional<TwoDecimals> of_hundredths(std::int64_t hundredths);
  std::int64_t hundredths() const { return hundredths_; }
  std::string text() const;
  auto operator<=>(const TwoDecimals&) const = default;

 private:
  std::int64_t hundredths_ = 0;
};

/// The score of a test: "0.00" to "999.99" (DUO Leerbaarheidstoets 1.2.0, behaaldeScore: `^\d{1,3},\d{2}$`).
using Score = TwoDecimals<3>;
/// An amount in euro: "0.00" to "999999.99".
using Amount = TwoDecimals<6>;
/// Hours of which quarters and halves count: "0.00" to "9999.99".
using DecimalHours = TwoDecimals<4>;

extern template class TwoDecimals<3>;
extern template class TwoDecimals<4>;
extern template class TwoDecimals<6>;

}  // namespace inburgering::schemas
