// What a dossier adds to the kerncijfers of a month, and in which numbers somebody could be recognised.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>
#include <sstream>

#include "mapping/cijfers/afscherming.h"

namespace inburgering::mapping::cijfers {
namespace {

namespace json = boost::json;
using canonical::Object;

std::vector<Object> objects(const std::string& text) {
  std::vector<Object> all;
  const auto known = json::parse("{" + text + "}");
  for (const auto& [type, given] : known.as_object()) {
    json::array each{given};
    if (given.is_array()) each = given.as_array();
    for (const auto& one : each) {
      auto object = canonical::from_json(type, one);
      if (!object) throw std::runtime_error(schemas::to_text(object.error().front()));
      all.push_back(std::move(*object));
    }
  }
  return all;
}

schemas::Day day(std::string_view text) { return *schemas::Day::parse(text); }
Maand maand(int year, unsigned month) { return std::chrono::year(year) / std::chrono::month(month); }

std::size_t number_of(std::string_view naam) {
  const auto all = kerncijfers();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].naam == naam) return i;
  throw std::runtime_error(std::string(naam));
}

/// The rubriek of a kerncijfer in which one dossier counts in each of the months August to November 2026; "-"
/// = in none.
std::string counted(const std::string& known, std::string_view kerncijfer, std::string_view closed = "") {
  Telling telling("0518", maand(2026, 8), maand(2026, 11), day("2026-11-15"));
  const auto all = objects(known);
  telling.tel({all, closed});
  std::string text;
  for (std::size_t month = 0; month < telling.maanden().size(); ++month) {
    std::string here;
    for (const auto& [rubric, cell] : telling.rij(number_of(kerncijfer), month)) {
      if (cell == Cel{}) continue;
      here += (here.empty() ? "" : "+") + rubric + "=" + std::to_string(cell.waarde);
      if (cell.geheel > 0) here += "/" + std::to_string(cell.geheel);
      EXPECT_EQ(cell.personen, 1) << "one person stands behind it, however much it is";
    }
    text += (text.empty() ? "" : " ") + (here.empty() ? "-" : here);
  }
  return text;
}

struct Case {
  const char* name;
  const char* kerncijfer;
  const char* known;
  const char* counted;
  const char* closed = "";
};
class Counts : public testing::TestWithParam<Case> {};

TEST_P(Counts, as_it_stood_in_each_month) {
  const auto& [name, kerncijfer, known, expected, closed] = GetParam();
  EXPECT_EQ(counted(known, kerncijfer, closed), expected);
}

constexpr auto plicht =
    R"("Inburgeringsplichtige":{"indicatorInburgeringsplicht":true,"datumStart":"2026-09-10")";
#define PLICHT R"("Inburgeringsplichtige":{"indicatorInburgeringsplicht":true,"datumStart":"2026-09-10")"
#define PIP_OF(day) R"("PIP":{"gemeentecode":"0518","dagtekening":")" day R"("})"

