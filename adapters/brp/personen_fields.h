#pragma once
// Field tables of personen.h (the specification grows: what it adds is passed over).
#include "adapters/brp/personen.h"

namespace inburgering::adapters::brp::personen {
inline constexpr std::string_view datumsoorten[] = {"Datum", "DatumOnbekend", "JaarDatum", "JaarMaandDatum"};
inline constexpr std::string_view verblijfsoorten[] = {"VerblijfplaatsBuitenland", "Adres",
                                                       "VerblijfplaatsOnbekend", "Locatie"};
inline constexpr std::string_view nationaliteitsoorten[] = {"Nationaliteit", "BehandeldAlsNederlander",
                                                            "VastgesteldNietNederlander", "Staatloos",
                                                            "NationaliteitOnbekend"};
}  // namespace inburgering::adapters::brp::personen

#define PERSONEN_RECORD(T) \
  template <>              \
  inline constexpr auto inburgering::schemas::fields<inburgering::adapters::brp::personen::T>

PERSONEN_RECORD(Waarde) = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::personen::Waarde;
  return describe_open<R>("Waardetabel", field("code", &R::code, "Waardetabel", "code"),
                          field("omschrijving", &R::omschrijving, "Waardetabel", "omschrijving"));
}();

PERSONEN_RECORD(Datum) = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::personen::Datum;
  return describe_open<R>(
      "AbstractDatum",
      field("type", &R::type, "AbstractDatum", "hoe volledig",
            {.codes = inburgering::adapters::brp::personen::datumsoorten}),
      field("datum", &R::datum, "VolledigeDatum", "de dag"),
      field("jaar", &R::jaar, "JaarDatum", "het jaar", {.minimum = 1, .maximum = 9999}),
      field("maand", &R::maand, "JaarMaandDatum", "de maand", {.minimum = 1, .maximum = 12}));
}();

PERSONEN_RECORD(Naam) = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::personen::Naam;
  return describe_open<R>(
      "NaamPersoon", field("voornamen", &R::voornamen, "Voornamen", "voornamen", {.max_length = 200}),
      field("voorvoegsel", &R::voorvoegsel, "Voorvoegsel", "voorvoegsel", {.max_length = 10}),
      field("geslachtsnaam", &R::geslachtsnaam, "Geslachtsnaam", "geslachtsnaam", {.max_length = 200}),
      field("voorletters", &R::voorletters, "Voorletters", "voorletters", {.max_length = 50}),
      field("aanduidingNaamgebruik", &R::aanduiding_naamgebruik, "Waardetabel", "naamgebruik"));
}();

PERSONEN_RECORD(Gebeurtenis) = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::personen::Gebeurtenis;
  return describe_open<R>("Geboorte", field("datum", &R::datum, "AbstractDatum", "wanneer"),
                          field("plaats", &R::plaats, "Waardetabel", "waar"),
                          field("land", &R::land, "Waardetabel", "in welk land"));
}();

PERSONEN_RECORD(Verblijfadres) = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::personen::Verblijfadres;
  return describe_open<R>(
      "Verblijfadres",
      field("officieleStraatnaam", &R::officiele_straatnaam, "OfficieleStraatnaam", "straatnaam (BAG)",
            {.max_length = 80}),
      field("korteStraatnaam", &R::korte_straatnaam, "KorteStraatnaam", "straatnaam op post",
            {.max_length = 24}),
      field("huisnummer", &R::huisnummer, "Huisnummer", "huisnummer", {.minimum = 1, .maximum = 99999}),
      field("huisletter", &R::huisletter, "Huisletter", "huisletter", {.max_length = 1}),
      field("huisnummertoevoeging", &R::huisnummertoevoeging, "Huisnummertoevoeging", "toevoeging",
            {.max_length = 4}),
      field("postcode", &R::postcode, "Postcode", "postcode", {.max_length = 7}),
      field("woonplaats", &R::woonplaats, "Woonplaats", "woonplaats", {.max_length = 80}),
      field("locatiebeschrijving", &R::locatiebeschrijving, "Locatiebeschrijving", "plaats zonder adres",
            {.max_length = 35}),
      field("regel1", &R::regel1, "Regel1", "adresregel", {.max_length = 40}),
      field("regel2", &R::regel2, "Regel2", "adresregel", {.max_length = 50}),
      field("regel3", &R::regel3, "Regel3", "adresregel", {.max_length = 35}),
      field("land", &R::land, "Waardetabel", "land"));
}();

