#pragma once
#include <optional>
#include <span>

#include "mapping/canonical/object.h"

namespace inburgering::mapping::taalschool {

/// Adds up the hours of a dossier as DUO wants them (DUO GevolgdeUren 1.0.0): lessons, alfabetisering and KNM
/// before the first PIP belong to the brede intake, from then on to the leerroute; participation is counted
/// apart. A period that the PIP falls in counts with the day on which it ends. Parts of hours are added first
/// and cut off at the end. Nothing when no school told of hours.
std::optional<canonical::Urenstand> urenstand(std::span<const canonical::Aanwezigheid> aanwezigheid,
                                              std::span<const canonical::PIP> pips);

}  // namespace inburgering::mapping::taalschool
