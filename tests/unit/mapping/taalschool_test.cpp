#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mapping/taalschool/push.h"
#include "mapping/taalschool/uren.h"
#include "mapping/taalschool/waarschuwing.h"

namespace inburgering::mapping::taalschool {
namespace {

constexpr std::string_view school = "00000099000000004000";

schemas::Day day(std::string_view text) { return *schemas::Day::parse(text); }

Push push_of(std::string_view resource, const std::string& rest) {
  auto push = translate_push_text(
      resource, R"({"kenmerk":"A-1","gemeentecode":"0518","bsn":"999990639",)" + rest + "}", school);
  EXPECT_TRUE(push) << schemas::to_text(push.error());
  return push ? *push : Push();
}

/// "Aanwezigheid vastgelegd; KNM gewijzigd"
std::string told(const Translation& translation) {
  std::string text;
  for (const auto& change : translation.changes)
    text += (text.empty() ? "" : "; ") + std::string(canonical::objecttype(change.object)) + " " +
            std::string(to_text(change.actie));
  return text;
}

TEST(Push, is_kept_under_the_school_and_its_own_kenmerk) {
  const auto push =
      push_of("aanwezigheid", R"("soort":"taalles","periodeVan":"2026-11-02","periodeTot":"2026-11-15",
      "urenGevolgd":22.5,"urenGeoorloofdVerzuim":2)");
  EXPECT_EQ(push.gemeentecode, "0518");
  EXPECT_EQ(push.translation.subject.bsn->digits(), "999990639");
  EXPECT_EQ(
      boost::json::serialize(to_json(push.translation.changes[0], push.translation.bron)),
      R"({"objecttype":"Aanwezigheid","actie":"vastgelegd","sleutel":{"instelling":"00000099000000004000","kenmerk":"A-1"},)"
      R"("object":{"instelling":"00000099000000004000","kenmerk":"A-1","soort":"taalles","periodeVan":"2026-11-02",)"
      R"("periodeTot":"2026-11-15","urenGevolgd":"22.50","urenGeoorloofdVerzuim":"2.00","urenOngeoorloofdVerzuim":null},)"
      R"("bron":{"feed":"taalschool","bericht":"A-1"}})");
}

TEST(Push, of_an_unknown_resource_is_refused) { EXPECT_FALSE(translate_push_text("toverboek", "{}", "")); }

TEST(Push, each_resource_means_its_objects_and_a_withdrawal_ends_what_is_the_schools_own) {
  struct Row {
    const char* resource;
    const char* rest;
    const char* means;
    const char* withdrawn;
  };
  const Row rows[] = {
      {"deelnames", R"("soort":"taalles","startdatum":"2026-11-02")", "Deelname vastgelegd",
       "Deelname beeindigd"},
      {"deelnames", R"("soort":"taalles","startdatum":"2026-11-02","instellingsnummer":"0000012345")",
       "Deelname vastgelegd; Inburgeringsaanbod gewijzigd", "Deelname beeindigd"},
      {"deelnames", R"("soort":"knm","startdatum":"2026-11-02")", "Deelname vastgelegd; KNM gewijzigd",
       "Deelname beeindigd"},
      {"deelnames", R"("soort":"participatie","startdatum":"2026-11-02","activiteit":"taalmaatje")",
       "Deelname vastgelegd; Participatiecomponent vastgelegd",
       "Deelname beeindigd; Participatiecomponent beeindigd"},
      {"voortgangsmetingen", R"("meetdatum":"2026-11-18","niveauLezen":"A2")", "Voortgangsmeting vastgelegd",
       "Voortgangsmeting beeindigd"},
      {"voortgangsmetingen", R"("meetdatum":"2026-11-18","taalMondeling":"goed","ictVaardigheid":"arm")",
       "Voortgangsmeting vastgelegd; Taalvaardigheid gewijzigd; ICTVaardigheid gewijzigd",
       "Voortgangsmeting beeindigd"},
      {"toetsresultaten",
       R"("soort":"eindtoets","onderdeel":"LE","toetsdatum":"2026-11-20","score":"63.50","uitslag":"behaald")",
       "Toetsresultaat vastgelegd", "Toetsresultaat beeindigd"},
      {"afronding", R"("deelname":"D-1","einddatum":"2026-11-20","uitkomst":"gestopt","reden":"werk")",
       "Deelname gewijzigd", "Deelname gewijzigd"},
      {"signalen", R"("soort":"verzuim","datum":"2026-11-20","dringend":true)", "Signaal vastgelegd",
       "Signaal beeindigd"},
  };
  for (const auto& row : rows) {
    const auto push = push_of(row.resource, row.rest);
    EXPECT_EQ(told(push.translation), row.means) << row.rest;
    EXPECT_EQ(told(withdrawal(push)), row.withdrawn) << row.rest;
  }
}

TEST(Push, a_withdrawn_afronding_leaves_the_deelname_as_if_it_had_not_ended) {
  const auto push =
      push_of("afronding", R"("deelname":"D-1","einddatum":"2026-11-20","uitkomst":"voltooid")");
  EXPECT_EQ(
      boost::json::serialize(canonical::to_json(withdrawal(push).changes[0].object)),
      R"({"instelling":"00000099000000004000","kenmerk":"D-1","einddatum":null,"uitkomst":null,"reden":null,)"
      R"("toelichting":null})");
}

TEST(Push, no_code_of_the_api_is_unknown_to_the_model) {
  adapters::taalschool::for_each_resource([]<class Record>() {
    schemas::for_each_field<Record>([](const auto& field) {
      for (const auto code : field.limits.codes) {
        boost::json::object row{{"kenmerk", "A-1"},          {"gemeentecode", "0518"},
                                {"bsn", "999990639"},        {"startdatum", "2026-11-02"},
                                {"meetdatum", "2026-11-02"}, {"soort", code}};
        row[field.name] = code;
        const auto push = translate_push(adapters::taalschool::resource<Record>, row, school);
        if (!push) continue;
        for (const auto& change : push->translation.changes)
          EXPECT_FALSE(boost::json::serialize(canonical::to_json(change.object)).contains("onbekendeCode"))
              << field.name << " " << code;
      }
    });
  });
}

canonical::Aanwezigheid period(std::string_view soort, std::string_view until, std::int64_t followed,
                               std::int64_t missed = 0, std::string_view at = school) {
  canonical::Aanwezigheid made;
  made.instelling = at;
  made.kenmerk = std::string(soort) + std::string(until);
  made.soort = schemas::Code<canonical::codes::soort_uren>::of(soort);
  made.periode_tot = day(until);
  made.uren_gevolgd = *schemas::DecimalHours::of_hundredths(followed);
  made.uren_ongeoorloofd_verzuim = *schemas::DecimalHours::of_hundredths(missed);
  return made;
}

TEST(Urenstand, is_counted_as_duo_wants_it) {
  canonical::PIP pip;
  pip.dagtekening = day("2026-06-01");
  const canonical::Aanwezigheid periods[] = {
      period("taalles", "2026-05-31", 1050),      period("knm", "2026-05-10", 75),   // before the PIP
      period("taalles", "2026-06-01", 2025),      period("knm", "2026-07-31", 150),  // from then on
      period("alfabetisering", "2026-07-31", 25), period("participatie", "2026-05-01", 850)};
  const auto stand = urenstand(periods, {&pip, 1});
  ASSERT_TRUE(stand);
  EXPECT_EQ(stand->uren_taalles_en_knm_brede_intake.value().count(), 11);
  EXPECT_EQ(stand->uren_participatie_als_taalles.value().count(), 22);
  EXPECT_EQ(stand->uren_participatieactiviteiten.value().count(), 8);
  EXPECT_EQ(stand->bekend_tot.value().text(), "2026-08-01");
}

TEST(Urenstand, of_nobody_who_was_taught_is_nothing) { EXPECT_FALSE(urenstand({}, {})); }

TEST(Urenstand, without_a_pip_is_all_brede_intake) {
  const canonical::Aanwezigheid one[] = {period("taalles", "2026-05-31", 1050)};
  EXPECT_EQ(urenstand(one, {})->uren_taalles_en_knm_brede_intake.value().count(), 10);
}

Schoolgegevens running() {
  Schoolgegevens known;
  canonical::Deelname deelname;
  deelname.instelling = school;
  deelname.kenmerk = "D-1";
  deelname.startdatum = day("2026-09-01");
  known.deelnames.push_back(deelname);
  return known;
}

std::string warned(const Waarschuwingsregels& rules, const Schoolgegevens& known, std::string_view today) {
  std::string text;
  for (const auto& each : waarschuwingen(rules, known, day(today)))
    text += (text.empty() ? "" : "; ") + std::string(each.regel.text()) + ": " + each.toelichting.value();
  return text;
}

TEST(Waarschuwing, attendance_below_the_line_names_the_figures) {
  auto known = running();
  known.aanwezigheid = {period("taalles", "2026-09-30", 100, 900),  // too long ago
                        period("taalles", "2026-11-15", 1000, 250),
                        period("taalles", "2026-11-29", 750, 500)};
  const Waarschuwingsregels rules{.aanwezigheid_onder = 80, .aanwezigheid_weken = 4};
  EXPECT_EQ(
      warned(rules, known, "2026-12-01"),
      "aanwezigheid: aanwezig bij 70 % van de uren in de 4 weken tot en met 29-11-2026; de grens is 80 %");
  known.aanwezigheid.back() = period("taalles", "2026-11-29", 1250, 0);
  EXPECT_EQ(warned(rules, known, "2026-12-01"), "");
}

TEST(Waarschuwing, exactly_on_the_line_is_not_below_it) {
  auto known = running();
  known.aanwezigheid = {period("taalles", "2026-11-29", 800, 200)};
  EXPECT_EQ(warned({.aanwezigheid_onder = 80}, known, "2026-12-01"), "");
}

canonical::Voortgangsmeting measured(std::string_view on, std::string_view reading,
                                     std::string_view progress = "") {
  canonical::Voortgangsmeting made;
  made.instelling = school;
  made.kenmerk = on;
  made.meetdatum = day(on);
  made.niveau_lezen = schemas::Code<canonical::codes::erk_niveau>::of(reading);
  if (!progress.empty()) made.voortgang = schemas::Code<canonical::codes::voortgang>::of(progress);
  return made;
}

TEST(Waarschuwing, two_metingen_without_progress) {
  const Waarschuwingsregels rules{.geen_voortgang = true};
  auto known = running();
  known.metingen = {measured("2026-11-01", "A1+"), measured("2026-09-01", "A1+")};
  EXPECT_EQ(warned(rules, known, "2026-12-01"),
            "geen-voortgang: geen vaardigheid steeg tussen de metingen van 01-09-2026 en 01-11-2026");
  known.metingen[0] = measured("2026-11-01", "A2");
  EXPECT_EQ(warned(rules, known, "2026-12-01"), "");
  known.metingen[0] = measured("2026-11-01", "A1+", "volgens-plan");
  EXPECT_EQ(warned(rules, known, "2026-12-01"), "") << "the school itself says that it goes by the plan";
  known.metingen.pop_back();
  EXPECT_EQ(warned(rules, known, "2026-12-01"), "") << "one is not enough";
}

TEST(Waarschuwing, a_school_that_is_silent) {
  const Waarschuwingsregels rules{.stilte_weken = 6};
  auto known = running();
  EXPECT_EQ(warned(rules, known, "2026-10-12"), "");
  EXPECT_EQ(warned(rules, known, "2026-10-13"),
            "stilte: de laatste gegevens van de school gaan over 01-09-2026, 6 weken of langer geleden");
  known.metingen = {measured("2026-10-01", "A1+")};
  EXPECT_EQ(warned(rules, known, "2026-10-13"), "");
}

TEST(Waarschuwing, the_day_on_which_a_school_may_prove_silent_is_known_before) {
  const auto next = [](const Waarschuwingsregels& rules, const Schoolgegevens& known, const char* today) {
    const auto found = volgende_stilte(rules, known, day(today));
    return found ? found->text() : std::string();
  };
  const Waarschuwingsregels rules{.stilte_weken = 6};
  auto known = running();
  EXPECT_EQ(next(rules, known, "2026-09-02"), "2026-10-13");
  EXPECT_EQ(next(rules, known, "2026-10-12"), "2026-10-13");
  EXPECT_EQ(next(rules, known, "2026-10-13"), "") << "it is silent: only who speaks changes that";
  EXPECT_EQ(next(rules, known, "2026-08-01"), "2026-09-01") << "it has not begun";
  known.metingen = {measured("2026-12-01", "A1+")};
  EXPECT_EQ(next(rules, known, "2026-10-13"), "2026-12-01") << "what is about a day to come";
  EXPECT_EQ(next({.aanwezigheid_onder = 80}, known, "2026-09-02"), "") << "no rule that waits for a day";
  known.deelnames[0].einddatum = day("2026-09-20");
  EXPECT_EQ(next(rules, known, "2026-09-21"), "");
}

TEST(Waarschuwing, a_deelname_that_ended_is_past_warning) {
  auto known = running();
  known.deelnames[0].einddatum = day("2026-09-20");
  EXPECT_EQ(
      warned({.aanwezigheid_onder = 100, .geen_voortgang = true, .stilte_weken = 1}, known, "2026-12-01"),
      "");
}

}  // namespace
}  // namespace inburgering::mapping::taalschool
