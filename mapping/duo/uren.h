#pragma once
// The kinds of hours that a gemeente reports to DUO (DUO GevolgdeUren 1.0.0), and what is to be reported of
// what was counted.
#include <string_view>
#include <vector>

#include "mapping/canonical/object.h"

namespace inburgering::mapping::duo {

using schemas::Stated;

struct Urensoort {
  std::string_view operatie;
  std::string_view field;   ///< of the canonical object
  std::string_view answer;  ///< where DUO has it in its answer
  Stated<schemas::Hours> canonical::GevolgdeUren::* bij_duo;
  Stated<schemas::Hours> canonical::Urenstand::* geteld;
};
inline constexpr Urensoort urensoorten[] = {
    {"uren-taallesknm", "urenTaallesEnKnmBredeIntake", "TaallesEnKnmBredeIntake",
     &canonical::GevolgdeUren::uren_taalles_en_knm_brede_intake,
     &canonical::Urenstand::uren_taalles_en_knm_brede_intake},
    {"uren-participatieactiviteiten", "urenParticipatieactiviteiten", "ParticipatieactiviteitenBredeIntake",
     &canonical::GevolgdeUren::uren_participatieactiviteiten,
     &canonical::Urenstand::uren_participatieactiviteiten},
    {"uren-participatietaalles", "urenParticipatieAlsTaalles", "ParticipatieAlsTaalles",
     &canonical::GevolgdeUren::uren_participatie_als_taalles,
     &canonical::Urenstand::uren_participatie_als_taalles},
};

/// One report: the new total of one kind.
struct TeMelden {
  const Urensoort* soort = nullptr;
  schemas::Hours uren;
};

/// The kinds of which DUO has another total than was counted; `bij_duo` is null when DUO has none of this
/// gemeente. Never less than DUO has: hours may also have been reported by another way.
std::vector<TeMelden> te_melden(const canonical::Urenstand& geteld, const canonical::GevolgdeUren* bij_duo);

}  // namespace inburgering::mapping::duo
