#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// Whether someone has the plicht, since when, and in which doelgroep (the seed's Inburgeringsplichtige; GGM
/// Inburgeraar, Inburgeringsplicht and Inburgeringstraject). One a dossier.
struct Inburgeringsplichtige {
  Stated<bool> indicator_inburgeringsplicht;
  Stated<std::string> verantwoordelijke_gemeente;
  Stated<Day> datum_start;
  Stated<Day> datum_eind;
  Stated<Day> datum_gewijzigd;
  Stated<Day> datum_kennisgeving;
  Stated<Code<codes::reden_geen_inburgeringsplicht>> reden_geen_inburgeringsplicht;
  Stated<Code<codes::doelgroep>> doelgroep;
  Stated<Day> datum_doelgroep;
  Stated<Code<codes::gedetailleerde_doelgroep>> gedetailleerde_doelgroep;
  Stated<Code<codes::asielrechten_wijziging_verblijfsdoel>> asielrechten_wijziging_verblijfsdoel;
  Stated<Code<codes::leerroute>> uitkomst_leerbaarheidstoets;
  Stated<std::string> beschikking_voldaan;
  Stated<std::string> specialisatie;
  Stated<Code<codes::wordt_behandeld_als>> wordt_behandeld_als;
  Stated<Day> datum_gewijzigd_wordt_behandeld_als;
  bool operator==(const Inburgeringsplichtige&) const = default;
};

/// One row of DUO's history of the plicht. A row has no identity of its own: all its fields are the key.
struct Inburgeringsplichthistorie {
  bool indicator_inburgeringsplicht = false;
  std::optional<Day> begindatum;
  std::optional<Day> einddatum;
  std::optional<Day> wijzigingsdatum;
  bool operator==(const Inburgeringsplichthistorie&) const = default;
};

