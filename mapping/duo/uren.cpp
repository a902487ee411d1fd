#include "mapping/duo/uren.h"

namespace inburgering::mapping::duo {
namespace {

constexpr Urensoort all[] = {
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

}  // namespace

std::span<const Urensoort> urensoorten() { return all; }

std::vector<TeMelden> te_melden(const canonical::Urenstand& geteld, const canonical::GevolgdeUren* bij_duo) {
  std::vector<TeMelden> reports;
  for (const auto& soort : all) {
    const auto& counted = geteld.*soort.geteld;
    if (!counted.has_value()) continue;
    const bool known = bij_duo != nullptr && (bij_duo->*soort.bij_duo).has_value();
    const auto there = known ? (bij_duo->*soort.bij_duo).value() : schemas::Hours();
    if (counted.value() > there) reports.push_back({&soort, counted.value()});
  }
  return reports;
}

}  // namespace inburgering::mapping::duo
