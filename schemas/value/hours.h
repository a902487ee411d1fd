#pragma once
#include <compare>
#include <cstdint>
#include <optional>

namespace inburgering::schemas {

/// A number of whole hours, 0 to 9999 (DUO GevolgdeUren 1.0.0; GGM Brede Intake counts whole hours too).
class Hours {
 public:
  static constexpr std::int64_t maximum = 9999;

  Hours() = default;
  /// Nothing when the number is out of range.
  static constexpr std::optional<Hours> of(std::int64_t count) {
    if (count < 0 || count > maximum) return std::nullopt;
    return Hours(count);
  }
  constexpr std::int64_t count() const { return count_; }
  auto operator<=>(const Hours&) const = default;

 private:
  explicit constexpr Hours(std::int64_t count) : count_(count) {}
  std::int64_t count_ = 0;
};

}  // namespace inburgering::schemas
