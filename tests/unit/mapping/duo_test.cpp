#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

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
      R"(Examenonderdeel{"onderdeel":"KNM","examendatum":"2026-10-06","resultaat":"Geslaagd","redenGeenResultaat":null} complete:Examenonderdeel)");
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
TEST(Notificatie, of_a_known_kind_changes_nothing_by_itself) {
  EXPECT_TRUE(notified("SS101").changes.empty());
}
TEST(Notificatie, planned_signals_and_unknown_kinds_are_forwarded) {
  for (const char* id : {"SS112", "SS142", "SS999", "X1"}) {
    const auto translation = notified(id);
    ASSERT_EQ(translation.changes.size(), 1u) << id;
    EXPECT_EQ(canonical::objecttype(translation.changes[0].object), "Attentiesignaal");
  }
}

}  // namespace
}  // namespace inburgering::mapping::duo
