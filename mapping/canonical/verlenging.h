#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// A request to lengthen the term (GGM Aanvraag verlenging Inburgeringstermijn).
struct AanvraagVerlenging {
  Day datum_aanvraag;
  Stated<Code<codes::beoordeling_aanvraag_verlenging>> beoordeling;
  Stated<std::string> verlengingsgrond;
  bool operator==(const AanvraagVerlenging&) const = default;
};

/// One ground on which the term is lengthened (GGM Verlengingsgrond).
struct Verlengingsgrond {
  Day datum_aanvraag;
  std::string verlengingsgrondslag;
  Stated<bool> aanvraag_aanwezig;
  Stated<std::int64_t> verlenging_in_weken;
  Stated<Day> datum_aanvang;
  Stated<Day> datum_einde;
  Stated<Day> datum_beoordeling;
  bool operator==(const Verlengingsgrond&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::AanvraagVerlenging> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = AanvraagVerlenging;
  return describe<R>(
      About{"AanvraagVerlenging", "aanvraag om de termijn te verlengen",
            belongs_to("Inburgeringsplichtige", "HEEFT")},
      key("datumAanvraag", &R::datum_aanvraag, "gemeente; afgeleid:verlenging", "dag van de aanvraag"),
      field("beoordeling", &R::beoordeling,
            "ggm:Aanvraag verlenging Inburgeringstermijn.BeoordelingAanvraagVerlenging; gemeente; "
            "afgeleid:verlenging",
            "toegestaan of niet"),
      field("verlengingsgrond", &R::verlengingsgrond,
            "ggm:Aanvraag verlenging Inburgeringstermijn.VerlengingsGrond; gemeente; afgeleid:verlenging",
            "de grond die is aangevoerd"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Verlengingsgrond> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Verlengingsgrond;
  return describe<R>(
      About{"Verlengingsgrond", "grond waarop de termijn is verlengd",
            belongs_to("AanvraagVerlenging", "ONDERDEEL_VAN", Via{"datumAanvraag", "datumAanvraag"})},
      key("datumAanvraag", &R::datum_aanvraag, "gemeente", "dag van de aanvraag"),
      key("verlengingsgrondslag", &R::verlengingsgrondslag,
          "ggm:Verlengingsgrond.Verlengingsgrondslag; gemeente",
          "code van de grond; betekenis: objecttype Verlengingsgrondslag"),
      field("aanvraagAanwezig", &R::aanvraag_aanwezig,
            "ggm:Verlengingsgrond.AanwezigheidAanvraagVerlening; gemeente", "ligt er een aanvraag"),
      field("verlengingInWeken", &R::verlenging_in_weken, "ggm:Verlengingsgrond.VerlengingInWeken; gemeente",
            "aantal weken"),
      field("datumAanvang", &R::datum_aanvang, "ggm:Verlengingsgrond.DatumAanvangVerlengingsgrond; gemeente",
            "eerste dag"),
      field("datumEinde", &R::datum_einde, "ggm:Verlengingsgrond.DatumEindeVerlengingsgrond; gemeente",
            "laatste dag"),
      field("datumBeoordeling", &R::datum_beoordeling,
            "ggm:Verlengingsgrond.DatumBeoordelingVerlengingsgrond; gemeente", "dag van de beoordeling"));
}();
