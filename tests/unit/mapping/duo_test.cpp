#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <set>

#include "mapping/duo/answer.h"
#include "mapping/duo/notificatie.h"

namespace inburgering::mapping::duo {
namespace {

std::string told(std::string_view resource, std::string_view json) {
  const auto translation = translate_answer(resource, json, {}, "B-1");
  if (!translation) return "refused " + translation.error()[0].pointer;
  std::string text;
  for (const auto& change : translation->changes)
    text += std::string(canonical::objecttype(change.object)) +
            boost::json::serialize(canonical::to_json(change.object));
  for (const auto type : translation->complete) text += " complete:" + std::string(type);
  return text;
}

TEST(Answer, what_duo_leaves_out_has_no_value) {
  EXPECT_EQ(
      told("inburgeringsplicht", R"({"indicatorInburgeringsplicht":true,"begindatum":"2026-09-14"})"),
      R"(Inburgeringsplichtige{"indicatorInburgeringsplicht":true,"datumStart":"2026-09-14","datumEind":null,)"
      R"("datumGewijzigd":null,"datumKennisgeving":null,"redenGeenInburgeringsplicht":null}Startinburgering{"datumStart":"2026-09-14"})");
}
TEST(Answer, doelgroep_speaks_of_other_fields_of_the_same_object) {
  EXPECT_EQ(
      told("doelgroep", R"({"indeling":"Asielstatushouder"})"),
      R"(Inburgeringsplichtige{"doelgroep":"Asielstatushouder","datumDoelgroep":null,"gedetailleerdeDoelgroep":null,)"
      R"("asielrechtenWijzigingVerblijfsdoel":null})");
}
TEST(Answer, exam_results_are_the_whole_list) {
  EXPECT_EQ(
      told("examenresultaten", R"([{"examendatum":"2026-10-06","resultaat":"Geslaagd","onderdeel":"KNM"}])"),
      R"(Examenonderdeel{"onderdeel":"KNM","examendatum":"2026-10-06","resultaat":"Geslaagd","redenGeenResultaat":null})"
      R"(KNM{"resultaat":"Geslaagd","datumResultaat":"2026-10-06"} complete:Examenonderdeel)");
  EXPECT_EQ(told("examenresultaten", "[]"), " complete:Examenonderdeel");
}
TEST(Answer, termijn) {
  EXPECT_EQ(
      told("inburgeringstermijn",
           R"({"startdatum":"2026-11-02","einddatum":"2029-11-02","verlengingsgrondcode":"3a"})"),
      R"(Inburgeringstermijn{"datumAanvang":"2026-11-02","datumEinde":"2029-11-02","datumGewijzigd":null,)"
      R"("verlengingsgrond":"3a","verlengingsgrondOmschrijving":null})"
      R"(Startinburgering{"datumAanvangInburgeringstermijn":"2026-11-02"} complete:Inburgeringstermijn)");
}
TEST(Answer, pip_is_a_plan_and_the_route_that_was_agreed_in_it) {
  EXPECT_EQ(
      told("pip",
           R"({"gemeentecode":"0518","pip":{"dagtekeningPip":"2026-03-01","leerroute":"B","niveau":"B1",
               "geschatteIntensiteitB1Route":600,"indicatorAlfabetiseringsonderwijs":"NVT"}})"),
      R"(PIP{"gemeentecode":"0518","dagtekening":"2026-03-01","magOpleidingAfmaken":null})"
      R"(Leerroute{"gemeentecode":"0518","dagtekeningPip":"2026-03-01","leerroute":"B1-route","niveau":"B1",)"
      R"("geschatteIntensiteitB1Route":600,"alfabetisering":"NVT"} complete:PIP complete:Leerroute)");
  EXPECT_EQ(told("pip", R"({"gemeentecode":"518","pip":{"leerroute":"B"}})"), "refused /gemeentecode");
}
TEST(Answer, a_route_that_duo_added_is_kept_as_it_came_even_if_it_looks_like_ours) {
  const auto text =
      told("pip", R"({"gemeentecode":"0518","pip":{"dagtekeningPip":"2026-03-01","leerroute":"Z-route"}})");
  EXPECT_NE(text.find(R"("leerroute":{"onbekendeCode":"Z-route"})"), std::string::npos) << text;
}
TEST(Answer, vrijstellingen_have_three_extents_and_names_with_a_capital) {
  EXPECT_EQ(
      told("vrijstellingen",
           R"([{"GeheleVrijstelling":{"oordeel":"Toekenning","reden":"DIP","datumOordeel":"2026-05-01"}},
               {"TijdelijkeVrijstelling":{"oordeel":"Toekenning","reden":"INS","startdatum":"2026-05-01"},
                "GedeeltelijkeVrijstelling":{"oordeel":"Afwijzing","reden":"GED","examenonderdeel":"LE","examenniveau":"A2"}}])"),
      R"(Vrijstelling{"omvang":"Geheel","reden":"DIP","datumOordeel":"2026-05-01","oordeel":"Toekenning",)"
      R"("startdatum":null,"einddatum":null})"
      R"(Vrijstelling{"omvang":"Tijdelijk","reden":"INS","oordeel":"Toekenning","startdatum":"2026-05-01","einddatum":null})"
      R"(Vrijstelling{"omvang":"Gedeeltelijk","reden":"GED","examenonderdeel":"LE","examenniveau":"A2",)"
      R"("oordeel":"Afwijzing","startdatum":null,"einddatum":null} complete:Vrijstelling)");
  EXPECT_EQ(told("vrijstellingen", R"([{"GeheleVrijstelling":{"oordeel":"Toekenning"}}])"),
            "refused /0/GeheleVrijstelling/reden");
}
TEST(Answer, ontheffingen) {
  EXPECT_EQ(
      told("ontheffingen",
           R"([{"GedeeltelijkeOntheffing":{"oordeel":"Toekenning","datumOordeel":"2026-05-01","grond":"MED",
                "urenBelastbaarheidParticipatieactiviteit":120}}])"),
      R"(Ontheffing{"omvang":"Gedeeltelijk","grond":"MED","datumOordeel":"2026-05-01","oordeel":"Toekenning",)"
      R"("urenBelastbaarheidParticipatieactiviteit":120} complete:Ontheffing)");
}
TEST(Answer, leerbaarheidstoets_has_scores_with_a_decimal_comma) {
  EXPECT_EQ(
      told(
          "leerbaarheidstoets",
          R"([{"resultaat":"B1-route haalbaar","behaaldeScore":"63,50","benodigdeScore":"45,00","datumAfname":"2026-04-01"}])"),
      R"(Leerbaarheidstoets{"datumAfname":"2026-04-01","resultaat":"B1-route haalbaar","behaaldeScore":"63.50",)"
      R"("benodigdeScore":"45.00"} complete:Leerbaarheidstoets)");
  EXPECT_EQ(
      told(
          "leerbaarheidstoets",
          R"([{"resultaat":"Onbekend","behaaldeScore":"63.50","benodigdeScore":"45,00","datumAfname":"2026-04-01"}])"),
      "refused /0/behaaldeScore");
}
TEST(Answer, the_other_resources) {
  EXPECT_EQ(told("examennummer", R"({"examennummer":"LBT123"})"),
            R"(AanmeldingLeerbaarheidstoets{"examennummer":"LBT123"} complete:AanmeldingLeerbaarheidstoets)");
  EXPECT_EQ(told("gratispogingen", R"([{"onderdeel":"SP","gratisPogingenTegoed":2}])"),
            R"(GratisPogingTegoed{"onderdeel":"SP","aantal":2} complete:GratisPogingTegoed)");
  EXPECT_EQ(
      told(
          "uren",
          R"([{"gemeentecode":"0518","bekendTot":"2026-10-01","ParticipatieAlsTaalles":{"uren":40},"TaallesEnKnmBredeIntake":{"uren":0}}])"),
      R"(GevolgdeUren{"gemeentecode":"0518","bekendTot":"2026-10-01","urenTaallesEnKnmBredeIntake":0,)"
      R"("urenParticipatieactiviteiten":null,"urenParticipatieAlsTaalles":40} complete:GevolgdeUren)");
  EXPECT_EQ(told("map", R"({"datumEindgesprekMap":"2027-01-01"})"),
            R"(MAP{"datumEindgesprek":"2027-01-01"})");
  EXPECT_EQ(told("pvt", R"({"datumOndertekeningPvt":"2027-01-01"})"),
            R"(PVT{"datumOndertekening":"2027-01-01"})");
  EXPECT_EQ(
      told("inburgeringsplicht-historie",
           R"([{"indicatorInburgeringsplicht":true,"begindatum":"2026-01-01"}])"),
      R"(Inburgeringsplichthistorie{"indicatorInburgeringsplicht":true,"begindatum":"2026-01-01"} complete:Inburgeringsplichthistorie)");
  EXPECT_EQ(told("doelgroep-historie", R"([{"indeling":"Asielstatushouder"}])"),
            R"(Doelgroephistorie{"doelgroep":"Asielstatushouder"} complete:Doelgroephistorie)");
  EXPECT_EQ(
      told("inburgeringstermijn-historie", R"([{"einddatum":"2029-01-01","verlengingsgrondcode":"3a"}])"),
      R"(Inburgeringstermijnhistorie{"einddatum":"2029-01-01","verlengingsgrond":"3a","verlengingsgrondOmschrijving":null})"
      R"( complete:Inburgeringstermijnhistorie)");
  EXPECT_EQ(told("verlengingsgronden", R"([{"code":"3a","omschrijving":"ziekte"}])"),
            R"(Verlengingsgrondslag{"code":"3a","omschrijving":"ziekte"} complete:Verlengingsgrondslag)");
}
TEST(Answer, about_another_person_than_was_asked_is_refused) {
  const Subject miriam{*schemas::Bsn::parse("999996617"), {}};
  const auto translation =
      translate_answer("doelgroep", R"({"indeling":"Asielstatushouder","bsn":"999990639"})", miriam, "");
  ASSERT_FALSE(translation);
  EXPECT_EQ(translation.error()[0].pointer, "/bsn");
  EXPECT_TRUE(translate_answer("doelgroep", R"({"bsn":"999996617"})", miriam, ""));
}
TEST(Answer, with_a_name_twice_is_refused) {
  EXPECT_EQ(told("doelgroep", R"({"indeling":"Asielstatushouder","indeling":"x"})"), "refused /indeling");
  EXPECT_EQ(told("pip", R"({"gemeentecode":"0518","pip":{"leerroute":"B","leerroute":"Z"}})"),
            "refused /pip/leerroute");
  EXPECT_EQ(told("doelgroep", "NaN"), "refused ");
}
TEST(Answer, that_breaks_the_specification_is_refused_whole) {
  EXPECT_EQ(told("examenresultaten",
                 R"([{"examendatum":"2026-10-06","resultaat":"Geslaagd","onderdeel":"KNM"},{}])"),
            "refused /1/examendatum");
  EXPECT_EQ(told("toverboek", "{}"), "refused ");
}

