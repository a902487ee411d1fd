#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// A training that someone followed (GGM Training).
struct Training {
  std::string periode;
  Stated<bool> gevolgd;
  Stated<Code<codes::arm_tot_uitstekend>> resultaat;
  bool operator==(const Training&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Training> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Training;
  return describe<R>(
      About{"Training", "gevolgde training", belongs_to("Persoon", "HEEFT_GEVOLGD")},
      key("periode", &R::periode, "ggm:Training.PeriodeTraining; gemeente", "periode van de training"),
      field("gevolgd", &R::gevolgd, "ggm:Training.TrainingGevolgd; gemeente", "is de training gevolgd"),
      field("resultaat", &R::resultaat, "ggm:Training.ResultaatTraining; gemeente", "oordeel"));
}();
