#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// Where an asylum seekers' centre houses someone (GGM Verblijfplaats AZC).
struct VerblijfplaatsAZC {
  Stated<std::string> plaats;
  Stated<std::string> straat;
  Stated<std::string> huisnummer;
  bool operator==(const VerblijfplaatsAZC&) const = default;
};

/// What is known of someone only because he or she holds asylum (GGM Asielstatushouder). One a dossier.
struct Asielstatushouder {
  Stated<std::string> telefoonnummer_verblijf_azc;
  Stated<std::string> emailadres_verblijf_azc;
  Stated<bool> digid_aangevraagd;
  Stated<bool> rijbewijs;
  Stated<std::string> land_rijbewijs;
  Stated<std::string> gekoppelde_gemeente;
  Stated<VerblijfplaatsAZC> verblijfplaats_azc;
  bool operator==(const Asielstatushouder&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::VerblijfplaatsAZC> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = VerblijfplaatsAZC;
  return describe<R>(
      About{"VerblijfplaatsAZC", "plaats van opvang door het COA"},
      field("plaats", &R::plaats, "ggm:Verblijfplaats AZC.Plaats; gemeente", "gemeente waarin het AZC staat"),
      field("straat", &R::straat, "ggm:Verblijfplaats AZC.Straatnummer; gemeente",
            "straat (GGM noemt dit gegeven Straatnummer)"),
      field("huisnummer", &R::huisnummer, "ggm:Verblijfplaats AZC.Huisnummer; gemeente",
            "huisnummer met toevoeging"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Asielstatushouder> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Asielstatushouder;
  return describe<R>(
      About{"Asielstatushouder", "gegevens die alleen bij een asielstatushouder horen",
            belongs_to("Inburgeringsplichtige", "GENERALISATIE")},
      field("telefoonnummerVerblijfAzc", &R::telefoonnummer_verblijf_azc,
            "ggm:Asielstatushouder.Telefoonnummer verblijf AZC; gemeente",
            "telefoonnummer tijdens het verblijf in het AZC"),
      field("emailadresVerblijfAzc", &R::emailadres_verblijf_azc,
            "ggm:Asielstatushouder.Emailadres verblijf AZC; gemeente",
            "e-mailadres tijdens het verblijf in het AZC"),
      field("digidAangevraagd", &R::digid_aangevraagd, "ggm:Asielstatushouder.DigiD aangevraagd; gemeente",
            "is er een DigiD aangevraagd"),
      field("rijbewijs", &R::rijbewijs, "ggm:Asielstatushouder.Rijbewijs; gemeente",
            "heeft deze persoon een rijbewijs"),
      field("landRijbewijs", &R::land_rijbewijs, "ggm:Asielstatushouder.Land Rijbewijs; gemeente",
            "land waar het rijbewijs is gehaald"),
      field("gekoppeldeGemeente", &R::gekoppelde_gemeente, "ggm:Asielstatushouder.Is gekoppeld aan; gemeente",
            "naam van de gemeente waaraan deze persoon is gekoppeld voor huisvesting en inburgering"),
      field("verblijfplaatsAzc", &R::verblijfplaats_azc, "gemeente", "plaats van opvang"));
}();
