#include "mapping/duo/uren.h"

namespace inburgering::mapping::duo {
std::vector<TeMelden> te_melden(const canonical::Urenstand& geteld, const canonical::GevolgdeUren* bij_duo) {
  std::vector<TeMelden> reports;
  for (const auto& soort : urensoorten) {
    const auto& counted = geteld.*soort.geteld;
    if (!counted.has_value()) continue;
    const bool known = bij_duo != nullptr && (bij_duo->*soort.bij_duo).has_value();
    const auto there = known ? (bij_duo->*soort.bij_duo).value() : schemas::Hours();
    if (counted.value() > there) reports.push_back({&soort, counted.value()});
  }
  return reports;
}

}  // namespace inburgering::mapping::duo