/// One row of DUO's history of the doelgroep. All its fields are the key.
struct Doelgroephistorie {
  std::optional<Code<codes::doelgroep>> doelgroep;
  std::optional<Day> begindatum;
  std::optional<Day> einddatum;
  bool operator==(const Doelgroephistorie&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Inburgeringsplichtige> =
    [] {
      using namespace inburgering::schemas;
      using namespace inburgering::mapping::canonical;
      using R = Inburgeringsplichtige;
      return describe<R>(
          About{"Inburgeringsplichtige", "wie inburgeringsplichtig is, sinds wanneer, en in welke doelgroep",
                belongs_to("Persoon", "GENERALISATIE")},
          field("indicatorInburgeringsplicht", &R::indicator_inburgeringsplicht,
                "ggm:Inburgeringsplicht.IndicatorInburgeringsplicht; "
                "duo:Inburgeringsplicht/Inburgeringsplicht.indicatorInburgeringsplicht",
                "is deze persoon inburgeringsplichtig"),
          field("verantwoordelijkeGemeente", &R::verantwoordelijke_gemeente, "afgeleid:regie",
                "gemeentecode van de gemeente die de regie voert; ook zonder dit veld staat zij in elk "
                "bericht als `gemeente`"),
          field("datumStart", &R::datum_start,
                "ggm:Inburgeringsplicht.DatumStart; duo:Inburgeringsplicht/Inburgeringsplicht.begindatum",
                "eerste dag van de plicht"),
          field("datumEind", &R::datum_eind,
                "ggm:Inburgeringsplicht.DatumEind; duo:Inburgeringsplicht/Inburgeringsplicht.einddatum",
                "laatste dag van de plicht"),
          field("datumGewijzigd", &R::datum_gewijzigd,
                "ggm:Inburgeringsplicht.DatumGewijzigdInburgeringsplicht; "
                "duo:Inburgeringsplicht/Inburgeringsplicht.wijzigingsdatum",
                "dag van de laatste wijziging bij DUO"),
          field("datumKennisgeving", &R::datum_kennisgeving,
                "duo:Inburgeringsplicht/Inburgeringsplicht.datumKennisgevingInburgeringsplicht",
                "dag waarop DUO de kennisgeving verstuurde"),
          field("redenGeenInburgeringsplicht", &R::reden_geen_inburgeringsplicht,
                "ggm:Inburgeringsplicht.RedenGeenInburgeringsplicht; "
                "duo:Inburgeringsplicht/Inburgeringsplicht.redenGeenInburgeringsplicht",
                "waarom er geen plicht (meer) is"),
          field("doelgroep", &R::doelgroep,
                "ggm:Inburgeraar.Doelgroep; duo:Inburgeringsplicht/Doelgroep.indeling",
                "doelgroep van de wet"),
          field("datumDoelgroep", &R::datum_doelgroep, "duo:Inburgeringsplicht/Doelgroep.begindatum",
                "sinds wanneer in deze doelgroep"),
          field("gedetailleerdeDoelgroep", &R::gedetailleerde_doelgroep,
                "ggm:Inburgeraar.Gedetailleerde Doelgroep; "
                "duo:Inburgeringsplicht/Doelgroep.gedetailleerdeDoelgroep",
                "fijnere indeling"),
          field("asielrechtenWijzigingVerblijfsdoel", &R::asielrechten_wijziging_verblijfsdoel,
                "duo:Inburgeringsplicht/Doelgroep.asielrechtenWijzigingVerblijfsdoel",
                "rechten na wijziging van het verblijfsdoel"),
          field("uitkomstLeerbaarheidstoets", &R::uitkomst_leerbaarheidstoets,
                "ggm:Inburgeringsplicht.UitkomstLeerbaarheidstoets; "
                "ggm:Inburgeringstraject.UItkomstLeerbaarheidstoets; gemeente; afgeleid:leerbaarheid",
                "leerroute die uit de leerbaarheidstoets volgt"),
          field("beschikkingVoldaan", &R::beschikking_voldaan,
                "ggm:Inburgeringsplicht.BeschikkingVoldaanInburgeringsplicht; gemeente",
                "beschikking dat aan de plicht is voldaan"),
          field("specialisatie", &R::specialisatie,
                "ggm:Inburgeringsplicht.InburgeraarSpecialisatie; gemeente", "nadere soort inburgeraar"),
          field("wordtBehandeldAls", &R::wordt_behandeld_als,
                "ggm:Inburgeringsplicht.WordtBehandelsAls; gemeente; afgeleid:asielrechten",
                "doelgroep waarvan deze persoon de rechten heeft"),
          field("datumGewijzigdWordtBehandeldAls", &R::datum_gewijzigd_wordt_behandeld_als,
                "ggm:Inburgeringsplicht.DatumGewijzigdWordtBehandeldAls; gemeente",
                "dag waarop dat veranderde"));
    }();

template <>
inline constexpr auto
    inburgering::schemas::fields<inburgering::mapping::canonical::Inburgeringsplichthistorie> = [] {
      using namespace inburgering::schemas;
      using namespace inburgering::mapping::canonical;
      using R = Inburgeringsplichthistorie;
      return describe<R>(
          About{"Inburgeringsplichthistorie", "eerdere stand van de plicht, zoals DUO die bewaart",
                belongs_to("Inburgeringsplichtige", "HISTORIE")},
          key("indicatorInburgeringsplicht", &R::indicator_inburgeringsplicht,
              "duo:Inburgeringsplicht/Inburgeringsplichthistorie.indicatorInburgeringsplicht",
              "was deze persoon plichtig"),
          key("begindatum", &R::begindatum, "duo:Inburgeringsplicht/Inburgeringsplichthistorie.begindatum",
              "eerste dag"),
          key("einddatum", &R::einddatum, "duo:Inburgeringsplicht/Inburgeringsplichthistorie.einddatum",
              "laatste dag"),
          key("wijzigingsdatum", &R::wijzigingsdatum,
              "duo:Inburgeringsplicht/Inburgeringsplichthistorie.wijzigingsdatum", "dag van wijziging"));
    }();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Doelgroephistorie> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Doelgroephistorie;
  return describe<R>(
      About{"Doelgroephistorie", "eerdere doelgroep, zoals DUO die bewaart",
            belongs_to("Inburgeringsplichtige", "HISTORIE")},
      key("doelgroep", &R::doelgroep, "duo:Inburgeringsplicht/Doelgroephistorie.indeling",
          "doelgroep van de wet"),
      key("begindatum", &R::begindatum, "duo:Inburgeringsplicht/Doelgroephistorie.begindatum", "eerste dag"),
      key("einddatum", &R::einddatum, "duo:Inburgeringsplicht/Doelgroephistorie.einddatum", "laatste dag"));
}();
