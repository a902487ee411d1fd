#pragma once
#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/fault.h"

namespace inburgering::schemas {

/// A moment to the millisecond, kept in UTC. Read with any offset, written as 2026-11-02T09:30:15.123Z
/// (RFC 3339; NL API Design Rules: accept any offset, answer UTC).
class Moment {
 public:
  using Time = std::chrono::sys_time<std::chrono::milliseconds>;
  Moment() = default;
  explicit Moment(Time time) : time_(time) {}
  static std::expected<Moment, Fault> parse(std::string_view text, std::string_view pointer = "");
  Time time() const { return time_; }
  std::string text() const;
  auto operator<=>(const Moment&) const = default;

 private:
  Time time_{};
};

class Day;
/// The day on which a moment falls in Dutch local time.
Day day_in_the_netherlands(Moment moment);

/// A StUF tijdstip: yyyyMMdd[HH[mm[ss[S[S[S]]]]]], Dutch local time (StUF 03.01 §3.3.1). In the hour that
/// occurs twice the first is meant; a time in the hour that does not exist moves to the first that does.
std::optional<Moment> moment_from_stuf(std::string_view digits);

/// The same moment as StUF writes it, 17 digits in Dutch local time.
std::string to_stuf(Moment moment);

}  // namespace inburgering::schemas
