#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// That data of the person are under investigation: who uses them must know that they may be wrong (Wet BRP
/// art. 2.26). Ended when the investigation is over.
struct InOnderzoek {
  Code<codes::onderzoek> gegevens;
  Stated<IncompleteDay> datum_ingang;
  bool operator==(const InOnderzoek&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::InOnderzoek> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = InOnderzoek;
  return describe<R>(
      About{"InOnderzoek", "dat gegevens van de persoon worden onderzocht en dus onjuist kunnen zijn",
            belongs_to("Persoon", "HEEFT")}
          .believing(voorrang::persoonsgegevens),
      key("gegevens", &R::gegevens, "brp", "om welke gegevens het gaat"),
      field("datumIngang", &R::datum_ingang, "brp", "sinds wanneer"));
}();
