#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// One institution of DUO's list (`GET /instellingen`). Reference data: about no person, in no dossier.
struct Instelling {
  std::string instellingsnummer;
  Stated<std::string> naam;
  Stated<std::string> postcode;
  Stated<std::int64_t> huisnummer;
  Stated<std::string> huisnummertoevoeging;
  Stated<std::string> plaatsnaam;
  Stated<std::string> bow;
  Stated<std::string> brin;
  Stated<bool> indicatie_bow_keurmerk;
  Stated<bool> indicatie_tst_keurmerk;
  bool operator==(const Instelling&) const = default;
};

/// One row of DUO's list of grounds (`GET /verlengingsgronden`). Reference data: about no person, in no
/// dossier.
struct Verlengingsgrondslag {
  std::string code;
  Stated<std::string> omschrijving;
  bool operator==(const Verlengingsgrondslag&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Instelling> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Instelling;
  return describe<R>(
      About{"Instelling", "cursusinstelling uit de lijst van DUO; geen persoonsgegeven"},
      key("instellingsnummer", &R::instellingsnummer, "duo:Inburgeringsaanbod/Instelling.instellingsnummer",
          "nummer bij DUO, tien tekens"),
      field("naam", &R::naam, "duo:Inburgeringsaanbod/Instelling.naam", "naam"),
      field("postcode", &R::postcode, "duo:Inburgeringsaanbod/Instelling.postcode", "postcode zonder spatie"),
      field("huisnummer", &R::huisnummer, "duo:Inburgeringsaanbod/Instelling.huisnummer", "huisnummer"),
      field("huisnummertoevoeging", &R::huisnummertoevoeging,
            "duo:Inburgeringsaanbod/Instelling.huisnummertoevoeging", "toevoeging"),
      field("plaatsnaam", &R::plaatsnaam, "duo:Inburgeringsaanbod/Instelling.plaatsnaam", "plaats"),
      field("bow", &R::bow, "duo:Inburgeringsaanbod/Instelling.bow", "registratienummer bij Blik op Werk"),
      field("brin", &R::brin, "duo:Inburgeringsaanbod/Instelling.brin", "BRIN van de onderwijsinstelling"),
      field("indicatieBowKeurmerk", &R::indicatie_bow_keurmerk,
            "duo:Inburgeringsaanbod/Instelling.indicatieBowKeurmerk", "heeft het keurmerk van Blik op Werk"),
      field("indicatieTstKeurmerk", &R::indicatie_tst_keurmerk,
            "duo:Inburgeringsaanbod/Instelling.indicatieTstKeurmerk",
            "heeft het keurmerk voor taalschakeltrajecten"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Verlengingsgrondslag> =
    [] {
      using namespace inburgering::schemas;
      using namespace inburgering::mapping::canonical;
      using R = Verlengingsgrondslag;
      return describe<R>(
          About{"Verlengingsgrondslag", "grond voor verlenging uit de lijst van DUO; geen persoonsgegeven"},
          key("code", &R::code, "duo:Inburgeringstermijn/Verlengingsgrond.code",
              "code, hoogstens tien tekens"),
          field("omschrijving", &R::omschrijving, "duo:Inburgeringstermijn/Verlengingsgrond.omschrijving",
                "de grond in woorden"));
    }();