INSTANTIATE_TEST_SUITE_P(
    Kerncijfers, Counts,
    testing::Values(
        Case{"nobody_before_the_plicht_begins", "plichtigen-doelgroep",
             PLICHT R"(,"doelgroep":"Asielstatushouder","datumDoelgroep":"2026-09-10"})",
             "- Asielstatushouder=1 Asielstatushouder=1 Asielstatushouder=1"},
        Case{"a_doelgroep_that_nobody_told_is_unknown", "plichtigen-doelgroep", PLICHT "}",
             "- onbekend=1 onbekend=1 onbekend=1"},
        Case{"a_doelgroep_outside_the_list_is_unknown", "plichtigen-doelgroep",
             PLICHT R"(,"doelgroep":{"onbekendeCode":"Nieuw"}})", "- onbekend=1 onbekend=1 onbekend=1"},
        Case{
            "a_doelgroep_of_before_from_the_history", "plichtigen-doelgroep",
            PLICHT
            R"(,"doelgroep":"Asielstatushouder","datumDoelgroep":"2026-11-01"},"Doelgroephistorie":{"doelgroep":"Gezinsmigrant en overige migrant","begindatum":"2026-09-10","einddatum":"2026-10-31"})",
            "- Gezinsmigrant en overige migrant=1 Gezinsmigrant en overige migrant=1 Asielstatushouder=1"},
        Case{
            "a_plicht_that_ended_held_until_its_last_day", "plichtigen-fase",
            R"("Inburgeringsplichtige":{"indicatorInburgeringsplicht":false,"datumStart":"2026-08-01","datumEind":"2026-10-30"})",
            "nog geen PIP=1 nog geen PIP=1 - -"},
        Case{"who_never_had_the_plicht_is_not_counted", "plichtigen-fase",
             R"("Inburgeringsplichtige":{"indicatorInburgeringsplicht":false})", "- - - -"},
        Case{"a_dossier_that_was_closed_counts_until_then", "plichtigen-fase", PLICHT "}",
             "- nog geen PIP=1 - -", "2026-10-05"},
        Case{
            "a_route_from_the_day_of_its_pip", "plichtigen-leerroute",
            PLICHT "}," PIP_OF(
                "2026-10-20") R"(,"Leerroute":{"gemeentecode":"0518","dagtekeningPip":"2026-10-20","leerroute":"Z-route"})",
            "- nog geen PIP=1 Z-route=1 Z-route=1"},
        Case{
            "the_phases_of_a_term", "plichtigen-fase",
            R"("Inburgeringsplichtige":{"indicatorInburgeringsplicht":true,"datumStart":"2023-01-10"},"PIP":{"gemeentecode":"0518","dagtekening":"2026-09-01"},"Inburgeringstermijn":{"datumAanvang":"2023-10-15","datumEinde":"2026-10-14"})",
            "nog geen PIP=1 termijn loopt=1 termijn verstreken=1 termijn verstreken=1"},
        Case{
            "a_pip_on_the_last_day_of_ten_weeks", "pip-tien-weken",
            R"("Gebeurtenis":{"gebeurtenisId":"SS139","registratieDatumTijd":"2026-07-31T22:30:00Z"},)" PIP_OF(
                "2026-10-10"),
            "- - binnen tien weken=1 -"},
        Case{
            "a_pip_a_day_later", "pip-tien-weken",
            R"("Gebeurtenis":{"gebeurtenisId":"SS139","registratieDatumTijd":"2026-07-31T22:30:00Z"},)" PIP_OF(
                "2026-10-11"),
            "- - later dan tien weken=1 -"},
        Case{"ten_weeks_of_which_nobody_told_the_begin", "pip-tien-weken", PIP_OF("2026-10-11"),
             "- - begin onbekend=1 -"},
        Case{"a_pip_of_another_gemeente_is_not_ours", "pip-tien-weken",
             R"("PIP":{"gemeentecode":"0363","dagtekening":"2026-10-11"})", "- - - -"},
        Case{
            "only_the_first_pip_counts", "pip-tien-weken",
            R"("PIP":[{"gemeentecode":"0518","dagtekening":"2026-10-11"},{"gemeentecode":"0518","dagtekening":"2026-09-01"}])",
            "- begin onbekend=1 - -"},
        Case{
            "exams_by_the_month_they_were_made_in", "examens",
            R"("Examenonderdeel":[{"onderdeel":"KNM","examendatum":"2026-09-01","resultaat":"Geslaagd"},{"onderdeel":"LE","niveau":"B1","examendatum":"2026-09-30","resultaat":"Geslaagd"},{"onderdeel":"SP","niveau":"B1","examendatum":"2026-10-01"}])",
            "- Geslaagd=2 nog geen uitslag=1 -"},
        Case{
            "why_it_ended", "beeindigd",
            R"("Inburgeringsplichtige":{"indicatorInburgeringsplicht":false,"datumEind":"2026-10-30","redenGeenInburgeringsplicht":"Overlijden"})",
            "- - Overlijden=1 -"},
        Case{"an_end_still_to_come_is_not_told_yet", "beeindigd",
             R"("Inburgeringsplichtige":{"indicatorInburgeringsplicht":true,"datumEind":"2026-12-30"})",
             "- - - -"},
        Case{
            "hours_by_the_end_of_their_period", "uren",
            R"("Aanwezigheid":[{"instelling":"s","kenmerk":"1","soort":"taalles","periodeVan":"2026-09-28","periodeTot":"2026-10-04","urenGevolgd":"10.50","urenGeoorloofdVerzuim":"1.00"},{"instelling":"s","kenmerk":"2","soort":"taalles","periodeTot":"2026-10-11","urenOngeoorloofdVerzuim":"2.00"}])",
            "- - taalles aangeboden=1350+taalles gevolgd=1050 -"},
        Case{
            "attendance_of_a_school", "scholen-aanwezigheid",
            R"("Aanwezigheid":[{"instelling":"s","kenmerk":"1","periodeTot":"2026-10-04","urenGevolgd":"9.00","urenGeoorloofdVerzuim":"1.00"}])",
            "- - s=900/1000 -"}),
    [](const auto& each) { return each.param.name; });

TEST(Counting, a_month_to_come_stays_empty) {
  Telling telling("0518", maand(2026, 11), maand(2026, 12), day("2026-11-15"));
  const auto all = objects(std::string(plicht) + "}");
  telling.tel({all, {}});
  EXPECT_EQ(telling.rij(0, 0).at("onbekend").waarde, 1);
  EXPECT_EQ(telling.rij(0, 1).at("onbekend").waarde, 0);
}