TEST(Answer, a_code_that_duo_added_is_kept_as_it_came_and_flagged) {
  EXPECT_EQ(told("doelgroep", R"({"indeling":"Ontheemde"})").substr(0, 68),
            R"(Inburgeringsplichtige{"doelgroep":{"onbekendeCode":"Ontheemde"},"dat)");
}

Translation notified(const std::string& id) {
  return translate(
      {*schemas::Moment::parse("2026-11-02T09:30:15Z"), id, schemas::Bsn::parse("999990639").value(), {}},
      "B-1");
}
TEST(Notificatie, of_every_kind_is_a_gebeurtenis_before_anything_else) {
  std::set<std::string> told;
  for (const auto& kind : adapters::duo::gebeurtenissen()) {
    const auto translation = notified(std::string(kind.id));
    ASSERT_FALSE(translation.changes.empty()) << kind.id;
    const auto& first = std::get<canonical::Gebeurtenis>(translation.changes.front().object);
    EXPECT_EQ(first.gebeurtenis_id, kind.id);
    EXPECT_EQ(first.registratie_datum_tijd, *schemas::Moment::parse("2026-11-02T09:30:15Z"));
    EXPECT_TRUE(told.insert(first.betekenis.value()).second) << kind.id << " says what another says";
    EXPECT_EQ(first.betekenis.value().find("gepland"), std::string::npos);
  }
  EXPECT_EQ(told.size(), 40u);  // as many as FACTS has
}
TEST(Notificatie, that_asks_for_attention_or_is_not_known_is_an_attentiesignaal_too) {
  for (const char* id : {"SS112", "SS142", "SS999", "X1"}) {
    const auto translation = notified(id);
    ASSERT_EQ(translation.changes.size(), 2u) << id;
    EXPECT_EQ(canonical::objecttype(translation.changes[1].object), "Attentiesignaal");
  }
  EXPECT_EQ(notified("SS101").changes.size(), 1u);
}

}  // namespace
}  // namespace inburgering::mapping::duo
