#pragma once
#include <optional>
#include <string>
#include <vector>

#include "mapping/klokken/situatie.h"

namespace inburgering::mapping::klokken {

/// A clock that was started, whatever became of it since.
struct Loop {
  std::optional<std::string> betreft{};
  std::optional<schemas::Day> van{};      ///< the term counts from the day after
  schemas::Day tot{};                     ///< the last day on which it is in time
  std::string door{};                     ///< the object that started it, in words
  std::string verschoven{};               ///< what moved its last day; empty = nothing
  std::optional<schemas::Day> opnieuw{};  ///< a coming day on which it starts anew by itself
};

/// The runs of a clock in a dossier; none when nothing started it.
std::vector<Loop> lopen(const Klokdefinitie& klok, const Situatie& situatie, const Plicht& plicht,
                        schemas::Day today);

}  // namespace inburgering::mapping::klokken
