#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// The term in which someone must finish (GGM Inburgeringstermijn).
struct Inburgeringstermijn {
  Day datum_aanvang;
  Stated<Day> datum_einde;
  Stated<Day> datum_gewijzigd;
  Stated<std::string> verlengingsgrond;
  Stated<std::string> verlengingsgrond_omschrijving;
  Stated<bool> vooraankondiging_boete;
  Stated<Amount> boete_bedrag;
  Stated<Day> datum_boete;
  bool operator==(const Inburgeringstermijn&) const = default;
};

/// One row of DUO's history of the term.
struct Inburgeringstermijnhistorie {
  std::optional<Day> einddatum;
  std::optional<Day> wijzigingsdatum;
  std::optional<std::string> verlengingsgrond;
  Stated<std::string> verlengingsgrond_omschrijving;
  bool operator==(const Inburgeringstermijnhistorie&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Inburgeringstermijn> =
    [] {
      using namespace inburgering::schemas;
      using namespace inburgering::mapping::canonical;
      using R = Inburgeringstermijn;
      return describe<R>(
          About{"Inburgeringstermijn", "de termijn waarbinnen iemand moet zijn ingeburgerd",
                belongs_to("Inburgeringsplichtige", "HEEFT"),
                belongs_to("AanvraagVerlenging", "BEOORDELING_AANVRAAG")},
          key("datumAanvang", &R::datum_aanvang,
              "ggm:Inburgeringstermijn.DatumAanvangInburgeringstermijn; "
              "duo:Inburgeringstermijn/Inburgeringstermijn.startdatum",
              "eerste dag"),
          field("datumEinde", &R::datum_einde,
                "ggm:Inburgeringstermijn.DatumEindeInburgeringstermijn; "
                "duo:Inburgeringstermijn/Inburgeringstermijn.einddatum",
                "dag na de laatste dag (DUO: exclusief)"),
          field("datumGewijzigd", &R::datum_gewijzigd,
                "duo:Inburgeringstermijn/Inburgeringstermijn.wijzigingsdatum",
                "dag van de laatste wijziging bij DUO"),
          field("verlengingsgrond", &R::verlengingsgrond,
                "duo:Inburgeringstermijn/Inburgeringstermijn.verlengingsgrondcode",
                "code van de grond; betekenis: objecttype Verlengingsgrondslag"),
          field("verlengingsgrondOmschrijving", &R::verlengingsgrond_omschrijving,
                "duo:Inburgeringstermijn/Inburgeringstermijn.verlengingsgrondomschrijving",
                "de grond in woorden"),
          field("vooraankondigingBoete", &R::vooraankondiging_boete,
                "ggm:Inburgeringstermijn.VooraankondigingBoete; gemeente", "is een boete vooraangekondigd"),
          field("boeteBedrag", &R::boete_bedrag, "ggm:Inburgeringstermijn.BoeteBedrag; gemeente",
                "bedrag van de boete in euro"),
          field("datumBoete", &R::datum_boete, "ggm:Inburgeringstermijn.DatumBoete; gemeente",
                "dag van de boete"));
    }();

template <>
inline constexpr auto
    inburgering::schemas::fields<inburgering::mapping::canonical::Inburgeringstermijnhistorie> = [] {
      using namespace inburgering::schemas;
      using namespace inburgering::mapping::canonical;
      using R = Inburgeringstermijnhistorie;
      return describe<R>(
          About{"Inburgeringstermijnhistorie", "eerdere stand van de termijn, zoals DUO die bewaart",
                belongs_to("Inburgeringsplichtige", "HISTORIE")},
          key("einddatum", &R::einddatum, "duo:Inburgeringstermijn/Inburgeringstermijnhistorie.einddatum",
              "dag na de laatste dag"),
          key("wijzigingsdatum", &R::wijzigingsdatum,
              "duo:Inburgeringstermijn/Inburgeringstermijnhistorie.wijzigingsdatum", "dag van wijziging"),
          key("verlengingsgrond", &R::verlengingsgrond,
              "duo:Inburgeringstermijn/Inburgeringstermijnhistorie.verlengingsgrondcode",
              "code van de grond"),
          field("verlengingsgrondOmschrijving", &R::verlengingsgrond_omschrijving,
                "duo:Inburgeringstermijn/Inburgeringstermijnhistorie.verlengingsgrondomschrijving",
                "de grond in woorden"));
    }();
