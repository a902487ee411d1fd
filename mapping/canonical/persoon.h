#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// An address in the Netherlands (BAG; StUF-BG verblijfsadres). One value: a new one replaces the whole.
struct Verblijfsadres {
  Stated<std::string> woonplaats;
  Stated<std::string> openbare_ruimte;
  Stated<std::string> straatnaam;
  Stated<std::string> postcode;
  Stated<std::int64_t> huisnummer;
  Stated<std::string> huisletter;
  Stated<std::string> huisnummertoevoeging;
  Stated<std::string> locatiebeschrijving;
  Stated<IncompleteDay> begindatum;
  bool operator==(const Verblijfsadres&) const = default;
};

/// An address abroad (StUF-BG verblijfBuitenland). One value: a new one replaces the whole.
struct VerblijfBuitenland {
  Stated<std::string> adresregel1;
  Stated<std::string> adresregel2;
  Stated<std::string> adresregel3;
  Stated<std::string> land;
  bool operator==(const VerblijfBuitenland&) const = default;
};

/// The person, as far as inburgering needs to know (GGM NatuurlijkPersoon and Vreemdeling; BRP). One a
/// dossier.
struct Persoon {
  Stated<std::string> a_nummer;
  Stated<std::string> vorig_burgerservicenummer;
  Stated<std::string> v_nummer;
  Stated<std::string> sociaal_referent;
  Stated<std::string> geslachtsnaam;
  Stated<std::string> voorvoegsel_geslachtsnaam;
  Stated<std::string> voorletters;
  Stated<std::string> voornamen;
  Stated<Code<codes::naamgebruik>> aanduiding_naamgebruik;
  Stated<Code<codes::geslacht>> geslachtsaanduiding;
  Stated<IncompleteDay> geboortedatum;
  Stated<std::string> geboorteplaats;
  Stated<std::string> geboorteland;
  Stated<IncompleteDay> overlijdensdatum;
  Stated<std::string> overlijdensplaats;
  Stated<std::string> overlijdensland;
  Stated<Verblijfsadres> verblijfsadres;
  Stated<VerblijfBuitenland> verblijf_buitenland;
  Stated<Code<codes::functie_adres>> functie_adres;
  Stated<bool> vastgesteld_verblijft_niet_op_adres;
  Stated<std::string> gemeente_van_inschrijving;
  Stated<IncompleteDay> datum_inschrijving;
  Stated<std::string> verblijfstitel;
  Stated<IncompleteDay> datum_verkrijging_verblijfstitel;
  Stated<IncompleteDay> datum_verlies_verblijfstitel;
  Stated<IncompleteDay> datum_vestiging_in_nederland;
  Stated<std::string> immigratieland;
  Stated<IncompleteDay> datum_vertrek_uit_nederland;
  Stated<std::string> emigratieland;
  Stated<Code<codes::bijzonder_nederlanderschap>> bijzonder_nederlanderschap;
  Stated<IncompleteDay> datum_opschorting_bijhouding;
  Stated<Code<codes::reden_opschorting>> reden_opschorting_bijhouding;
  Stated<Code<codes::indicatie_geheim>> indicatie_geheim;
  bool operator==(const Persoon&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Verblijfsadres> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Verblijfsadres;
  return describe<R>(About{"Verblijfsadres", "adres in Nederland"},
                     field("woonplaats", &R::woonplaats, "brp", "woonplaats (BAG)"),
                     field("openbareRuimte", &R::openbare_ruimte, "brp", "naam van de openbare ruimte (BAG)"),
                     field("straatnaam", &R::straatnaam, "brp", "straatnaam zoals op post"),
                     field("postcode", &R::postcode, "brp", "postcode zonder spatie"),
                     field("huisnummer", &R::huisnummer, "brp", "huisnummer"),
                     field("huisletter", &R::huisletter, "brp", "huisletter"),
                     field("huisnummertoevoeging", &R::huisnummertoevoeging, "brp", "toevoeging"),
                     field("locatiebeschrijving", &R::locatiebeschrijving, "brp", "plaats zonder adres"),
                     field("begindatum", &R::begindatum, "brp", "sinds wanneer de persoon hier verblijft"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::VerblijfBuitenland> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = VerblijfBuitenland;
  return describe<R>(About{"VerblijfBuitenland", "adres buiten Nederland"},
                     field("adresregel1", &R::adresregel1, "brp", "eerste regel van het adres"),
                     field("adresregel2", &R::adresregel2, "brp", "tweede regel"),
                     field("adresregel3", &R::adresregel3, "brp", "derde regel"),
                     field("land", &R::land, "brp", "land, landelijke tabel 34"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Persoon> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Persoon;
  return describe<R>(
      About{"Persoon", "de persoon, voor zover inburgering die moet kennen"}.believing(
          voorrang::persoonsgegevens),
      field("aNummer", &R::a_nummer, "brp", "administratienummer"),
      field("vorigBurgerservicenummer", &R::vorig_burgerservicenummer, "brp",
            "onder welk nummer deze persoon eerder bekend was, als dat fout bleek; het juiste staat als "
            "`bsn` in "
            "elk bericht"),
      field("vNummer", &R::v_nummer,
            "ggm:Vreemdeling.v-nummer; ggm:Inburgeringsplicht.V-nummer; duo:Notificatie/Notificatie.vNummer",
            "vreemdelingennummer"),
      field("sociaalReferent", &R::sociaal_referent, "ggm:Vreemdeling.Sociaal Referent; gemeente",
            "sociaal referent"),
      field("geslachtsnaam", &R::geslachtsnaam, "brp", "geslachtsnaam"),
      field("voorvoegselGeslachtsnaam", &R::voorvoegsel_geslachtsnaam, "brp", "voorvoegsel"),
      field("voorletters", &R::voorletters, "brp", "voorletters"),
      field("voornamen", &R::voornamen, "brp", "voornamen"),
      field("aanduidingNaamgebruik", &R::aanduiding_naamgebruik, "brp", "welke naam deze persoon voert"),
      field("geslachtsaanduiding", &R::geslachtsaanduiding, "brp", "geslacht"),
      field("geboortedatum", &R::geboortedatum, "brp", "geboortedatum, zo volledig als bekend"),
      field("geboorteplaats", &R::geboorteplaats, "brp", "gemeentecode of naam"),
      field("geboorteland", &R::geboorteland, "brp", "land, landelijke tabel 34"),
      field("overlijdensdatum", &R::overlijdensdatum, "brp", "dag van overlijden; null: in leven"),
      field("overlijdensplaats", &R::overlijdensplaats, "brp", "gemeentecode of naam"),
      field("overlijdensland", &R::overlijdensland, "brp", "land, landelijke tabel 34"),
      field("verblijfsadres", &R::verblijfsadres, "brp", "adres in Nederland"),
      field("verblijfBuitenland", &R::verblijf_buitenland, "brp", "adres buiten Nederland"),
      field("functieAdres", &R::functie_adres, "brp", "woonadres of briefadres"),
      field("vastgesteldVerblijftNietOpAdres", &R::vastgesteld_verblijft_niet_op_adres, "brp",
            "true: de gemeente heeft vastgesteld dat de persoon niet (meer) op dit adres verblijft"),
      field("gemeenteVanInschrijving", &R::gemeente_van_inschrijving, "brp", "gemeentecode, vier cijfers"),
      field("datumInschrijving", &R::datum_inschrijving, "brp", "sinds wanneer ingeschreven"),
      field("verblijfstitel", &R::verblijfstitel, "brp", "aanduiding, landelijke tabel 56"),
      field("datumVerkrijgingVerblijfstitel", &R::datum_verkrijging_verblijfstitel, "brp",
            "ingang van de verblijfstitel"),
      field("datumVerliesVerblijfstitel", &R::datum_verlies_verblijfstitel, "brp",
            "einde van de verblijfstitel"),
      field("datumVestigingInNederland", &R::datum_vestiging_in_nederland, "brp", "vestiging in Nederland"),
      field("immigratieland", &R::immigratieland, "brp", "land waar de persoon vandaan kwam, tabel 34"),
      field("datumVertrekUitNederland", &R::datum_vertrek_uit_nederland, "brp", "vertrek uit Nederland"),
      field("emigratieland", &R::emigratieland, "brp", "land waarheen de persoon vertrok, tabel 34"),
      field("bijzonderNederlanderschap", &R::bijzonder_nederlanderschap, "brp",
            "als Nederlander behandeld, of vastgesteld geen Nederlander"),
      field("datumOpschortingBijhouding", &R::datum_opschorting_bijhouding, "brp",
            "opschorting van de bijhouding"),
      field("redenOpschortingBijhouding", &R::reden_opschorting_bijhouding, "brp",
            "waarom de bijhouding is opgeschort"),
      field("indicatieGeheim", &R::indicatie_geheim, "brp",
            "in hoeverre gegevens aan derden worden verstrekt"));
}();
