#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/duo/answer.h"
#include "adapters/duo/examen.h"
#include "adapters/duo/gebeurtenis.h"
#include "adapters/duo/inburgeringsplicht.h"
#include "adapters/duo/inburgeringstermijn.h"
#include "adapters/duo/notificatie.h"
#include "adapters/duo/vraag.h"

namespace inburgering::adapters::duo {
namespace {

std::string first_fault(const schemas::Faults& faults) { return faults[0].pointer + " " + faults[0].rule; }

struct Case {
  const char* name;
  const char* json;
  const char* fault;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class NotificatieParse : public testing::TestWithParam<Case> {};
TEST_P(NotificatieParse, follows_the_specification) {
  const auto read = parse_notificatie(GetParam().json);
  EXPECT_EQ(read ? "" : first_fault(read.error()), GetParam().fault);
}
INSTANTIATE_TEST_SUITE_P(
    Notificatie, NotificatieParse,
    testing::Values(
        Case{
            "with_bsn",
            R"({"registratieDatumTijd":"2026-11-02T09:30:15+01:00","gebeurtenisId":"SS101","bsn":"999990639"})",
            ""},
        Case{"with_v_nummer",
             R"({"registratieDatumTijd":"2026-11-02T09:30:15Z","gebeurtenisId":"1","vNummer":9999999999})",
             ""},
        Case{"more_than_specified",
             R"({"registratieDatumTijd":"2026-11-02T09:30:15Z","gebeurtenisId":"1","vNummer":1,"nieuw":1})",
             ""},
        Case{"about_nobody", R"({"registratieDatumTijd":"2026-11-02T09:30:15Z","gebeurtenisId":"SS101"})",
             " verplicht"},
        Case{"without_id", R"({"registratieDatumTijd":"2026-11-02T09:30:15Z","bsn":"999990639"})",
             "/gebeurtenisId verplicht"},
        Case{"id_too_long",
             R"({"registratieDatumTijd":"2026-11-02T09:30:15Z","gebeurtenisId":"SS10101","bsn":"999990639"})",
             "/gebeurtenisId patroon"},
        Case{"id_lower_case",
             R"({"registratieDatumTijd":"2026-11-02T09:30:15Z","gebeurtenisId":"ss101","bsn":"999990639"})",
             "/gebeurtenisId patroon"},
        Case{"bad_bsn",
             R"({"registratieDatumTijd":"2026-11-02T09:30:15Z","gebeurtenisId":"SS101","bsn":"123456789"})",
             "/bsn elfproef"},
        Case{"v_nummer_as_text",
             R"({"registratieDatumTijd":"2026-11-02T09:30:15Z","gebeurtenisId":"SS101","vNummer":"1"})",
             "/vNummer type"},
        Case{
            "v_nummer_too_large",
            R"({"registratieDatumTijd":"2026-11-02T09:30:15Z","gebeurtenisId":"SS101","vNummer":10000000000})",
            "/vNummer bereik"},
        Case{"no_moment",
             R"({"registratieDatumTijd":"2 november","gebeurtenisId":"SS101","bsn":"999990639"})",
             "/registratieDatumTijd moment"},
        Case{"a_list", "[]", " type"}, Case{"no_json", "hallo", " json"}),
    [](const auto& each) { return each.param.name; });

TEST(Headers, are_all_three_required_and_checked_together) {
  const auto none = read_headers({});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().size(), 3u);
  EXPECT_FALSE(read_headers({{"bron", "1"}, {"doel", "2"}, {"berichtId", "x"}}));
  const auto good = read_headers({{"BRON", "00000099000000002000"},
                                  {"Doel", "00000099000000000518"},
                                  {"BerichtID", "6F1c1f9e-0d3b-4f7e-9d8c-000000000000"}});
  ASSERT_TRUE(good);
  EXPECT_EQ(good->doel.digits(), "00000099000000000518");
}

TEST(Gebeurtenissen, are_in_order_so_that_they_can_be_found) {
  EXPECT_TRUE(std::ranges::is_sorted(gebeurtenissen(), {}, &Gebeurtenis::id));
  for (const auto& row : gebeurtenissen()) EXPECT_EQ(&gebeurtenis(row.id), &row);
}
TEST(Gebeurtenissen, an_unknown_id_is_an_attentiesignaal_with_nothing_to_ask) {
  for (const char* id : {"SS999", "A", "0", "SS1", "ZZZZZZ"}) {
    EXPECT_TRUE(gebeurtenis(id).attentiesignaal) << id;
    EXPECT_TRUE(gebeurtenis(id).vraag.empty()) << id;
  }
}

TEST(Question, names_the_person_in_the_path_and_the_parties_in_the_headers) {
  const auto bsn = *schemas::Bsn::parse("999990639");
  const MessageHeaders headers{*schemas::Oin::parse("00000099000000000518"),
                               *schemas::Oin::parse("00000099000000002000"), "id"};
  const auto call = question(*find_resource("examenresultaten"), "https://duo/v1", bsn, headers, {});
  EXPECT_EQ(call.url, "https://duo/v1/personen/999990639/examens/resultaten");
  EXPECT_EQ(transport::find_header(call.headers, "bron"), "00000099000000000518");
  EXPECT_EQ(transport::find_header(call.headers, "doel"), "00000099000000002000");
}

TEST(Answers, that_break_the_specification_are_refused_with_a_pointer) {
  EXPECT_EQ(first_fault(parse_answer<Inburgeringsplicht>("{}").error()),
            "/indicatorInburgeringsplicht verplicht");
  EXPECT_EQ(first_fault(parse_answer<Inburgeringsplicht>(R"({"indicatorInburgeringsplicht":"ja"})").error()),
            "/indicatorInburgeringsplicht type");
  EXPECT_EQ(first_fault(parse_answer<Doelgroep>(R"({"indeling":""})").error()), "/indeling lengte");
  EXPECT_EQ(first_fault(parse_answer<Inburgeringstermijn>(R"({"startdatum":"2026-11-02"})").error()),
            "/einddatum verplicht");
  EXPECT_EQ(first_fault(parse_answer<std::vector<Examenresultaat>>(
                            R"([{"examendatum":"2026-10-06","resultaat":"Geslaagd","onderdeel":7}])")
                            .error()),
            "/0/onderdeel type");
  EXPECT_TRUE(parse_answer<Doelgroep>("{}"));
  EXPECT_TRUE(parse_answer<std::vector<Examenresultaat>>("[]"));
}
TEST(Answers, may_hold_a_code_that_was_not_published_yet) {
  const auto doelgroep = parse_answer<Doelgroep>(R"({"indeling":"Ontheemde"})");
  ASSERT_TRUE(doelgroep);
  EXPECT_EQ(doelgroep->indeling, "Ontheemde");
}
TEST(Answers, hold_at_most_five_hundred_exam_results) {
  std::string list = "[";
  for (int i = 0; i < 501; ++i)
    list += std::string(i ? "," : "") + R"({"examendatum":"2026-10-06","resultaat":"Geen","onderdeel":"LE"})";
  EXPECT_EQ(first_fault(parse_answer<std::vector<Examenresultaat>>(list + "]").error()), " aantal");
}

}  // namespace
}  // namespace inburgering::adapters::duo
