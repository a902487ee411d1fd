#pragma once
#include <array>
#include <chrono>
#include <ctime>
#include <string>

#include "schemas/value/day.h"
#include "schemas/value/moment.h"

namespace inburgering::simulator {

/// The day it is in the Netherlands, as a feed writes it.
inline std::string today() {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return schemas::day_in_the_netherlands(schemas::Moment(now)).text();
}

/// Now, as the header Date has it (RFC 9110 §6.6.1).
inline std::string http_date() {
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

}  // namespace inburgering::simulator
