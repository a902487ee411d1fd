#pragma once
// Reckons the clocks of one person: pure, so that a message, the daily look and a test come to the same.
#include <optional>
#include <span>
#include <vector>

#include "mapping/change.h"
#include "mapping/klokken/situatie.h"

namespace inburgering::mapping::klokken {

/// The Wet inburgering 2021 came into force on this day: a term that ended before is none of ours.
schemas::Day inwerkingtreding();

/// A clock and how it stands.
struct Stand {
  canonical::Klok klok;
  bool verteld = false;  ///< whether there is something to tell: a warning that holds
  bool loopt = false;    ///< it did not stop, and was not withdrawn; its last day may be over
};

struct Uitkomst {
  std::vector<Stand> standen;
  std::optional<schemas::Day> volgende{};  ///< the next day on which something changes by itself
};

/// `today` is a Dutch day. Where the clock of another machine was ahead and warned already for tomorrow, that
/// stands: a warning is not taken back for a difference of a day.
Uitkomst reken(std::span<const Klokdefinitie> klokken, const Situatie& situatie, schemas::Day today);

/// What that changes in what was told: a Klok is there while its warning holds.
std::vector<Change> veranderingen(const Uitkomst& uitkomst, const Situatie& situatie);

}  // namespace inburgering::mapping::klokken
