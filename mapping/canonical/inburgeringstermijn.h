#pragma once
#include <string>

#include "schemas/record/fields.h"
#include "schemas/value/day.h"
#include "schemas/value/stated.h"

namespace inburgering::mapping::canonical {

using schemas::Stated;

/// The term in which someone must finish (GGM Inburgeringstermijn). Key: the day on which it starts.
struct Inburgeringstermijn {
  schemas::Day datum_aanvang;
  Stated<schemas::Day> datum_einde;  ///< the day after the last day, as DUO counts
  Stated<schemas::Day> datum_gewijzigd;
  Stated<std::string> verlengingsgrond;
  Stated<std::string> verlengingsgrond_omschrijving;
  bool operator==(const Inburgeringstermijn&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Inburgeringstermijn> =
    [] {
      using namespace inburgering::schemas;
      using R = inburgering::mapping::canonical::Inburgeringstermijn;
      return describe<R>(
          "Inburgeringstermijn",
          key("datumAanvang", &R::datum_aanvang, "Inburgeringstermijn.DatumAanvangInburgeringstermijn",
              "eerste dag"),
          field("datumEinde", &R::datum_einde, "Inburgeringstermijn.DatumEindeInburgeringstermijn",
                "dag na de laatste dag (DUO: exclusief)"),
          field("datumGewijzigd", &R::datum_gewijzigd, "", "dag van de laatste wijziging bij DUO"),
          field("verlengingsgrond", &R::verlengingsgrond, "Verlengingsgrond.Verlengingsgrondslag",
                "code van de grond"),
          field("verlengingsgrondOmschrijving", &R::verlengingsgrond_omschrijving, "",
                "de grond in woorden"));
    }();
