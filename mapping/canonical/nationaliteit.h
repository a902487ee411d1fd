#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// One nationality of the person (BRP category 04; StUF-BG NPSNAT). An object of its own, so that a
/// kennisgeving that speaks of one relation leaves the others as they are.
struct Nationaliteit {
  std::string code;
  Stated<std::string> reden_verkrijging;
  Stated<IncompleteDay> datum_verkrijging;
  Stated<std::string> reden_verlies;
  Stated<IncompleteDay> datum_verlies;
  bool operator==(const Nationaliteit&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Nationaliteit> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Nationaliteit;
  return describe<R>(
      About{"Nationaliteit", "een nationaliteit van de persoon", belongs_to("Persoon", "HEEFT")}.believing(
          voorrang::persoonsgegevens),
      key("code", &R::code, "brp", "nationaliteit, landelijke tabel 32"),
      field("redenVerkrijging", &R::reden_verkrijging, "brp", "waarom verkregen, landelijke tabel 37"),
      field("datumVerkrijging", &R::datum_verkrijging, "brp", "sinds wanneer"),
      field("redenVerlies", &R::reden_verlies, "brp", "waarom verloren, landelijke tabel 37"),
      field("datumVerlies", &R::datum_verlies, "brp", "tot wanneer"));
}();
