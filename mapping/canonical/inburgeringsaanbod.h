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
            belongs_to("Instelling", "BIJ", Via{"instellingsnummer", "instellingsnummer"})}
          .believing(voorrang::regie),
      key("instellingsnummer", &R::instellingsnummer, "taalschool; gemeente",
          "nummer van de cursusinstelling bij DUO"),
      field("datumInburgeringsaanbod", &R::datum_inburgeringsaanbod,
            "ggm:InburgeringsAanbod.DatumInburgeringsAanbod; "
            "naar-duo:Inburgeringsaanbod/Inburgeringsaanbod.datumInburgeringsaanbod; gemeente",
            "dag van inschrijving bij de cursusinstelling"),
      field(
          "verwachteStartdatumOpleiding", &R::verwachte_startdatum_opleiding,
          "naar-duo:Inburgeringsaanbod/Inburgeringsaanbod.verwachteStartdatumOpleiding; taalschool; gemeente",
          "eerste dag van de opleiding"),
      field(
          "verwachteEinddatumOpleiding", &R::verwachte_einddatum_opleiding,
          "ggm:InburgeringsAanbod.DatumEindeCursus; "
          "naar-duo:Inburgeringsaanbod/Inburgeringsaanbod.verwachteEinddatumOpleiding; taalschool; gemeente",
          "dag na de laatste dag van de opleiding")
          .believing(voorrang::gewoon),
      field("alfabetisering", &R::alfabetisering,
            "ggm:InburgeringsAanbod.IndicatorAlfabetisering; "
            "naar-duo:Inburgeringsaanbod/Inburgeringsaanbod.indicatorAlfabetiseringsonderwijs; taalschool; "
            "gemeente",
            "soort alfabetiseringsonderwijs"),
      field("cursusinstelling", &R::cursusinstelling, "ggm:InburgeringsAanbod.CursusInstelling; gemeente",
            "naam van de cursusinstelling"),
      field("taalschakeltraject", &R::taalschakeltraject,
            "ggm:InburgeringsAanbod.TaalschakelTraject; taalschool; gemeente",
            "is het een taalschakeltraject"),
      field("datumAanvangTaalschakeltraject", &R::datum_aanvang_taalschakeltraject,
            "ggm:InburgeringsAanbod.DatumAanvangTaalschakelTraject; gemeente",
            "eerste dag van het taalschakeltraject"),
      field("datumTaalschakeldiploma", &R::datum_taalschakeldiploma,
            "ggm:InburgeringsAanbod.DatumTaalschakelDiploma; gemeente", "dag van het diploma"),
      field("participatieDeelname", &R::participatie_deelname,
            "ggm:InburgeringsAanbod.ParticipatieDeelname; gemeente", "is er voldoende deelgenomen"),
      field("contractId", &R::contract_id, "ggm:InburgeringsAanbod.ContractId; taalschool; gemeente",
            "kenmerk van het contract tussen gemeente en cursusinstelling"));
}();
