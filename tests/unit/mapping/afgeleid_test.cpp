// What follows from what others told, rule by rule.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "mapping/afgeleid/regels.h"
#include "mapping/document/sources.h"
#include "mapping/document/walk.h"

namespace inburgering::mapping::afgeleid {
namespace {

namespace json = boost::json;
using List = std::vector<std::string>;

/// {"<objecttype>": {…}} or a list of them.
Objecten objects(std::string_view text) {
  Objecten list;
  const auto parsed = json::parse(text);
  for (const auto& each : parsed.as_array()) {
    const auto& member = *each.as_object().begin();
    auto object = canonical::from_json(std::string_view(member.key()), member.value());
    if (!object) throw std::invalid_argument(to_text(object.error()[0]));
    list.push_back(std::move(*object));
  }
  return list;
}

/// What a rule makes of it: "Objecttype {…}".
List follows(std::string_view rule, std::string_view known) {
  const auto regel = std::ranges::find(regels(), rule, &Regel::naam);
  List list;
  for (const auto& object : regel->leid_af({"0518", objects(known)}))
    list.push_back(std::string(canonical::objecttype(object)) + " " +
                   json::serialize(canonical::to_json(object)));
  return list;
}

struct Case {
  const char* name;
  const char* rule;
  const char* known;
  List follows;
};

class Follows : public testing::TestWithParam<Case> {};
TEST_P(Follows, from_what_is_known) {
  EXPECT_EQ(follows(GetParam().rule, GetParam().known), GetParam().follows);
}

#define B1_ROUTE \
  R"({"Leerroute": {"gemeentecode": "0518", "dagtekeningPip": "2026-01-05", "leerroute": "B1-route"}})"
#define Z_ROUTE \
  R"({"Leerroute": {"gemeentecode": "0518", "dagtekeningPip": "2026-01-05", "leerroute": "Z-route"}})"
#define EXAM(part, day, result)                                                                            \
  R"({"Examenonderdeel": {"onderdeel": ")" part R"(", "examendatum": ")" day R"(", "resultaat": ")" result \
  R"("}})"
#define SCHOOL R"("instelling": "00000099000000004000", "kenmerk": )"

const Case cases[] = {
    Case{"the_gemeente_that_duo_answers_has_the_regie",
         "regie",
         R"([{"Inburgeringsplichtige": {"indicatorInburgeringsplicht": true}}])",
         {R"(Inburgeringsplichtige {"verantwoordelijkeGemeente":"0518"})"}},
    Case{"nobody_has_the_regie_of_whom_duo_told_nothing",
         "regie",
         R"([{"Inburgeringsplichtige": {"specialisatie": "arts"}}])",
         {}},
    Case{"the_last_test_says_which_route",
         "leerbaarheid",
         R"([{"Leerbaarheidstoets": {"datumAfname": "2026-03-01", "resultaat": "B1-route niet haalbaar"}},
                 {"Leerbaarheidstoets": {"datumAfname": "2026-02-01", "resultaat": "B1-route haalbaar"}}])",
         {R"(Inburgeringsplichtige {"uitkomstLeerbaarheidstoets":"Z-route"})"}},
    Case{"an_unknown_result_says_nothing",
         "leerbaarheid",
         R"([{"Leerbaarheidstoets": {"datumAfname": "2026-03-01", "resultaat": "Onbekend"}}])",
         {}},
    Case{"who_kept_asylum_rights_is_treated_so",
         "asielrechten",
         R"([{"Inburgeringsplichtige": {"asielrechtenWijzigingVerblijfsdoel": "Behoud asielrechten"}}])",
         {R"(Inburgeringsplichtige {"wordtBehandeldAls":"Asielstatushouder"})"}},
    Case{"a_request_and_its_refusal",
         "verlenging",
         R"([{"Gebeurtenis": {"gebeurtenisId": "SS113", "registratieDatumTijd": "2026-05-02T09:00:00Z"}},
                 {"Gebeurtenis": {"gebeurtenisId": "SS112", "registratieDatumTijd": "2026-04-01T22:30:00Z"}}])",
         {R"(AanvraagVerlenging {"datumAanvraag":"2026-04-02","beoordeling":"NietToegestaan"})"}},
    Case{
        "a_request_that_was_granted_has_the_ground_of_the_term",
        "verlenging",
        R"([{"Gebeurtenis": {"gebeurtenisId": "SS112", "registratieDatumTijd": "2026-04-01T09:00:00Z"}},
                 {"Gebeurtenis": {"gebeurtenisId": "SS104", "registratieDatumTijd": "2026-05-01T09:00:00Z"}},
                 {"Inburgeringstermijn": {"datumAanvang": "2026-01-01", "verlengingsgrond": "ALF"}}])",
        {R"(AanvraagVerlenging {"datumAanvraag":"2026-04-01","beoordeling":"Toegestaan","verlengingsgrond":"ALF"})"}},
    Case{"a_lengthening_without_a_request_is_none",
         "verlenging",
         R"([{"Gebeurtenis": {"gebeurtenisId": "SS104", "registratieDatumTijd": "2026-05-01T09:00:00Z"}}])",
         {}},
    Case{
        "the_first_of_all_pips",
        "eerste-pip",
        R"([{"PIP": {"gemeentecode": "0518", "dagtekening": "2026-05-01"}}, {"PIP": {"gemeentecode": "0344", "dagtekening": "2025-05-01"}}])",
        {R"(PIP {"gemeentecode":"0518","dagtekening":"2026-05-01","dagtekeningInitieel":"2025-05-01"})",
         R"(PIP {"gemeentecode":"0344","dagtekening":"2025-05-01","dagtekeningInitieel":"2025-05-01"})"}},
    Case{"a_route_has_its_particulars",
         "route",
         "[" B1_ROUTE "]",
         {R"(B1Route {"gemeentecode":"0518","dagtekeningPip":"2026-01-05"})"}},
    Case{
        "the_level_of_the_pip_is_that_of_the_exam",
        "examen-a2",
        R"([{"Leerroute": {"gemeentecode": "0518", "dagtekeningPip": "2026-01-05", "niveau": "A2"}}, {"Leerroute": {"gemeentecode": "0518", "dagtekeningPip": "2026-02-05"}}])",
        {R"(Leerroute {"gemeentecode":"0518","dagtekeningPip":"2026-01-05","examenA2":true})"}},
    Case{
        "all_five_are_a_whole",
        "examen",
        "[" EXAM("KNM", "2026-06-01", "Geslaagd") "," EXAM("LE", "2026-06-01", "Geslaagd") "," EXAM(
            "LU", "2026-06-01", "Geslaagd") "," EXAM("SC", "2026-06-01",
                                                     "Geslaagd") "," EXAM("SP", "2026-06-01", "Geslaagd") "]",
        {R"(Examen {"resultaat":"Geslaagd"})"}},
    Case{"four_of_five_are_none",
         "examen",
         "[" EXAM("KNM", "2026-06-01", "Geslaagd") "," EXAM("LE", "2026-06-01", "Geslaagd") "," EXAM(
             "LU", "2026-06-01", "Geslaagd") "," EXAM("SC", "2026-06-01",
                                                      "Geslaagd") "," EXAM("SP", "2026-06-01", "Gezakt") "]",
         {}},
    Case{"the_last_exam_of_the_b1_route_is_no_result_of_the_whole",
         "route-examen",
         "[" B1_ROUTE "," EXAM("LE", "2026-06-01", "Gezakt") "," EXAM("LE", "2026-07-01", "Geslaagd") "]",
         {R"(B1Route {"gemeentecode":"0518","dagtekeningPip":"2026-01-05","examendatum":"2026-07-01"})"}},
    Case{
        "of_the_z_route_the_last_exam_is_told",
        "route-examen",
        "[" Z_ROUTE "," EXAM("KNM", "2026-06-01", "Gezakt") "]",
        {R"(ZRoute {"gemeentecode":"0518","dagtekeningPip":"2026-01-05","examendatum":"2026-06-01","resultaat":"Gezakt","onderdeel":"KNM"})"}},
    Case{"an_exam_before_the_pip_is_not_of_its_route",
         "route-examen",
         "[" B1_ROUTE "," EXAM("LE", "2025-06-01", "Gezakt") "]",
         {}},
    Case{
        "free_attempts_are_added_up",
        "gratis-pogingen",
        "[" B1_ROUTE
        R"(,{"GratisPogingTegoed": {"onderdeel": "LE", "aantal": 2}}, {"GratisPogingTegoed": {"onderdeel": "KNM", "aantal": 1}}])",
        {R"(B1Route {"gemeentecode":"0518","dagtekeningPip":"2026-01-05","aantalGratisPogingen":3})"}},
    Case{"a_part_that_is_let_off",
         "onderdeel",
         "[" EXAM("LE", "2026-06-01", "Gezakt") "," EXAM("LU", "2026-06-01", "Gezakt") R"(,
                 {"Ontheffing": {"omvang": "Gedeeltelijk", "grond": "MED", "datumOordeel": "2026-07-01", "examenonderdeel": "LE", "oordeel": "Toekenning"}},
                 {"Ontheffing": {"omvang": "Gedeeltelijk", "grond": "MED", "datumOordeel": "2026-07-01", "examenonderdeel": "LU", "oordeel": "Afwijzing"}}])",
         {R"(Examenonderdeel {"onderdeel":"LE","examendatum":"2026-06-01","ontheffing":true})"}},
    Case{
        "the_hours_of_duo_go_before_those_of_schools",
        "route-uren",
        "[" B1_ROUTE
        R"(,{"GevolgdeUren": {"gemeentecode": "0518", "urenParticipatieAlsTaalles": 40}}, {"GevolgdeUren": {"gemeentecode": "0344", "urenParticipatieAlsTaalles": 2}},
                 {"Urenstand": {"urenParticipatieAlsTaalles": 99}}])",
        {R"(B1Route {"gemeentecode":"0518","dagtekeningPip":"2026-01-05","urenParticipatieAlsTaalles":42})"}},
    Case{
        "else_those_of_schools",
        "route-uren",
        "[" Z_ROUTE R"(,{"Urenstand": {"urenParticipatieactiviteiten": 9}}])",
        {R"(ZRoute {"gemeentecode":"0518","dagtekeningPip":"2026-01-05","urenParticipatieactiviteiten":9})"}},
    Case{
        "hours_before_the_first_pip_are_of_the_intake",
        "intake-uren",
        R"([{"Urenstand": {"bekendTot": "2026-02-01", "urenTaallesEnKnmBredeIntake": 30}}, {"PIP": {"gemeentecode": "0518", "dagtekening": "2026-03-01"}},
                 {"Aanwezigheid": {)" SCHOOL
        R"("1", "soort": "alfabetisering", "periodeTot": "2026-01-31", "urenGevolgd": "3.50", "urenGeoorloofdVerzuim": "1.75"}},
                 {"Aanwezigheid": {)" SCHOOL
        R"("2", "soort": "taalles", "periodeTot": "2026-01-31", "urenGevolgd": "3.50", "urenGeoorloofdVerzuim": "1.75"}},
                 {"Aanwezigheid": {)" SCHOOL
        R"("3", "soort": "taalles", "periodeTot": "2026-03-31", "urenGevolgd": "3.50", "urenGeoorloofdVerzuim": "9.00"}}])",
        {R"(BredeIntake {"gemeentecode":"0518","peildatum":"2026-02-01","urenTaallesEnKnm":30,"urenGeoorloofdVerzuim":3,"urenAlfabetiseringsonderwijs":3})"}},
    Case{"knm_at_school",
         "knm",
         R"([{"Deelname": {)" SCHOOL
         R"("1", "soort": "knm", "startdatum": "2026-02-01", "einddatum": "2026-04-01"}},
                 {"Deelname": {)" SCHOOL
         R"("2", "soort": "knm", "startdatum": "2026-05-01", "einddatum": null}},
                 {"Aanwezigheid": {)" SCHOOL
         R"("3", "soort": "knm", "urenGevolgd": "3.50"}}, {"Aanwezigheid": {)" SCHOOL
         R"("4", "soort": "knm", "urenGevolgd": "3.50"}}])",
         {R"(KNM {"startdatum":"2026-02-01","urenGevolgd":7})"}},
    Case{"hours_of_the_only_deelname",
         "participatie-uren",
         R"([{"Deelname": {)" SCHOOL R"("1", "soort": "participatie"}}, {"Participatiecomponent": {)" SCHOOL
         R"("1"}}, {"Participatiecomponent": {)" SCHOOL R"("9"}}, {"Aanwezigheid": {)" SCHOOL
         R"("3", "soort": "participatie", "urenGevolgd": "12.00"}}])",
         {R"(Participatiecomponent {"instelling":"00000099000000004000","kenmerk":"1","urenGevolgd":12})"}},
    Case{"of_two_nobody_knows_which",
         "participatie-uren",
         R"([{"Deelname": {)" SCHOOL R"("1"}}, {"Deelname": {)" SCHOOL
         R"("2"}}, {"Participatiecomponent": {)" SCHOOL R"("1"}}, {"Participatiecomponent": {)" SCHOOL
         R"("2"}}, {"Aanwezigheid": {)" SCHOOL R"("3", "soort": "participatie", "urenGevolgd": "12.00"}}])",
         {}},
    Case{
        "a_traject_that_was_completed",
        "onderwijsroute",
        R"([{"Leerroute": {"gemeentecode": "0518", "dagtekeningPip": "2026-01-05", "leerroute": "Onderwijsroute"}},
                 {"Deelname": {)" SCHOOL
        R"("1", "soort": "taalschakeltraject", "uitkomst": "voltooid", "einddatum": "2026-09-01"}}])",
        {R"(Onderwijsroute {"gemeentecode":"0518","dagtekeningPip":"2026-01-05","datumAfronding":"2026-09-01"})"}},
    Case{
        "lessons_and_presence",
        "taalles",
        R"([{"Deelname": {)" SCHOOL
        R"("1", "soort": "taalles", "startdatum": "2026-02-01", "einddatum": "2026-04-01"}},
                 {"Aanwezigheid": {)" SCHOOL
        R"("3", "soort": "taalles", "urenGevolgd": "3.50", "urenOngeoorloofdVerzuim": "0.50"}}])",
        {R"(Taalvaardigheid {"taallesActiviteit":false,"startTaallesActiviteit":"2026-02-01","eindeTaallesActiviteit":"2026-04-01","presentieTaalles":"Wel/niet aanwezig"})"}},
    Case{"the_last_score_in_whole_points",
         "toets",
         R"([{"Leerbaarheidstoets": {"datumAfname": "2026-03-01", "behaaldeScore": "63.50"}},
                 {"Toetsresultaat": {)" SCHOOL
         R"("1", "onderdeel": "SP", "toetsdatum": "2026-03-01", "score": "7.50"}},
                 {"Toetsresultaat": {)" SCHOOL
         R"("2", "onderdeel": "SP", "toetsdatum": "2026-04-01", "score": "8.00"}}])",
         {R"(Taalvaardigheid {"resultaatToetsTaalleerbaarheid":63,"resultaatToetsSpreekvaardigheid":8})"}},
    Case{
        "all_five_are_the_result_of_the_b1_route",
        "route-examen",
        "[" B1_ROUTE
        "," EXAM("KNM", "2026-06-01", "Geslaagd") "," EXAM("LE", "2026-06-01", "Geslaagd") "," EXAM(
            "LU", "2026-06-01", "Geslaagd") "," EXAM("SC", "2026-06-01",
                                                     "Geslaagd") "," EXAM("SP", "2026-06-02", "Geslaagd") "]",
        {R"(B1Route {"gemeentecode":"0518","dagtekeningPip":"2026-01-05","examendatum":"2026-06-02","resultaat":"Geslaagd"})"}},
    Case{
        "why_there_is_no_result",
        "route-examen",
        "[" B1_ROUTE
        R"(,{"Examenonderdeel": {"onderdeel": "LE", "examendatum": "2026-06-01", "resultaat": "Geen", "redenGeenResultaat": "Absent"}}])",
        {R"(B1Route {"gemeentecode":"0518","dagtekeningPip":"2026-01-05","examendatum":"2026-06-01","redenGeenResultaat":"Absent"})"}},
    Case{
        "why_there_is_none_of_the_z_route",
        "route-examen",
        "[" Z_ROUTE
        R"(,{"Examenonderdeel": {"onderdeel": "LE", "examendatum": "2026-06-01", "resultaat": "Geen", "redenGeenResultaat": "Absent"}}])",
        {R"(ZRoute {"gemeentecode":"0518","dagtekeningPip":"2026-01-05","examendatum":"2026-06-01","resultaat":"Geen","onderdeel":"LE","redenGeenResultaat":"Absent"})"}},
    Case{"free_attempts_of_the_z_route",
         "gratis-pogingen",
         "[" Z_ROUTE R"(,{"GratisPogingTegoed": {"onderdeel": "KNM", "aantal": 1}}])",
         {R"(ZRoute {"gemeentecode":"0518","dagtekeningPip":"2026-01-05","aantalGratisPogingen":1})"}},
    Case{
        "the_other_routes_have_their_particulars",
        "route",
        "[" Z_ROUTE
        R"(,{"Leerroute": {"gemeentecode": "0518", "dagtekeningPip": "2025-01-05", "leerroute": "Onderwijsroute"}}])",
        {R"(ZRoute {"gemeentecode":"0518","dagtekeningPip":"2026-01-05"})",
         R"(Onderwijsroute {"gemeentecode":"0518","dagtekeningPip":"2025-01-05"})"}},
    Case{
        "a_part_that_was_known_already",
        "onderdeel",
        "[" EXAM(
            "LE",
            "2026-06-01",
            "Gezakt") R"(,{"Vrijstelling": {"omvang": "Gedeeltelijk", "reden": "GED", "examenonderdeel": "LE", "oordeel": "Toekenning"}}])",
        {R"(Examenonderdeel {"onderdeel":"LE","examendatum":"2026-06-01","redenVrijstelling":"GED"})"}},
    Case{"hours_missed_without_leave_before_the_pip",
         "intake-uren",
         R"([{"Aanwezigheid": {)" SCHOOL
         R"("1", "soort": "taalles", "periodeTot": "2026-01-31", "urenOngeoorloofdVerzuim": "2.00"}}])",
         {R"(BredeIntake {"gemeentecode":"0518","urenOngeoorloofdVerzuim":2})"}},
    Case{"knm_that_ended",
         "knm",
         R"([{"Deelname": {)" SCHOOL
         R"("1", "soort": "knm", "startdatum": "2026-02-01", "einddatum": "2026-04-01"}}])",
         {R"(KNM {"startdatum":"2026-02-01","einddatum":"2026-04-01"})"}}};

INSTANTIATE_TEST_SUITE_P(Afgeleid, Follows, testing::ValuesIn(cases),
                         [](const auto& each) { return each.param.name; });

TEST(Afgeleid, each_type_that_a_rule_looks_at_is_named_and_no_other) {
  std::set<std::string_view> looked_at;
  for (const auto& each : cases)
    for (const auto& object : objects(each.known)) looked_at.insert(canonical::objecttype(object));
  for (const auto type : canonical::objecttypes())
    EXPECT_EQ(rests_on(type), looked_at.contains(type)) << type;
}

TEST(Afgeleid, of_nothing_follows_nothing) {
  for (const auto& regel : regels()) EXPECT_TRUE(regel.leid_af({"0518", {}}).empty()) << regel.naam();
}

using Fills = std::set<std::string>;  ///< "rule Type.field"

/// What the field table says that rules fill.
Fills cited() {
  Fills all;
  document::for_each_type([&]<class T>() {
    schemas::for_each_field<T>([&](const auto& field) {
      for (const auto part : document::sources_of(field.source))
        if (const auto rule = document::behind("afgeleid:", part); !rule.empty())
          all.insert(std::string(rule) + " " + std::string(schemas::fields<T>.name) + "." +
                     std::string(field.name));
    });
  });
  return all;
}

TEST(Afgeleid, the_field_table_names_exactly_what_each_rule_fills) {
  Fills filled;
  for (const auto& each : cases) {
    const std::string rule = each.rule;
    const auto regel = std::ranges::find(regels(), rule, &Regel::naam);
    ASSERT_NE(regel, regels().end()) << rule;
    for (const auto& object : regel->leid_af({"0518", objects(each.known)})) {
      const auto key = canonical::key_of(object);
      for (const auto& field : canonical::stated_fields(object))
        // Only the rule that makes an object says its key too.
        if (!key.contains(field) || rule == "route" || rule == "verlenging")
          filled.insert(rule + " " + std::string(canonical::objecttype(object)) + "." + field);
    }
  }
  auto named = cited();
  std::erase_if(named, [](const auto& each) {
    return each.starts_with("urenstand ") || each.starts_with("waarschuwing ");  // mapping/taalschool
  });
  EXPECT_EQ(filled, named);
}

}  // namespace
}  // namespace inburgering::mapping::afgeleid
