#pragma once
#include <string>

#include "schemas/record/fields.h"
#include "schemas/value/day.h"
#include "schemas/value/stated.h"

namespace inburgering::mapping::canonical {

using schemas::Stated;

/// One nationality of the person (BRP category 04; StUF-BG NPSNAT). An object of its own, so that a
/// kennisgeving that speaks of one relation leaves the others as they are. Key: the code.
struct Nationaliteit {
  std::string code;  ///< landelijke tabel 32, four digits
  Stated<schemas::IncompleteDay> datum_verkrijging;
  Stated<schemas::IncompleteDay> datum_verlies;
  bool operator==(const Nationaliteit&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Nationaliteit> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::mapping::canonical::Nationaliteit;
  return describe<R>("Nationaliteit", key("code", &R::code, "", "nationaliteit, landelijke tabel 32"),
                     field("datumVerkrijging", &R::datum_verkrijging, "", "sinds wanneer"),
                     field("datumVerlies", &R::datum_verlies, "", "tot wanneer"));
}();