PERSONEN_RECORD(Verblijfplaats) = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::personen::Verblijfplaats;
  return describe_open<R>("AbstractVerblijfplaats",
                          field("type", &R::type, "AbstractVerblijfplaats", "soort verblijf",
                                {.codes = inburgering::adapters::brp::personen::verblijfsoorten}),
                          field("verblijfadres", &R::verblijfadres, "VerblijfadresBinnenland", "het adres"),
                          field("functieAdres", &R::functie_adres, "Waardetabel", "woon- of briefadres"),
                          field("datumVan", &R::datum_van, "AbstractDatum", "sinds wanneer"),
                          field("indicatieVastgesteldVerblijftNietOpAdres", &R::verblijft_niet_op_adres,
                                "IndicatieVastgesteldVerblijftNietOpAdres", "woont daar niet"));
}();

PERSONEN_RECORD(Nationaliteit) = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::personen::Nationaliteit;
  return describe_open<R>(
      "AbstractNationaliteit",
      field("type", &R::type, "AbstractNationaliteit", "soort",
            {.codes = inburgering::adapters::brp::personen::nationaliteitsoorten}),
      field("nationaliteit", &R::nationaliteit, "Waardetabel", "nationaliteit"),
      field("redenOpname", &R::reden_opname, "Waardetabel", "reden van verkrijging"),
      field("datumIngangGeldigheid", &R::datum_ingang_geldigheid, "AbstractDatum", "sinds wanneer"));
}();

PERSONEN_RECORD(Immigratie) = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::personen::Immigratie;
  return describe_open<R>(
      "Immigratie",
      field("datumVestigingInNederland", &R::datum_vestiging_in_nederland, "AbstractDatum", "vestiging"),
      field("landVanwaarIngeschreven", &R::land_vanwaar_ingeschreven, "Waardetabel", "land van herkomst"));
}();

PERSONEN_RECORD(Verblijfstitel) = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::personen::Verblijfstitel;
  return describe_open<R>("Verblijfstitel",
                          field("aanduiding", &R::aanduiding, "Waardetabel", "verblijfstitel"),
                          field("datumIngang", &R::datum_ingang, "AbstractDatum", "ingang"),
                          field("datumEinde", &R::datum_einde, "AbstractDatum", "einde"));
}();

PERSONEN_RECORD(OpschortingBijhouding) = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::personen::OpschortingBijhouding;
  return describe_open<R>("OpschortingBijhouding", field("reden", &R::reden, "Waardetabel", "waarom"),
                          field("datum", &R::datum, "AbstractDatum", "sinds wanneer"));
}();

PERSONEN_RECORD(Persoon) = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::personen::Persoon;
  return describe_open<R>(
      "Persoon", field("aNummer", &R::a_nummer, "ANummer", "administratienummer", {.max_length = 10}),
      field("burgerservicenummer", &R::burgerservicenummer, "Burgerservicenummer", "wie dit is"),
      field("geheimhoudingPersoonsgegevens", &R::geheimhouding, "GeheimhoudingPersoonsgegevens",
            "verstrekking aan derden beperkt"),
      field("geslacht", &R::geslacht, "Waardetabel", "geslacht"),
      field("naam", &R::naam, "NaamPersoon", "naam"),
      field("nationaliteiten", &R::nationaliteiten, "AbstractNationaliteit", "nationaliteiten"),
      field("geboorte", &R::geboorte, "Geboorte", "geboorte"),
      field("overlijden", &R::overlijden, "Overlijden", "overlijden"),
      field("opschortingBijhouding", &R::opschorting_bijhouding, "OpschortingBijhouding", "opschorting"),
      field("verblijfplaats", &R::verblijfplaats, "AbstractVerblijfplaats", "waar de persoon verblijft"),
      field("immigratie", &R::immigratie, "Immigratie", "komst naar Nederland"),
      field("gemeenteVanInschrijving", &R::gemeente_van_inschrijving, "Waardetabel", "gemeente"),
      field("datumInschrijvingInGemeente", &R::datum_inschrijving_in_gemeente, "AbstractDatum",
            "sinds wanneer ingeschreven"),
      field("verblijfstitel", &R::verblijfstitel, "Verblijfstitel", "verblijfstitel"));
}();

PERSONEN_RECORD(Antwoord) = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::brp::personen::Antwoord;
  return describe_open<R>("RaadpleegMetBurgerservicenummerResponse",
                          field("type", &R::type, "PersonenQueryResponse", "het soort vraag"),
                          field("personen", &R::personen, "Persoon", "de gevonden personen"));
}();

#undef PERSONEN_RECORD
