#include "mapping/duo/changes.h"

#include <algorithm>
#include <utility>

#include "mapping/feed_codes.h"
#include "mapping/whole.h"

namespace inburgering::mapping::duo {
namespace {

namespace wire = adapters::duo;
namespace codes = canonical::codes;
using schemas::Code;

template <class... Object>
Changes state(Object... object) {
  Changes changes;
  (changes.push_back({Actie::vastgelegd, std::move(object)}), ...);
  return changes;
}

/// A code that is part of a key: absent where DUO leaves it out.
template <const schemas::CodeList& list>
std::optional<Code<list>> key_code(const std::optional<std::string>& code) {
  if (!code) return std::nullopt;
  return Code<list>::of(*code);
}

Stated<schemas::Hours> whole_hours(const std::optional<wire::Uren>& uren) {
  return uren ? Stated<schemas::Hours>(uren->uren) : Stated<schemas::Hours>::no_value();
}

/// What the three kinds of vrijstelling have in common.
template <class Besluit>
canonical::Vrijstelling vrijstelling_of(std::string_view omvang, const Besluit& besluit) {
  canonical::Vrijstelling object;
  object.omvang = Code<codes::omvang>::of(omvang);
  object.reden = Code<codes::reden_vrijstelling>::of(besluit.reden);
  object.oordeel = Code<codes::oordeel>::of(besluit.oordeel);
  object.datum_oordeel = besluit.datum_oordeel;
  object.startdatum = Stated<schemas::Day>::no_value();
  object.einddatum = Stated<schemas::Day>::no_value();
  return object;
}

template <class Besluit>
canonical::Ontheffing ontheffing_of(std::string_view omvang, const Besluit& besluit) {
  canonical::Ontheffing object;
  object.omvang = Code<codes::omvang>::of(omvang);
  object.grond = Code<codes::ontheffingsgrond>::of(besluit.grond);
  object.oordeel = Code<codes::oordeel>::of(besluit.oordeel);
  object.datum_oordeel = besluit.datum_oordeel;
  object.uren_belastbaarheid_participatieactiviteit = Stated<schemas::Hours>::no_value();
  return object;
}

canonical::Examenonderdeel examenonderdeel_of(const wire::Examenresultaat& resultaat) {
  canonical::Examenonderdeel object;
  object.onderdeel = Code<codes::examenonderdeel>::of(resultaat.onderdeel);
  object.niveau = key_code<codes::taalniveau>(resultaat.niveau);
  object.examendatum = resultaat.examendatum;
  object.resultaat = Code<codes::examenresultaat>::of(resultaat.resultaat);
  object.reden_geen_resultaat = whole_code<codes::reden_geen_resultaat>(resultaat.reden_geen_resultaat);
  return object;
}

}  // namespace

Changes changes_of(const wire::Inburgeringsplicht& plicht) {
  canonical::Inburgeringsplichtige object;
  object.indicator_inburgeringsplicht = plicht.indicator_inburgeringsplicht;
  object.datum_start = whole(plicht.begindatum);
  object.datum_eind = whole(plicht.einddatum);
  object.datum_gewijzigd = whole(plicht.wijzigingsdatum);
  object.datum_kennisgeving = whole(plicht.datum_kennisgeving_inburgeringsplicht);
  object.reden_geen_inburgeringsplicht =
      whole_code<codes::reden_geen_inburgeringsplicht>(plicht.reden_geen_inburgeringsplicht);
  if (!plicht.begindatum) return state(std::move(object));
  canonical::Startinburgering start;
  start.datum_start = *plicht.begindatum;
  return state(std::move(object), std::move(start));
}

Changes changes_of(const wire::Inburgeringsplichthistorie& stand) {
  return state(canonical::Inburgeringsplichthistorie{stand.indicator_inburgeringsplicht, stand.begindatum,
                                                     stand.einddatum, stand.wijzigingsdatum});
}

Changes changes_of(const wire::Doelgroep& doelgroep) {
  canonical::Inburgeringsplichtige object;
  object.doelgroep = whole_code<codes::doelgroep>(doelgroep.indeling);
  object.datum_doelgroep = whole(doelgroep.begindatum);
  object.gedetailleerde_doelgroep =
      whole_code<codes::gedetailleerde_doelgroep>(doelgroep.gedetailleerde_doelgroep);
  object.asielrechten_wijziging_verblijfsdoel =
      whole_code<codes::asielrechten_wijziging_verblijfsdoel>(doelgroep.asielrechten_wijziging_verblijfsdoel);
  return state(std::move(object));
}

Changes changes_of(const wire::Doelgroephistorie& stand) {
  return state(canonical::Doelgroephistorie{key_code<codes::doelgroep>(stand.indeling), stand.begindatum,
                                            stand.einddatum});
}

Changes changes_of(const wire::Inburgeringstermijn& termijn) {
  canonical::Inburgeringstermijn object;
  object.datum_aanvang = termijn.startdatum;
  object.datum_einde = termijn.einddatum;
  object.datum_gewijzigd = whole(termijn.wijzigingsdatum);
  object.verlengingsgrond = whole(termijn.verlengingsgrondcode);
  object.verlengingsgrond_omschrijving = whole(termijn.verlengingsgrondomschrijving);
  canonical::Startinburgering start;
  start.datum_aanvang_inburgeringstermijn = termijn.startdatum;
  return state(std::move(object), std::move(start));
}

Changes changes_of(const wire::Inburgeringstermijnhistorie& stand) {
  return state(canonical::Inburgeringstermijnhistorie{stand.einddatum, stand.wijzigingsdatum,
                                                      stand.verlengingsgrondcode,
                                                      whole(stand.verlengingsgrondomschrijving)});
}

Changes changes_of(const wire::Verlengingsgrond& grond) {
  return state(canonical::Verlengingsgrondslag{grond.code, grond.omschrijving});
}

Changes changes_of(const wire::PipVanGemeente& van_gemeente) {
  const auto& wire_pip = van_gemeente.pip;
  canonical::PIP pip;
  pip.gemeentecode = van_gemeente.gemeentecode;
  pip.dagtekening = wire_pip.dagtekening_pip;
  pip.mag_opleiding_afmaken = whole(wire_pip.indicator_mag_opleiding_afmaken);
  canonical::Leerroute leerroute;
  leerroute.gemeentecode = van_gemeente.gemeentecode;
  leerroute.dagtekening_pip = wire_pip.dagtekening_pip;
  leerroute.leerroute = by_table<codes::leerroute>(leerroutes, wire_pip.leerroute);
  leerroute.niveau = whole_code<codes::taalniveau>(wire_pip.niveau);
  leerroute.geschatte_intensiteit_b1_route = whole(
      wire_pip.geschatte_intensiteit_b1_route ? schemas::Hours::of(*wire_pip.geschatte_intensiteit_b1_route)
                                              : std::nullopt);
  leerroute.alfabetisering = whole_code<codes::alfabetisering>(wire_pip.indicator_alfabetiseringsonderwijs);
  return state(std::move(pip), std::move(leerroute));
}

Changes changes_of(const std::vector<wire::Examenresultaat>& resultaten) {
  Changes changes;
  changes.reserve(resultaten.size() + 1);
  const wire::Examenresultaat* last_knm = nullptr;
  for (const auto& resultaat : resultaten) {
    changes.push_back({Actie::vastgelegd, examenonderdeel_of(resultaat)});
    if (resultaat.onderdeel == "KNM" &&
        (last_knm == nullptr || last_knm->examendatum <= resultaat.examendatum))
      last_knm = &resultaat;
  }
  if (last_knm == nullptr) return changes;
  canonical::KNM knm;
  knm.resultaat = Code<codes::examenresultaat>::of(last_knm->resultaat);
  knm.datum_resultaat = last_knm->examendatum;
  changes.push_back({Actie::vastgelegd, std::move(knm)});
  return changes;
}

Changes changes_of(const wire::GratisPogingTegoed& tegoed) {
  return state(canonical::GratisPogingTegoed{Code<codes::examenonderdeel>::of(tegoed.onderdeel),
                                             tegoed.gratis_pogingen_tegoed});
}

Changes changes_of(const wire::Examennummer& nummer) {
  return state(canonical::AanmeldingLeerbaarheidstoets{nummer.examennummer});
}

Changes changes_of(const wire::Leerbaarheidstoetsresultaat& resultaat) {
  canonical::Leerbaarheidstoets object;
  object.datum_afname = resultaat.datum_afname;
  object.resultaat = Code<codes::resultaat_leerbaarheidstoets>::of(resultaat.resultaat);
  object.behaalde_score = resultaat.behaalde_score.score;
  object.benodigde_score = resultaat.benodigde_score.score;
  return state(std::move(object));
}

Changes changes_of(const wire::Vrijstelling& vrijstelling) {
  Changes changes;
  if (vrijstelling.gehele_vrijstelling)
    changes.push_back({Actie::vastgelegd, vrijstelling_of("Geheel", *vrijstelling.gehele_vrijstelling)});
  if (const auto& besluit = vrijstelling.tijdelijke_vrijstelling) {
    auto object = vrijstelling_of("Tijdelijk", *besluit);
    object.startdatum = whole(besluit->startdatum);
    object.einddatum = whole(besluit->einddatum);
    changes.push_back({Actie::vastgelegd, std::move(object)});
  }
  if (const auto& besluit = vrijstelling.gedeeltelijke_vrijstelling) {
    auto object = vrijstelling_of("Gedeeltelijk", *besluit);
    object.examenonderdeel = key_code<codes::examenonderdeel>(besluit->examenonderdeel);
    object.examenniveau = key_code<codes::taalniveau>(besluit->examenniveau);
    changes.push_back({Actie::vastgelegd, std::move(object)});
  }
  return changes;
}

Changes changes_of(const wire::Ontheffing& ontheffing) {
  Changes changes;
  if (ontheffing.gehele_ontheffing)
    changes.push_back({Actie::vastgelegd, ontheffing_of("Geheel", *ontheffing.gehele_ontheffing)});
  if (const auto& besluit = ontheffing.gedeeltelijke_ontheffing) {
    auto object = ontheffing_of("Gedeeltelijk", *besluit);
    object.examenonderdeel = key_code<codes::examenonderdeel>(besluit->examenonderdeel);
    object.uren_belastbaarheid_participatieactiviteit =
        whole(besluit->uren_belastbaarheid_participatieactiviteit);
    changes.push_back({Actie::vastgelegd, std::move(object)});
  }
  return changes;
}

Changes changes_of(const wire::UrenVanGemeente& uren) {
  canonical::GevolgdeUren object;
  object.gemeentecode = uren.gemeentecode;
  object.bekend_tot = whole(uren.bekend_tot);
  object.uren_taalles_en_knm_brede_intake = whole_hours(uren.taalles_en_knm_brede_intake);
  object.uren_participatieactiviteiten = whole_hours(uren.participatieactiviteiten_brede_intake);
  object.uren_participatie_als_taalles = whole_hours(uren.participatie_als_taalles);
  return state(std::move(object));
}

Changes changes_of(const wire::DatumMap& wire_map) {
  canonical::MAP map;
  map.datum_eindgesprek = wire_map.datum_eindgesprek_map;
  return state(std::move(map));
}

Changes changes_of(const wire::DatumPvt& wire_pvt) {
  canonical::PVT pvt;
  pvt.datum_ondertekening = wire_pvt.datum_ondertekening_pvt;
  return state(std::move(pvt));
}

Changes changes_of(const wire::Instelling& instelling) {
  canonical::Instelling object;
  object.instellingsnummer = instelling.instellingsnummer;
  object.naam = instelling.naam;
  object.postcode = instelling.postcode;
  object.huisnummer = instelling.huisnummer;
  object.huisnummertoevoeging = whole(instelling.huisnummertoevoeging);
  object.plaatsnaam = instelling.plaatsnaam;
  object.bow = whole(instelling.bow);
  object.brin = whole(instelling.brin);
  object.indicatie_bow_keurmerk = whole(instelling.indicatie_bow_keurmerk);
  object.indicatie_tst_keurmerk = whole(instelling.indicatie_tst_keurmerk);
  return state(std::move(object));
}

}  // namespace inburgering::mapping::duo