// How a month is told. Persons: a number stands for a cell; rows of one groep have one total.
std::string told(const std::vector<std::vector<std::int64_t>>& rows) {
  std::vector<std::vector<Cel>> cells;
  for (const auto& row : rows) {
    auto& made = cells.emplace_back();
    for (const auto number : row) made.push_back({number, 0, number});
  }
  std::string text;
  const auto how = afscherming(cells, Eenheid::personen);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) text += " | ";
    for (std::size_t j = 0; j < rows[i].size(); ++j)
      text += (j == 0 ? "" : " ") + (how[i][j] == Zicht::open    ? std::to_string(rows[i][j])
                                     : how[i][j] == Zicht::klein ? std::string(minder_dan_vijf)
                                                                 : std::string(vijf_of_meer));
  }
  return text;
}

TEST(Withholding, nothing_where_nobody_can_be_recognised) { EXPECT_EQ(told({{5, 0, 40}}), "5 0 40"); }
TEST(Withholding, hidden_numbers_take_the_next_with_them) {
  EXPECT_EQ(told({{40, 3, 25, 0}}), "40 <5 ≥5 0") << "or the total less the rest would be it";
  EXPECT_EQ(told({{40, 25, 0, 3}}), "≥5 25 0 <5") << "behind the last comes the first";
  EXPECT_EQ(told({{40, 1, 1, 7}}), "≥5 <5 <5 ≥5")
      << "two that are together 2 would be 1 and 1: all that is over";
  EXPECT_EQ(told({{40, 3, 4, 7}}), "40 <5 <5 ≥5");
}
TEST(Withholding, a_total_that_another_row_tells_is_hidden_where_it_would_give_a_number_away) {
  EXPECT_EQ(told({{8, 0}, {4, 4}}), "≥5 0 | <5 <5");
  EXPECT_EQ(told({{3, 0}, {2, 1}}), "<5 0 | <5 <5");
  EXPECT_EQ(told({{46, 0}, {40, 5, 1}}), "46 0 | ≥5 5 <5");
  EXPECT_EQ(told({{46, 0}, {40, 1, 5}}), "≥5 0 | ≥5 <5 ≥5") << "6 of which one is at least 5 leaves 1";
}

// Whoever knows the rules and all that is told, the total in another row among it, cannot narrow a hidden
// number to one: all that would be told alike is tried.
TEST(Withholding, no_hidden_number_follows_from_what_is_told) {
  constexpr std::int64_t most = 24;
  std::map<std::string, std::vector<std::set<std::int64_t>>> possible;
  for (std::int64_t a = 0; a <= most; ++a)
    for (std::int64_t b = 0; a + b <= most; ++b)
      for (std::int64_t c = 0; a + b + c <= most; ++c) {
        const std::vector row{a, b, c};
        auto& sets = possible[told({row, {a + b + c}})];
        sets.resize(row.size());
        for (std::size_t i = 0; i < row.size(); ++i) sets[i].insert(row[i]);
      }
  std::size_t hidden = 0;
  for (const auto& [text, sets] : possible) {
    std::istringstream cells(text);
    std::string cell;
    for (std::size_t i = 0; i < sets.size() && cells >> cell; ++i)
      if (cell == minder_dan_vijf) {
        ++hidden;
        EXPECT_GT(sets[i].size(), 1U) << text;
      }
  }
  EXPECT_GT(hidden, 100U);
}

TEST(Withholding, exams_of_few_persons_are_few_whatever_their_number) {
  const std::vector<std::vector<Cel>> rows{{{20, 0, 4}, {30, 0, 12}, {9, 0, 5}}};
  const auto how = afscherming(rows, Eenheid::examens);
  EXPECT_EQ(how.front(), (std::vector{Zicht::klein, Zicht::mede, Zicht::open}));
}
TEST(Withholding, hours_of_few_persons_are_told_of_nobody_else) {
  const std::vector<std::vector<Cel>> rows{{{1200, 0, 4}, {90000, 0, 12}}};
  EXPECT_EQ(afscherming(rows, Eenheid::uren).front(), (std::vector{Zicht::klein, Zicht::open}));
}

TEST(Withholding, a_percentage_of_which_one_part_is_of_few) {
  const std::vector<std::vector<Cel>> rows{
      {{900, 1000, 10, 10, 5}, {900, 1000, 10, 10, 4}, {100, 1000, 10, 4, 10}, {900, 1000, 4, 4, 4}}};
  EXPECT_EQ(afscherming(rows, Eenheid::percentage).front(),
            (std::vector{Zicht::open, Zicht::mede, Zicht::mede, Zicht::klein}));
}
TEST(Withholding, hours_offered_where_few_missed_any) {
  const std::vector<std::vector<Cel>> rows{{{1000, 0, 10, 10, 4}, {900, 0, 10, 10, 0}}};
  EXPECT_EQ(afscherming(rows, Eenheid::uren).front(), (std::vector{Zicht::mede, Zicht::open}))
      << "one less the other is what four persons missed";
}

