#pragma once
#include <chrono>
#include <string>

#include "schemas/value/day.h"
#include "schemas/value/moment.h"

namespace inburgering::simulator {

/// The day it is in the Netherlands, as a feed writes it.
inline std::string today() {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return schemas::day_in_the_netherlands(schemas::Moment(now)).text();
}

}  // namespace inburgering::simulator
