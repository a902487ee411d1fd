#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// What someone is offered at one institution (GGM InburgeringsAanbod). DUO keeps one offer an institution: a
/// new one takes the place of the old.
struct Inburgeringsaanbod {
  std::string instellingsnummer;
  Stated<Day> datum_inburgeringsaanbod;
  Stated<Day> verwachte_startdatum_opleiding;
  Stated<Day> verwachte_einddatum_opleiding;
  Stated<Code<codes::alfabetisering>> alfabetisering;
  Stated<std::string> cursusinstelling;
  Stated<bool> taalschakeltraject;
  Stated<Day> datum_aanvang_taalschakeltraject;
  Stated<Day> datum_taalschakeldiploma;
  Stated<Code<codes::voldoende_onvoldoende>> participatie_deelname;
  Stated<std::string> contract_id;
  bool operator==(const Inburgeringsaanbod&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Inburgeringsaanbod> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Inburgeringsaanbod;
  return describe<R>(
      About{"Inburgeringsaanbod", "het aanbod aan een inburgeraar bij één cursusinstelling",
            belongs_to("Inburgeringsplichtige", "VOOR"),
            belongs_to("Instelling", "BIJ", Via{"instellingsnummer", "instellingsnummer"})},
      key("instellingsnummer", &R::instellingsnummer, "", "nummer van de cursusinstelling bij DUO"),
      field("datumInburgeringsaanbod", &R::datum_inburgeringsaanbod,
            "ggm:InburgeringsAanbod.DatumInburgeringsAanbod; "
            "naar-duo:Inburgeringsaanbod/Inburgeringsaanbod.datumInburgeringsaanbod",
            "dag van inschrijving bij de cursusinstelling"),
      field("verwachteStartdatumOpleiding", &R::verwachte_startdatum_opleiding,
            "naar-duo:Inburgeringsaanbod/Inburgeringsaanbod.verwachteStartdatumOpleiding",
            "eerste dag van de opleiding"),
      field("verwachteEinddatumOpleiding", &R::verwachte_einddatum_opleiding,
            "ggm:InburgeringsAanbod.DatumEindeCursus; "
            "naar-duo:Inburgeringsaanbod/Inburgeringsaanbod.verwachteEinddatumOpleiding",
            "dag na de laatste dag van de opleiding"),
      field("alfabetisering", &R::alfabetisering,
            "ggm:InburgeringsAanbod.IndicatorAlfabetisering; "
            "naar-duo:Inburgeringsaanbod/Inburgeringsaanbod.indicatorAlfabetiseringsonderwijs",
            "soort alfabetiseringsonderwijs"),
      field("cursusinstelling", &R::cursusinstelling, "ggm:InburgeringsAanbod.CursusInstelling",
            "naam van de cursusinstelling"),
      field("taalschakeltraject", &R::taalschakeltraject, "ggm:InburgeringsAanbod.TaalschakelTraject",
            "is het een taalschakeltraject"),
      field("datumAanvangTaalschakeltraject", &R::datum_aanvang_taalschakeltraject,
            "ggm:InburgeringsAanbod.DatumAanvangTaalschakelTraject", "eerste dag van het taalschakeltraject"),
      field("datumTaalschakeldiploma", &R::datum_taalschakeldiploma,
            "ggm:InburgeringsAanbod.DatumTaalschakelDiploma", "dag van het diploma"),
      field("participatieDeelname", &R::participatie_deelname, "ggm:InburgeringsAanbod.ParticipatieDeelname",
            "is er voldoende deelgenomen"),
      field("contractId", &R::contract_id, "ggm:InburgeringsAanbod.ContractId",
            "kenmerk van het contract tussen gemeente en cursusinstelling"));
}();
