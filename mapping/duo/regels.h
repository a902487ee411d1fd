#pragma once
// The rules by which DUO judges what a gemeente reports, applied before it is sent: a refusal costs days.
// Source: DUO's functional descriptions beside its OpenAPI files (PIP 1.2.0, Inburgeringsaanbod 1.2.0,
// MapPvtZroute 1.0.0). A rule that cannot be judged with what is known here is left to DUO.
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/duo/melding.h"

namespace inburgering::mapping::duo {

/// What is known of the person, and of the institutions.
struct Bekend {
  std::vector<canonical::Object> objects;         ///< the dossier
  std::vector<canonical::Object> instellingen;    ///< the list of DUO; empty when it was never asked for
  std::set<std::string, std::less<>> beantwoord;  ///< resources about which DUO answered, if only 404

  template <class T>
  const T* find() const {
    for (const auto& object : objects)
      if (const auto* found = std::get_if<T>(&object)) return found;
    return nullptr;
  }
};

/// One report at one moment.
struct Geval {
  const Melding& melding;
  const Bekend& bekend;
  schemas::Day vandaag;  ///< in the Netherlands
};

struct Regel {
  std::string_view name;
  std::string_view pointer;  ///< what in the report it is about
  std::string_view text;     ///< Dutch: why DUO would refuse, and what to do
  bool (*geschonden)(const Geval&);
};

/// All rules; each looks for itself whether a report is its concern.
std::span<const Regel> regels();

/// A fault for each rule that a report breaks.
schemas::Faults toets(const Geval& geval);

}  // namespace inburgering::mapping::duo
