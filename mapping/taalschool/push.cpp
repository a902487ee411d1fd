#include "mapping/taalschool/push.h"

#include <algorithm>
#include <utility>

#include "mapping/feed_codes.h"
#include "mapping/whole.h"

namespace inburgering::mapping::taalschool {

namespace codes = canonical::codes;
using schemas::Code;
namespace {

/// GGM ClassificatieArmTotUitstekend, in the small letters that the API uses.
constexpr FeedCode oordelen[] = {{"arm", "Arm"},
                                 {"middelmatig", "Middelmatig"},
                                 {"voldoende", "Voldoende"},
                                 {"goed", "Goed"},
                                 {"uitstekend", "Uitstekend"}};

template <class Record>
Translation about(const Record& rij) {
  Translation translation{{rij.bsn, {}}, {"taalschool", rij.kenmerk, {}}, {}, {}};
  translation.rule = rule("taalschool", adapters::taalschool::resource<Record>);
  return translation;
}

/// An object whose key is the school and its kenmerk.
template <class Object>
Object own(const adapters::taalschool::Rij& rij, std::string_view school) {
  Object object;
  object.instelling = school;
  object.kenmerk = rij.kenmerk;
  return object;
}

bool is_own(const canonical::Object& object) {
  return std::visit([](const auto& each) { return requires { each.instelling, each.kenmerk; }; }, object);
}

}  // namespace

Translation translate(const adapters::taalschool::Deelname& deelname, std::string_view school) {
  auto translation = about(deelname);
  auto object = own<canonical::Deelname>(deelname, school);
  object.soort = Code<codes::soort_deelname>::of(deelname.soort);
  object.startdatum = deelname.startdatum;
  object.verwachte_einddatum = whole(deelname.verwachte_einddatum);
  object.leerroute = whole_code<codes::leerroute>(leerroutes, deelname.leerroute);
  object.alfabetisering = whole_code<codes::alfabetisering>(deelname.alfabetisering);
  object.uren_per_week = whole(deelname.uren_per_week);
  object.contract_id = whole(deelname.contract);
  translation.changes.push_back({Actie::vastgelegd, std::move(object)});
  if (deelname.instellingsnummer) {
    // The gemeente's own report to DUO may say more of it: only what the school knows is laid over that.
    canonical::Inburgeringsaanbod aanbod;
    aanbod.instellingsnummer = *deelname.instellingsnummer;
    aanbod.verwachte_startdatum_opleiding = deelname.startdatum;
    if (deelname.verwachte_einddatum) aanbod.verwachte_einddatum_opleiding = *deelname.verwachte_einddatum;
    if (deelname.alfabetisering)
      aanbod.alfabetisering = Code<codes::alfabetisering>::of(*deelname.alfabetisering);
    if (deelname.contract) aanbod.contract_id = *deelname.contract;
    if (deelname.soort == "taalschakeltraject") aanbod.taalschakeltraject = true;
    translation.changes.push_back({Actie::gewijzigd, std::move(aanbod)});
  }
  if (deelname.soort == "knm") {
    canonical::KNM knm;
    knm.startdatum = deelname.startdatum;
    translation.changes.push_back({Actie::gewijzigd, std::move(knm)});
  }
  if (deelname.soort == "participatie") {
    auto component = own<canonical::Participatiecomponent>(deelname, school);
    component.activiteit = whole(deelname.activiteit);
    component.organisatie = whole(deelname.organisatie);
    component.startdatum = deelname.startdatum;
    component.einddatum = whole(deelname.verwachte_einddatum);
    translation.changes.push_back({Actie::vastgelegd, std::move(component)});
  }
  return translation;
}

Translation translate(const adapters::taalschool::Voortgangsmeting& meting, std::string_view school) {
  auto translation = about(meting);
  auto object = own<canonical::Voortgangsmeting>(meting, school);
  object.meetdatum = meting.meetdatum;
  object.leerroute = whole_code<codes::leerroute>(leerroutes, meting.leerroute);
  object.niveau_lezen = whole_code<codes::erk_niveau>(meting.niveau_lezen);
  object.niveau_luisteren = whole_code<codes::erk_niveau>(meting.niveau_luisteren);
  object.niveau_schrijven = whole_code<codes::erk_niveau>(meting.niveau_schrijven);
  object.niveau_spreken = whole_code<codes::erk_niveau>(meting.niveau_spreken);
  object.voortgang = whole_code<codes::voortgang>(meting.voortgang);
  object.verwachte_einddatum = whole(meting.verwachte_einddatum);
  translation.changes.push_back({Actie::vastgelegd, std::move(object)});
  if (meting.taal_mondeling || meting.taal_schriftelijk) {
    canonical::Taalvaardigheid taal;
    if (meting.taal_mondeling)
      taal.mondeling = by_table<codes::arm_tot_uitstekend>(oordelen, *meting.taal_mondeling);
    if (meting.taal_schriftelijk)
      taal.schriftelijk = by_table<codes::arm_tot_uitstekend>(oordelen, *meting.taal_schriftelijk);
    translation.changes.push_back({Actie::gewijzigd, std::move(taal)});
  }
  if (meting.ict_vaardigheid) {
    canonical::ICTVaardigheid ict;
    ict.niveau = by_table<codes::arm_tot_uitstekend>(oordelen, *meting.ict_vaardigheid);
    translation.changes.push_back({Actie::gewijzigd, std::move(ict)});
  }
  return translation;
}

Translation translate(const adapters::taalschool::Aanwezigheid& aanwezigheid, std::string_view school) {
  auto translation = about(aanwezigheid);
  auto object = own<canonical::Aanwezigheid>(aanwezigheid, school);
  object.soort = Code<codes::soort_uren>::of(aanwezigheid.soort);
  object.periode_van = aanwezigheid.periode_van;
  object.periode_tot = aanwezigheid.periode_tot;
  object.uren_gevolgd = aanwezigheid.uren_gevolgd;
  object.uren_geoorloofd_verzuim = whole(aanwezigheid.uren_geoorloofd_verzuim);
  object.uren_ongeoorloofd_verzuim = whole(aanwezigheid.uren_ongeoorloofd_verzuim);
  translation.changes.push_back({Actie::vastgelegd, std::move(object)});
  return translation;
}

Translation translate(const adapters::taalschool::Toetsresultaat& resultaat, std::string_view school) {
  auto translation = about(resultaat);
  auto object = own<canonical::Toetsresultaat>(resultaat, school);
  object.soort = Code<codes::soort_toets>::of(resultaat.soort);
  object.onderdeel = Code<codes::toetsonderdeel>::of(resultaat.onderdeel);
  object.toetsdatum = resultaat.toetsdatum;
  object.niveau = whole_code<codes::erk_niveau>(resultaat.niveau);
  object.score = whole(resultaat.score);
  object.maximale_score = whole(resultaat.maximale_score);
  object.uitslag = whole_code<codes::toetsuitslag>(resultaat.uitslag);
  translation.changes.push_back({Actie::vastgelegd, std::move(object)});
  return translation;
}

Translation translate(const adapters::taalschool::Afronding& afronding, std::string_view school) {
  auto translation = about(afronding);
  canonical::Deelname object;
  object.instelling = school;
  object.kenmerk = afronding.deelname;
  object.einddatum = afronding.einddatum;
  object.uitkomst = Code<codes::uitkomst_deelname>::of(afronding.uitkomst);
  object.reden = whole_code<codes::reden_gestopt>(afronding.reden);
  object.toelichting = whole(afronding.toelichting);
  translation.changes.push_back({Actie::gewijzigd, std::move(object)});
  return translation;
}

Translation translate(const adapters::taalschool::Signaal& signaal, std::string_view school) {
  auto translation = about(signaal);
  auto object = own<canonical::Signaal>(signaal, school);
  object.soort = Code<codes::soort_signaal>::of(signaal.soort);
  object.datum = signaal.datum;
  object.dringend = whole(signaal.dringend);
  object.toelichting = whole(signaal.toelichting);
  translation.changes.push_back({Actie::vastgelegd, std::move(object)});
  return translation;
}

Translation translate(const adapters::taalschool::Vaardigheid& vaardigheid, std::string_view) {
  auto translation = about(vaardigheid);
  const auto put = [](const std::optional<std::string>& said, auto& into) {
    if (said) into = by_table<codes::arm_tot_uitstekend>(oordelen, *said);
  };
  // Others judge the same person: only what this school tells is laid over that.
  canonical::Taalvaardigheid taal;
  put(vaardigheid.taal_overall, taal.overall);
  put(vaardigheid.taal_mondeling, taal.mondeling);
  put(vaardigheid.taal_schriftelijk, taal.schriftelijk);
  put(vaardigheid.taalleerbaarheid, taal.toets_taalleerbaarheid);
  put(vaardigheid.spreekvaardigheid, taal.toets_spreekvaardigheid);
  put(vaardigheid.resultaat_taalles, taal.resultaat_taalles);
  if (vaardigheid.opleidingsniveau) taal.opleidingsniveau_geschat = *vaardigheid.opleidingsniveau;
  if (taal != canonical::Taalvaardigheid())
    translation.changes.push_back({Actie::gewijzigd, std::move(taal)});
  canonical::ICTVaardigheid ict;
  if (vaardigheid.ict_vaardig) ict.ict_vaardig = *vaardigheid.ict_vaardig;
  put(vaardigheid.ict_niveau, ict.niveau);
  if (ict != canonical::ICTVaardigheid()) translation.changes.push_back({Actie::gewijzigd, std::move(ict)});
  return translation;
}

Translation translate(const adapters::taalschool::Activiteit& activiteit, std::string_view school) {
  auto translation = about(activiteit);
  auto object = own<canonical::Participatiecomponent>(activiteit, school);
  object.activiteit = activiteit.activiteit;
  object.organisatie = whole(activiteit.organisatie);
  object.startdatum = activiteit.startdatum;
  object.einddatum = whole(activiteit.einddatum);
  constexpr std::int64_t hundredths = 100;
  if (activiteit.uren_gevolgd)
    object.uren_gevolgd =
        schemas::Hours::of(activiteit.uren_gevolgd->hundredths() / hundredths).value_or(schemas::Hours());
  translation.changes.push_back({Actie::vastgelegd, std::move(object)});
  return translation;
}

schemas::Result<Push> translate_push(std::string_view resource, const boost::json::value& json,
                                     std::string_view school) {
  schemas::Result<Push> push = schemas::refuse("", "resource", "deze taalschool-resource is niet bekend");
  adapters::taalschool::for_each_resource([&]<class Record>() {
    if (adapters::taalschool::resource<Record> != resource) return;
    const auto record = adapters::taalschool::read_rij<Record>(json);
    if (!record) {
      push = std::unexpected(record.error());
      return;
    }
    push = Push{record->gemeentecode, record->kenmerk, {}, translate(*record, school)};
    if constexpr (requires { record->deelname; }) push->deelname = record->deelname;
  });
  return push;
}

schemas::Result<Push> translate_push_text(std::string_view resource, std::string_view json,
                                          std::string_view school) {
  const auto parsed = schemas::parse_json(json);
  if (!parsed) return std::unexpected(parsed.error());
  return translate_push(resource, *parsed, school);
}

Translation withdrawal(const Push& push) {
  auto translation = push.translation;
  translation.changes.clear();
  for (const auto& change : push.translation.changes) {
    if (!push.deelname.empty()) {
      // The deelname goes on as if it had not ended.
      auto deelname = std::get<canonical::Deelname>(change.object);
      deelname.einddatum = Stated<schemas::Day>::no_value();
      deelname.uitkomst = Stated<Code<codes::uitkomst_deelname>>::no_value();
      deelname.reden = Stated<Code<codes::reden_gestopt>>::no_value();
      deelname.toelichting = Stated<std::string>::no_value();
      translation.changes.push_back({Actie::gewijzigd, std::move(deelname)});
    } else if (is_own(change.object)) {
      translation.changes.push_back({Actie::beeindigd, change.object});
    }
  }
  return translation;
}

}  // namespace inburgering::mapping::taalschool
