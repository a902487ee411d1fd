#pragma once
#include <string>

#include "schemas/record/fields.h"
#include "schemas/value/day.h"
#include "schemas/value/stated.h"

namespace inburgering::mapping::canonical {

using schemas::Stated;

/// Where a person lives in the Netherlands (StUF-BG verblijfsadres).
struct Verblijfsadres {
  Stated<std::string> woonplaats;
  Stated<std::string> openbare_ruimte;
  Stated<std::string> straatnaam;
  Stated<std::string> postcode;
  Stated<std::int64_t> huisnummer;
  Stated<std::string> huisletter;
  Stated<std::string> huisnummertoevoeging;
  Stated<std::string> locatiebeschrijving;
  Stated<schemas::IncompleteDay> begindatum;
  bool operator==(const Verblijfsadres&) const = default;
};

/// The person, as far as inburgering needs to know (GGM NatuurlijkPersoon and Vreemdeling). One a dossier.
struct Persoon {
  Stated<std::string> a_nummer;
  Stated<std::string> geslachtsnaam;
  Stated<std::string> voorvoegsel_geslachtsnaam;
  Stated<std::string> voorletters;
  Stated<std::string> voornamen;
  Stated<std::string> aanduiding_naamgebruik;
  Stated<std::string> geslachtsaanduiding;
  Stated<schemas::IncompleteDay> geboortedatum;
  Stated<std::string> geboorteplaats;
  Stated<std::string> geboorteland;
  Stated<schemas::IncompleteDay> overlijdensdatum;
  Stated<Verblijfsadres> verblijfsadres;
  Stated<std::string> gemeente_van_inschrijving;
  Stated<schemas::IncompleteDay> datum_inschrijving;
  Stated<std::string> verblijfstitel;
  Stated<schemas::IncompleteDay> datum_verkrijging_verblijfstitel;
  Stated<schemas::IncompleteDay> datum_verlies_verblijfstitel;
  Stated<schemas::IncompleteDay> datum_vestiging_in_nederland;
  Stated<std::string> immigratieland;
  Stated<schemas::IncompleteDay> datum_vertrek_uit_nederland;
  Stated<schemas::IncompleteDay> datum_opschorting_bijhouding;
  Stated<std::string> reden_opschorting_bijhouding;
  Stated<std::string> indicatie_geheim;
  bool operator==(const Persoon&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Verblijfsadres> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::mapping::canonical::Verblijfsadres;
  return describe<R>("Verblijfsadres", field("woonplaats", &R::woonplaats, "", "woonplaats (BAG)"),
                     field("openbareRuimte", &R::openbare_ruimte, "", "naam van de openbare ruimte (BAG)"),
                     field("straatnaam", &R::straatnaam, "", "straatnaam zoals op post"),
                     field("postcode", &R::postcode, "", "postcode zonder spatie"),
                     field("huisnummer", &R::huisnummer, "", "huisnummer"),
                     field("huisletter", &R::huisletter, "", "huisletter"),
                     field("huisnummertoevoeging", &R::huisnummertoevoeging, "", "toevoeging"),
                     field("locatiebeschrijving", &R::locatiebeschrijving, "", "plaats zonder adres"),
                     field("begindatum", &R::begindatum, "", "sinds wanneer de persoon hier verblijft"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Persoon> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::mapping::canonical::Persoon;
  return describe<R>(
      "Persoon", field("aNummer", &R::a_nummer, "", "administratienummer"),
      field("geslachtsnaam", &R::geslachtsnaam, "", "geslachtsnaam"),
      field("voorvoegselGeslachtsnaam", &R::voorvoegsel_geslachtsnaam, "", "voorvoegsel"),
      field("voorletters", &R::voorletters, "", "voorletters"),
      field("voornamen", &R::voornamen, "", "voornamen"),
      field("aanduidingNaamgebruik", &R::aanduiding_naamgebruik, "", "E, N, P of V"),
      field("geslachtsaanduiding", &R::geslachtsaanduiding, "", "M, V of O"),
      field("geboortedatum", &R::geboortedatum, "", "geboortedatum, zo volledig als bekend"),
      field("geboorteplaats", &R::geboorteplaats, "", "gemeentecode of naam"),
      field("geboorteland", &R::geboorteland, "", "land, landelijke tabel 34"),
      field("overlijdensdatum", &R::overlijdensdatum, "", "dag van overlijden; null: in leven"),
      field("verblijfsadres", &R::verblijfsadres, "", "adres in Nederland"),
      field("gemeenteVanInschrijving", &R::gemeente_van_inschrijving, "", "gemeentecode, vier cijfers"),
      field("datumInschrijving", &R::datum_inschrijving, "", "sinds wanneer ingeschreven"),
      field("verblijfstitel", &R::verblijfstitel, "", "aanduiding, landelijke tabel 56"),
      field("datumVerkrijgingVerblijfstitel", &R::datum_verkrijging_verblijfstitel, "",
            "ingang van de verblijfstitel"),
      field("datumVerliesVerblijfstitel", &R::datum_verlies_verblijfstitel, "",
            "einde van de verblijfstitel"),
      field("datumVestigingInNederland", &R::datum_vestiging_in_nederland, "", "vestiging in Nederland"),
      field("immigratieland", &R::immigratieland, "", "land waar de persoon vandaan kwam, tabel 34"),
      field("datumVertrekUitNederland", &R::datum_vertrek_uit_nederland, "", "vertrek uit Nederland"),
      field("datumOpschortingBijhouding", &R::datum_opschorting_bijhouding, "",
            "opschorting van de bijhouding"),
      field("redenOpschortingBijhouding", &R::reden_opschorting_bijhouding, "",
            "O overlijden, E emigratie, M ministerieel, F fout, R RNI"),
      field("indicatieGeheim", &R::indicatie_geheim, "", "0 (geen) tot en met 7"));
}();
