#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// That a gemeente no longer keeps a dossier of someone, or keeps one again. One a dossier; told only when
/// that changes.
struct Dossier {
  Stated<Day> datum_begin;
  Stated<Day> datum_einde;
  Stated<Code<codes::dossier_einde>> reden_einde;
  bool operator==(const Dossier&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Dossier> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Dossier;
  return describe<R>(
      About{"Dossier", "of deze gemeente het dossier van de persoon nog bijhoudt"},
      field("datumBegin", &R::datum_begin, "gateway",
            "dag waarop deze gateway het dossier opende of heropende"),
      field("datumEinde", &R::datum_einde, "gateway", "dag tot wanneer het wordt bijgehouden"),
      field("redenEinde", &R::reden_einde, "gateway", "waarom het niet langer wordt bijgehouden"));
}();