std::string of(const std::vector<Getal>& told, std::string_view kerncijfer, std::string_view month,
               std::string_view rubric) {
  for (const auto& each : told)
    if (each.kerncijfer == number_of(kerncijfer) && each.maand == month && each.rubriek == rubric)
      return each.waarde ? std::to_string(*each.waarde) : std::string(each.verborgen);
  return "-";
}

// All hours of one school times its percentage, less the hours that are told, would be those of three
// persons.
TEST(Withholding, hidden_hours_do_not_follow_from_a_percentage) {
  const auto lesson = [](const std::string& kind) {
    return objects(R"("Aanwezigheid":[{"instelling":"s","kenmerk":"1","soort":")" + kind +
                   R"(","periodeTot":"2026-10-04","urenGevolgd":"9.00","urenGeoorloofdVerzuim":"1.00"}])");
  };
  Telling telling("0518", maand(2026, 10), maand(2026, 10), day("2026-11-15"));
  for (int i = 0; i < 9; ++i) telling.tel({lesson("taalles"), {}});
  EXPECT_EQ(of(te_tonen(telling), "scholen-aanwezigheid", "2026-10", "s"), "90");
  for (int i = 0; i < 3; ++i) telling.tel({lesson("knm"), {}});
  const auto told = te_tonen(telling);
  EXPECT_EQ(of(told, "uren", "2026-10", "taalles gevolgd"), "81");
  EXPECT_EQ(of(told, "uren", "2026-10", "knm gevolgd"), minder_dan_vijf);
  EXPECT_EQ(of(told, "scholen-aanwezigheid", "2026-10", "s"), vijf_of_meer);
}

// Whoever subtracts the stand of a month from that of the month before, knowing that nobody came, cannot tell
// how few went.
TEST(Withholding, no_hidden_number_follows_from_the_step_of_a_stand) {
  const auto one =
      objects(R"("Inburgeringsplichtige":{"indicatorInburgeringsplicht":true,"datumStart":"2026-08-01"})");
  const auto gone = objects(
      R"("Inburgeringsplichtige":{"indicatorInburgeringsplicht":false,"datumStart":"2026-08-01","datumEind":"2026-10-15"})");
  std::map<std::string, std::set<int>> possible;
  for (int before = 9; before <= 30; ++before)
    for (int went = 1; went <= 4; ++went) {
      Telling telling("0518", maand(2026, 9), maand(2026, 10), day("2026-11-15"));
      for (int i = 0; i < before; ++i) telling.tel({i < went ? gone : one, {}});
      const auto told = te_tonen(telling);
      EXPECT_EQ(of(told, "beeindigd", "2026-10", "onbekend"), minder_dan_vijf);
      std::string seen;
      for (const auto* month : {"2026-09", "2026-10"})
        for (const auto& [naam, rubric] : {std::pair{"plichtigen-doelgroep", "onbekend"},
                                           std::pair{"plichtigen-leerroute", "nog geen PIP"},
                                           std::pair{"plichtigen-fase", "nog geen PIP"}})
          seen += of(told, naam, month, rubric) + " ";
      possible[seen].insert(went);
    }
  for (const auto& [seen, numbers] : possible) EXPECT_GT(numbers.size(), 1U) << seen;
}

TEST(Told, hours_whole_attendance_as_a_percentage_and_rubrics_in_their_order) {
  Telling telling("0518", maand(2026, 10), maand(2026, 10), day("2026-11-15"));
  const auto all = objects(
      R"("Aanwezigheid":[{"instelling":"s","kenmerk":"1","soort":"knm","periodeTot":"2026-10-04","urenGevolgd":"9.25","urenGeoorloofdVerzuim":"1.00"}])");
  for (int i = 0; i < 5; ++i) telling.tel({all, {}});
  std::string text;
  for (const auto& each : te_tonen(telling))
    if (each.kerncijfer >= number_of("uren") && each.waarde != 0)
      text += each.maand + " " + each.rubriek + " " + std::to_string(each.waarde.value_or(-1)) + "; ";
  EXPECT_EQ(text, "2026-10 knm aangeboden 51; 2026-10 knm gevolgd 46; 2026-10 s 90; ");
  std::vector<std::string> first;
  for (const auto& each : te_tonen(telling))
    if (each.kerncijfer == number_of("plichtigen-leerroute")) first.push_back(each.rubriek);
  EXPECT_EQ(first,
            (std::vector<std::string>{"B1-route", "Onderwijsroute", "Z-route", "nog geen PIP", "onbekend"}));
}

}  // namespace
}  // namespace inburgering::mapping::cijfers
