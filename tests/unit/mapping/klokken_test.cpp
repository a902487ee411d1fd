#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "mapping/klokken/geleverd.h"
#include "mapping/klokken/nagaan.h"
#include "mapping/klokken/reken.h"

namespace inburgering::mapping::klokken {
namespace {

namespace codes = canonical::codes;
using schemas::Code;
using schemas::Day;
using schemas::Moment;

Day day(std::string_view text) { return *Day::parse(text); }

// ---- days

struct Sum {
  const char* name;
  const char* from;
  const char* duur;
  const char* expected;
};
class Ahead : public testing::TestWithParam<Sum> {};
TEST_P(Ahead, is_right_on_the_calendar) {
  const auto& [name, from, text, expected] = GetParam();
  const auto duur = Duur::parse(text);
  ASSERT_TRUE(duur) << duur.error();
  EXPECT_EQ(na(day(from), *duur).text(), expected);
  EXPECT_EQ(duur->text(), text);
}
INSTANTIATE_TEST_SUITE_P(
    Duur, Ahead,
    testing::Values(Sum{"leap_day_and_three_years", "2024-02-29", "3 jaar", "2027-02-28"},
                    Sum{"leap_day_and_four_years", "2024-02-29", "4 jaar", "2028-02-29"},
                    Sum{"the_day_before_a_leap_day", "2024-02-28", "3 jaar", "2027-02-28"},
                    Sum{"end_of_a_long_month", "2026-08-31", "6 maanden", "2027-02-28"},
                    Sum{"over_the_clock_change_in_spring", "2026-01-20", "10 weken", "2026-03-31"},
                    Sum{"over_the_clock_change_in_autumn", "2026-08-25", "10 weken", "2026-11-03"},
                    Sum{"over_a_leap_day", "2028-02-01", "5 weken", "2028-03-07"},
                    Sum{"to_the_last_day", "9998-12-31", "3 jaar", "9999-12-31"},
                    Sum{"one", "2026-12-31", "1 dag", "2027-01-01"}),
    [](const auto& tested) { return tested.param.name; });
TEST(Duur, before_counts_back_by_the_same_rule) {
  EXPECT_EQ(voor(day("2027-08-31"), *Duur::parse("6 maanden")).text(), "2027-02-28");
  EXPECT_EQ(voor(day("2024-03-01"), *Duur::parse("1 week")).text(), "2024-02-23");
}
TEST(Duur, refuses_what_is_none) {
  for (const char* text :
       {"", "tien weken", "10", "0 weken", "-1 week", "1000 weken", "10  weken", "10 weeks", "10weken"})
    EXPECT_FALSE(Duur::parse(text)) << text;
}

// ---- a person

canonical::Gebeurtenis notified(const char* kind, const char* moment) {
  canonical::Gebeurtenis made;
  made.gebeurtenis_id = kind;
  made.registratie_datum_tijd = *Moment::parse(moment);
  return made;
}
canonical::Inburgeringsplichtige plichtig(const char* since, const char* doelgroep = "Asielstatushouder") {
  canonical::Inburgeringsplichtige made;
  made.indicator_inburgeringsplicht = true;
  made.datum_start = day(since);
  made.doelgroep = Code<codes::doelgroep>::of(doelgroep);
  return made;
}
canonical::Inburgeringsplichtige no_longer(const char* reden) {
  canonical::Inburgeringsplichtige made;
  made.indicator_inburgeringsplicht = false;
  made.reden_geen_inburgeringsplicht = Code<codes::reden_geen_inburgeringsplicht>::of(reden);
  return made;
}
canonical::PIP pip(const char* dagtekening, const char* gemeente = "0518") {
  canonical::PIP made;
  made.gemeentecode = gemeente;
  made.dagtekening = day(dagtekening);
  return made;
}
canonical::Leerroute leerroute(const char* dagtekening, const char* route) {
  canonical::Leerroute made;
  made.gemeentecode = "0518";
  made.dagtekening_pip = day(dagtekening);
  made.leerroute = Code<codes::leerroute>::of(route);
  return made;
}
canonical::Inburgeringstermijn termijn(const char* first, const char* end, const char* grond = nullptr) {
  canonical::Inburgeringstermijn made;
  made.datum_aanvang = day(first);
  if (end != nullptr) made.datum_einde = day(end);
  if (grond != nullptr) made.verlengingsgrond = std::string(grond);
  return made;
}
canonical::Vrijstelling temporary(const char* from, const char* until) {
  canonical::Vrijstelling made;
  made.omvang = Code<codes::omvang>::of("Tijdelijk");
  made.reden = Code<codes::reden_vrijstelling>::of("INS");
  made.datum_oordeel = day(from);
  made.oordeel = Code<codes::oordeel>::of("Toekenning");
  made.startdatum = day(from);
  made.einddatum = day(until);
  return made;
}

template <class... T>
Situatie person(const T&... objects) {
  Situatie made{.gemeentecode = "0518"};
  (made.objecten.push_back({objects, "duo"}), ...);
  return made;
}

/// "nadert 2026-03-31 (2 weken ervoor)" of one clock; empty when it does not run.
std::string stand(const Situatie& situatie, std::string_view klok, const char* today) {
  for (const auto& each : reken(geleverde_klokken(), situatie, day(today)).standen)
    if (each.klok.klok == klok) {
      auto text = std::string(each.klok.stand.value().text()) + " " + each.klok.laatste_dag.value().text();
      if (each.klok.waarschuwing.has_value()) text += " (" + each.klok.waarschuwing.value() + ")";
      if (each.klok.reden_einde.has_value()) text += ": " + each.klok.reden_einde.value();
      return text;
    }
  return {};
}

struct Case {
  const char* name;
  Situatie situatie;
  const char* klok;
  const char* today;
  const char* expected;
};
class Standing : public testing::TestWithParam<Case> {};
TEST_P(Standing, of_a_clock_on_a_day) {
  const auto& each = GetParam();
  EXPECT_EQ(stand(each.situatie, each.klok, each.today), each.expected);
}

const auto ten_weeks = notified("SS139", "2026-01-20T10:00:00Z");
const auto running = termijn("2024-03-01", "2027-03-01");

INSTANTIATE_TEST_SUITE_P(
    Pip, Standing,
    testing::Values(
        Case{"runs", person(ten_weeks), "pip", "2026-02-01", "loopt 2026-03-31"},
        Case{"warns_before", person(ten_weeks), "pip", "2026-03-17", "nadert 2026-03-31 (2 weken ervoor)"},
        Case{"on_the_last_day_it_is_still_in_time", person(ten_weeks), "pip", "2026-03-31",
             "nadert 2026-03-31 (op de laatste dag)"},
        Case{"is_over_the_day_after", person(ten_weeks), "pip", "2026-04-01",
             "verstreken 2026-03-31 (verstreken)"},
        Case{"reminds", person(ten_weeks), "pip", "2026-05-01", "verstreken 2026-03-31 (4 weken erna)"},
        // 22:30 UTC in July is the next day in the Netherlands, 22:30 UTC in January is not.
        Case{"counts_from_the_dutch_day_in_summer", person(notified("SS139", "2026-07-01T22:30:00Z")), "pip",
             "2026-07-05", "loopt 2026-09-10"},
        Case{"counts_from_the_dutch_day_in_winter", person(notified("SS139", "2026-01-20T22:30:00Z")), "pip",
             "2026-01-25", "loopt 2026-03-31"},
        Case{"in_the_hour_that_occurs_twice", person(notified("SS139", "2026-10-25T00:30:00Z")), "pip",
             "2026-10-25", "loopt 2027-01-03"},
        Case{"in_the_night_without_an_hour", person(notified("SS139", "2026-03-29T01:30:00Z")), "pip",
             "2026-03-29", "loopt 2026-06-07"},
        Case{"the_latest_counts", person(ten_weeks, notified("SS139", "2026-06-01T10:00:00Z")), "pip",
             "2026-06-02", "loopt 2026-08-10"},
        Case{"stops_with_the_pip", person(ten_weeks, pip("2026-03-10")), "pip", "2026-04-10",
             "gestopt 2026-03-31: PIP 0518 2026-03-10"},
        Case{"a_pip_that_is_yet_to_be_signed_stops_nothing", person(ten_weeks, pip("2031-01-01")), "pip",
             "2026-04-10", "verstreken 2026-03-31 (verstreken)"},
        Case{"of_the_last_day_that_can_be_written", person(notified("SS139", "9999-12-01T10:00:00Z")), "pip",
             "2026-04-10", "loopt 9999-12-31"},
        Case{"a_pip_of_another_gemeente_does_not_stop_it", person(ten_weeks, pip("2026-03-10", "0344")),
             "pip", "2026-04-10", "verstreken 2026-03-31 (verstreken)"},
        Case{"a_pip_of_an_earlier_plicht_does_not_stop_it",
             person(ten_weeks, plichtig("2026-01-10"), pip("2023-03-10")), "pip", "2026-02-01",
             "loopt 2026-03-31"},
        Case{"a_message_of_1990_starts_nothing", person(notified("SS139", "1990-11-02T09:30:15Z")), "pip",
             "2026-02-01", ""},
        Case{"withdrawn_with_the_plicht",
             person(ten_weeks, no_longer("Vertrek uit Nederland langer dan een jaar")), "pip", "2026-03-20",
             "ingetrokken 2026-03-31: Vertrek uit Nederland langer dan een jaar"},
        Case{"by_the_notification_alone",
             person(ten_weeks, plichtig("2026-01-10"), notified("SS110", "2026-02-20T10:00:00Z")), "pip",
             "2026-03-20", "ingetrokken 2026-03-31: gebeurtenis SS110 van DUO"},
        Case{"two_of_one_moment", person(ten_weeks, notified("SS110", "2026-01-20T10:00:00Z")), "pip",
             "2026-02-01", "loopt 2026-03-31"},
        Case{"plichtig_again",
             person(ten_weeks, notified("SS110", "2026-02-20T10:00:00Z"),
                    notified("SS139", "2026-04-01T10:00:00Z")),
             "pip", "2026-04-02", "loopt 2026-06-10"}),
    [](const auto& tested) { return tested.param.name; });

canonical::Vrijstelling whole_exemption() {
  auto made = temporary("2026-01-01", "2026-06-01");
  made.omvang = Code<codes::omvang>::of("Geheel");
  return made;
}
canonical::Verlengingsgrond weeks_longer(std::int64_t weeks) {
  canonical::Verlengingsgrond made;
  made.datum_aanvraag = day("2026-01-01");
  made.verlengingsgrondslag = "3a";
  made.verlenging_in_weken = weeks;
  made.datum_beoordeling = day("2026-01-10");
  return made;
}
canonical::AanvraagVerlenging request(const char* beoordeling) {
  canonical::AanvraagVerlenging made;
  made.datum_aanvraag = day("2026-01-01");
  made.beoordeling = Code<codes::beoordeling_aanvraag_verlenging>::of(beoordeling);
  return made;
}

INSTANTIATE_TEST_SUITE_P(
    Inburgeringstermijn, Standing,
    testing::Values(
        Case{"as_duo_tells_it", person(running), "inburgeringstermijn", "2025-01-01", "loopt 2027-02-28"},
        Case{"a_year_ahead", person(running), "inburgeringstermijn", "2026-02-28",
             "nadert 2027-02-28 (12 maanden ervoor)"},
        Case{"three_months_ahead", person(running), "inburgeringstermijn", "2026-11-29",
             "nadert 2027-02-28 (3 maanden ervoor)"},
        Case{"over", person(running), "inburgeringstermijn", "2027-03-01",
             "verstreken 2027-02-28 (verstreken)"},
        Case{"a_verlenging_of_duo_moves_it", person(termijn("2024-03-01", "2027-09-01", "3a")),
             "inburgeringstermijn", "2026-02-28", "loopt 2027-08-31"},
        Case{"a_first_pip_on_a_leap_day", person(pip("2024-02-29")), "inburgeringstermijn", "2025-01-01",
             "loopt 2027-02-28"},
        Case{"a_term_that_begins_on_a_leap_day", person(pip("2024-02-28")), "inburgeringstermijn",
             "2025-01-01", "loopt 2027-02-28"},
        Case{"the_first_of_two", person(pip("2024-05-01"), pip("2024-03-05", "0344")), "inburgeringstermijn",
             "2025-01-01", "loopt 2027-03-05"},
        Case{"weeks_that_were_granted", person(pip("2024-03-05"), weeks_longer(8), request("Toegestaan")),
             "inburgeringstermijn", "2025-01-01", "loopt 2027-04-30"},
        Case{"weeks_that_were_refused", person(pip("2024-03-05"), weeks_longer(8), request("NietToegestaan")),
             "inburgeringstermijn", "2025-01-01", "loopt 2027-03-05"},
        Case{"a_temporary_vrijstelling_within_it",
             person(pip("2024-03-05"), temporary("2025-01-01", "2025-01-31")), "inburgeringstermijn",
             "2025-03-01", "loopt 2027-04-05"},
        Case{"what_duo_tells_wins_over_arithmetic", person(running, weeks_longer(8), pip("2024-02-10")),
             "inburgeringstermijn", "2025-01-01", "loopt 2027-02-28"},
        Case{"a_whole_vrijstelling_stops_it", person(running, whole_exemption()), "inburgeringstermijn",
             "2026-11-29", "gestopt 2027-02-28: Volledige vrijstelling"},
        Case{"fulfilled", person(running, no_longer("Inburgeringsplicht voldaan")), "inburgeringstermijn",
             "2026-11-29", "gestopt 2027-02-28: Inburgeringsplicht voldaan"}),
    [](const auto& tested) { return tested.param.name; });

canonical::MAP map(const char* date) {
  canonical::MAP made;
  made.datum_eindgesprek = day(date);
  return made;
}
canonical::KNM knm(const char* resultaat) {
  canonical::KNM made;
  made.resultaat = Code<codes::examenresultaat>::of(resultaat);
  made.datum_resultaat = day("2026-05-01");
  return made;
}
canonical::Vrijstelling of_knm() {
  auto made = temporary("2026-01-01", "2026-06-01");
  made.omvang = Code<codes::omvang>::of("Gedeeltelijk");
  made.examenonderdeel = Code<codes::examenonderdeel>::of("KNM");
  return made;
}
canonical::Inburgeringsaanbod offer() {
  canonical::Inburgeringsaanbod made;
  made.instellingsnummer = "0000012345";
  return made;
}
const auto exempt = temporary("2026-01-01", "2026-06-01");

INSTANTIATE_TEST_SUITE_P(
    Others, Standing,
    testing::Values(
        Case{"a_temporary_vrijstelling_ends", person(exempt, no_longer("Tijdelijke vrijstelling")),
             "tijdelijke-vrijstelling", "2026-05-01", "nadert 2026-06-01 (1 maand ervoor)"},
        Case{"and_is_of_the_past", person(exempt), "tijdelijke-vrijstelling", "2026-08-01",
             "gestopt 2026-06-01: de termijn is voorbij"},
        Case{"or_was_withdrawn", person(exempt, notified("SS129", "2026-04-01T10:00:00Z")),
             "tijdelijke-vrijstelling", "2026-05-01",
             "gestopt 2026-06-01: Gebeurtenis SS129 2026-04-01T10:00:00.000Z"},
        Case{"no_aanbod", person(plichtig("2026-01-10"), leerroute("2026-02-02", "B1-route")),
             "inburgeringsaanbod", "2026-03-20", "nadert 2026-03-30 (2 weken ervoor)"},
        Case{"an_aanbod", person(plichtig("2026-01-10"), leerroute("2026-02-02", "B1-route"), offer()),
             "inburgeringsaanbod", "2026-03-20", "gestopt 2026-03-30: Inburgeringsaanbod 0000012345"},
        Case{"a_gezinsmigrant_gets_none",
             person(plichtig("2026-01-10", "Gezinsmigrant en overige migrant"),
                    leerroute("2026-02-02", "B1-route")),
             "inburgeringsaanbod", "2026-03-20", ""},
        Case{"map_six_months_ahead", person(running), "map", "2026-07-28",
             "nadert 2026-08-28 (1 maand ervoor)"},
        Case{"map_done", person(running, map("2026-01-05")), "map", "2026-09-28", "gestopt 2026-08-28: MAP"},
        Case{"no_map_in_the_onderwijsroute", person(running, leerroute("2024-02-20", "Onderwijsroute")),
             "map", "2026-09-28", ""},
        Case{"pvt_late", person(running), "pvt", "2026-09-28", "verstreken 2026-08-28 (verstreken)"},
        Case{"knm_failed", person(running, knm("Gezakt")), "knm", "2026-09-28",
             "verstreken 2026-08-28 (verstreken)"},
        Case{"knm_passed", person(running, knm("Geslaagd")), "knm", "2026-09-28", "gestopt 2026-08-28: KNM"},
        Case{"exempt_of_knm", person(running, of_knm()), "knm", "2026-09-28",
             "gestopt 2026-08-28: Vrijstelling Gedeeltelijk INS 2026-01-01 KNM"},
        Case{"no_exam_knm_in_the_z_route", person(running, leerroute("2024-02-20", "Z-route")), "knm",
             "2026-09-28", ""}),
    [](const auto& tested) { return tested.param.name; });

// ---- who said it, schools

TEST(Klokken, a_pip_that_duo_does_not_know_after_two_weeks) {
  auto situatie = person();
  situatie.objecten.push_back({pip("2026-03-02"), "afnemer"});
  EXPECT_EQ(stand(situatie, "pip-bij-duo", "2026-03-10"), "loopt 2026-03-16");
  EXPECT_EQ(stand(situatie, "pip-bij-duo", "2026-03-17"), "verstreken 2026-03-16 (verstreken)");
  EXPECT_EQ(stand(situatie, "inburgeringstermijn", "2026-03-17"), "") << "the term begins as DUO tells it";
  situatie.objecten.push_back({pip("2026-03-02"), "duo"});
  EXPECT_EQ(stand(situatie, "pip-bij-duo", "2026-03-17"), "");
}
TEST(Klokken, a_school_falls_silent_and_speaks_again) {
  canonical::Deelname deelname;
  deelname.instelling = "00000099000000004000";
  deelname.kenmerk = "D1";
  deelname.startdatum = day("2026-01-05");
  auto situatie = person();
  situatie.objecten.push_back({deelname, "taalschool"});
  EXPECT_EQ(stand(situatie, "stille-school", "2026-02-16"), "loopt 2026-02-16");
  EXPECT_EQ(stand(situatie, "stille-school", "2026-02-17"), "verstreken 2026-02-16 (verstreken)");
  canonical::Toetsresultaat toets;
  toets.instelling = deelname.instelling;
  toets.kenmerk = "T1";
  toets.toetsdatum = day("2026-02-10");
  situatie.objecten.push_back({toets, "taalschool"});
  EXPECT_EQ(stand(situatie, "stille-school", "2026-02-17"), "loopt 2026-03-24");
  auto& ended = std::get<canonical::Deelname>(situatie.objecten.front().object);
  ended.einddatum = day("2026-02-12");
  EXPECT_EQ(stand(situatie, "stille-school", "2026-06-17"), "");
}

// ---- what is told

std::string told(const std::vector<Change>& changes) {
  std::string text;
  for (const auto& change : changes) {
    const auto& klok = std::get<canonical::Klok>(change.object);
    text += std::string(to_text(change.actie)) + " " + klok.klok + " " +
            std::string(klok.stand.value().text()) + "\n";
  }
  return text;
}
/// Lays what is told over the situation, as the gateway does.
std::string take(Situatie& situatie, const char* today) {
  const auto changes = veranderingen(reken(geleverde_klokken(), situatie, day(today)), situatie);
  std::vector<Change> news;
  for (const auto& change : changes) {
    const auto known = std::ranges::find_if(situatie.objecten, [&](const Bekend& each) {
      return canonical::same_identity(each.object, change.object);
    });
    if (known == situatie.objecten.end()) {
      news.push_back(change);
      situatie.objecten.push_back({change.object, "gateway"});
    } else if (change.actie == Actie::beeindigd) {
      news.push_back(change);
      situatie.objecten.erase(known);
    } else if (!canonical::update(known->object, change.object).empty()) {
      news.push_back({Actie::gewijzigd, change.object});
    }
  }
  return told(news);
}

TEST(Klokken, tell_from_the_first_warning_on_and_each_once) {
  auto situatie = person(termijn("2026-03-28", "2029-03-28"), map("2026-05-05"), knm("Geslaagd"));
  EXPECT_EQ(take(situatie, "2027-01-01"), "");
  EXPECT_EQ(take(situatie, "2028-03-27"), "vastgelegd inburgeringstermijn nadert\n");
  EXPECT_EQ(take(situatie, "2028-03-27"), "");
  EXPECT_EQ(take(situatie, "2028-08-27"), "vastgelegd pvt nadert\n");
  EXPECT_EQ(take(situatie, "2028-09-28"), "gewijzigd inburgeringstermijn nadert\ngewijzigd pvt verstreken\n");
}
TEST(Klokken, are_withdrawn_with_what_started_them) {
  auto situatie = person(ten_weeks, running);
  EXPECT_EQ(take(situatie, "2026-03-20"), "vastgelegd pip nadert\nvastgelegd inburgeringstermijn nadert\n");
  auto without = situatie;
  std::erase_if(without.objecten, [](const Bekend& each) {
    return std::holds_alternative<canonical::Gebeurtenis>(each.object);
  });
  EXPECT_EQ(take(without, "2026-03-21"), "beeindigd pip ingetrokken\n");
  auto moved = situatie;
  moved.gesloten = true;
  EXPECT_EQ(take(moved, "2026-03-21"),
            "beeindigd pip ingetrokken\nbeeindigd inburgeringstermijn ingetrokken\n");
}
TEST(Klokken, of_a_term_that_was_corrected_or_made_longer_the_warning_ends) {
  auto situatie = person(running);
  EXPECT_EQ(take(situatie, "2026-03-20"), "vastgelegd inburgeringstermijn nadert\n");
  std::get<canonical::Inburgeringstermijn>(situatie.objecten.front().object).datum_einde = day("2027-09-01");
  EXPECT_EQ(take(situatie, "2026-03-20"), "beeindigd inburgeringstermijn loopt\n");
  EXPECT_EQ(take(situatie, "2026-08-31"), "vastgelegd inburgeringstermijn nadert\n");
  // Another first day is another term; the clock is the same one.
  situatie.objecten.front().object = termijn("2024-02-15", "2027-02-15");
  EXPECT_EQ(take(situatie, "2026-08-31"),
            "gewijzigd inburgeringstermijn nadert\nvastgelegd map verstreken\nvastgelegd pvt "
            "verstreken\nvastgelegd "
            "knm verstreken\n");
}
TEST(Klokken, what_a_clock_that_was_ahead_warned_for_tomorrow_stands) {
  auto situatie = person(ten_weeks);
  EXPECT_EQ(take(situatie, "2026-03-03"), "vastgelegd pip nadert\n");
  EXPECT_EQ(take(situatie, "2026-03-02"), "") << "of a machine that is behind";
  EXPECT_EQ(take(situatie, "2026-02-20"), "gewijzigd pip loopt\n")
      << "a clock that was weeks ahead was wrong";
}

struct Next {
  const char* today;
  const char* expected;
};
TEST(Klokken, name_the_next_day_on_which_something_changes) {
  const auto situatie = person(ten_weeks);
  for (const auto& [today, expected] :
       {Next{"2026-01-20", "2026-03-03"}, Next{"2026-03-03", "2026-03-17"}, Next{"2026-03-30", "2026-03-31"},
        Next{"2026-03-31", "2026-04-01"}, Next{"2026-04-01", "2026-04-28"}, Next{"2026-04-28", ""}}) {
    const auto next = reken(geleverde_klokken(), situatie, day(today)).volgende;
    EXPECT_EQ(next ? next->text() : "", expected) << today;
  }
}
TEST(Klokken, look_again_on_the_day_of_a_pip_that_is_yet_to_be_signed) {
  const auto situatie = person(ten_weeks, pip("2026-02-10"));
  const auto outcome = reken(geleverde_klokken(), situatie, day("2026-01-25"));
  ASSERT_TRUE(outcome.volgende);
  EXPECT_EQ(outcome.volgende->text(), "2026-02-10");
  EXPECT_EQ(stand(situatie, "pip", "2026-02-09"), "loopt 2026-03-31");
  EXPECT_EQ(stand(situatie, "pip", "2026-02-10"), "gestopt 2026-03-31: PIP 0518 2026-02-10");
}
TEST(Klokken, of_every_far_day_can_be_written_and_read) {
  for (const char* moment : {"9999-12-31T22:00:00Z", "9999-10-25T10:00:00Z"}) {
    auto situatie = person(notified("SS139", moment));
    EXPECT_EQ(take(situatie, "2026-01-01"), "vastgelegd pip loopt\n");
    EXPECT_EQ(take(situatie, "2026-01-01"), "") << "told once";
    for (const auto& each : situatie.objecten)
      EXPECT_TRUE(canonical::from_json(canonical::objecttype(each.object), canonical::to_json(each.object)));
  }
}
TEST(Klokken, between_two_such_days_nothing_changes) {
  const auto situatie = person(ten_weeks, plichtig("2026-01-10"), termijn("2026-03-01", "2029-03-01"),
                               temporary("2026-02-01", "2026-05-01"), leerroute("2026-02-20", "B1-route"));
  const auto standing = [&](Day on) {
    const auto outcome = reken(geleverde_klokken(), situatie, on);
    std::string text;
    for (const auto& each : outcome.standen)
      text += boost::json::serialize(canonical::to_json(canonical::Object(each.klok)));
    return std::pair(text, outcome.volgende);
  };
  auto before = standing(day("2026-01-20"));
  int changed = 0;
  for (auto on = day("2026-01-21"); on < day("2029-12-31"); on = dag_erna(on)) {
    auto now = standing(on);
    if (!before.second || on < *before.second)
      EXPECT_EQ(now, before) << on.text();
    else
      ++changed;
    before = std::move(now);
  }
  EXPECT_GT(changed, 15);
}

// ---- definitions

TEST(Klokdefinities, point_at_what_the_model_has) {
  for (const auto& klok : geleverde_klokken()) {
    if (!klok.van.objecttype.empty()) {
      EXPECT_EQ(fout(klok.van).value_or(""), "") << klok.naam;
    }
    for (const auto& each : klok.stopt) EXPECT_EQ(fout(each).value_or(""), "") << klok.naam;
    EXPECT_FALSE(klok.grondslag.empty()) << klok.naam;
  }
}
TEST(Klokdefinities, a_fault_is_named) {
  EXPECT_NE(fout({"Pip", "dagtekening"}), std::nullopt);
  EXPECT_NE(fout({"PIP", "datum"}), std::nullopt);
  EXPECT_NE(fout({"PIP", "gemeentecode"}), std::nullopt) << "no day";
  EXPECT_NE(fout({"Vrijstelling", "startdatum", {{"omvang", {"Half"}}}}), std::nullopt);
  EXPECT_EQ(fout({"Vrijstelling", "startdatum", {{"omvang", {"Tijdelijk"}}}}), std::nullopt);
}
TEST(Klokdefinities, each_that_is_other_is_described_otherwise) {
  auto klok = geleverde_klokken().front();
  const auto before = omschreven(klok);
  klok.ervoor.pop_back();
  EXPECT_NE(omschreven(klok), before);
}

}  // namespace
}  // namespace inburgering::mapping::klokken
