// That of each field its place in the message is found, in each form that messages have.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/brp/schema.h"
#include "mapping/lineage/grounds.h"
#include "mapping/lineage/reread.h"

namespace inburgering::mapping::lineage {
namespace {

using Places = std::map<std::string, std::string>;  ///< "Objecttype.veld" → places, one after another

const schemas::xml::Grammar& grammar() {
  static const auto compiled = adapters::brp::stuf_bg_grammar(std::filesystem::path(PROJECT_DIR) / "schemas");
  return *compiled;
}
std::string file(const std::string& name) {
  std::ifstream stream(std::filesystem::path(PROJECT_DIR) / "simulator/fixtures" / name);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

Explained explained(const char* feed, const char* name, const std::string& body) {
  const auto* known = find_rule(feed, name);
  if (known == nullptr) {
    ADD_FAILURE() << "no rule " << feed << "." << name;
    return {};
  }
  const auto read = reader_of({feed, name, known->version}, {"", "00000099000000004000", {}}, &grammar());
  if (!read) {
    ADD_FAILURE() << feed << "." << name << " cannot be read again";
    return {};
  }
  auto told = explain(body, read);
  if (told) return std::move(*told);
  ADD_FAILURE() << to_text(told.error().front());
  return {};
}

Places places_of(const Explained& explained, std::size_t first = 0, std::size_t count = 1000) {
  Places all;
  for (std::size_t i = first; i < std::min(first + count, explained.places.size()); ++i) {
    const auto& object = explained.translation.changes[i].object;
    for (const auto& [field, places] : explained.places[i]) {
      std::string text;
      for (const auto& [path, line] : places)
        text += (text.empty() ? "" : " ") + path + (line > 0 ? ":" + std::to_string(line) : "");
      all[std::string(canonical::objecttype(object)) + "." +
          std::string(canonical::field_names(object)[field])] = text;
    }
  }
  return all;
}

TEST(Lineage, what_a_rule_concludes_leads_to_the_objects_it_rests_on) {
  canonical::PIP pip;
  pip.gemeentecode = "0518";
  pip.dagtekening = *schemas::Day::parse("2026-03-01");
  auto later = pip;
  later.dagtekening = *schemas::Day::parse("2026-04-01");
  canonical::Inburgeringsplichtige plicht;
  plicht.indicator_inburgeringsplicht = true;
  const std::vector<canonical::Object> known{pip, later, plicht};
  const auto grounds = [&](const char* rule, const canonical::Object& object, std::string_view name) {
    const auto names = canonical::field_names(object);
    const auto field = static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
    std::string text;
    for (const auto& [ground, fields] : grounds_of(object, field, {"gateway", rule, 1}, known)) {
      text +=
          std::string(canonical::objecttype(*ground)) + boost::json::serialize(canonical::key_of(*ground));
      for (const auto& each : canonical::names_of(*ground, fields)) text += "." + each;
    }
    return text;
  };
  EXPECT_EQ(grounds("regie", plicht, "verantwoordelijkeGemeente"),
            "Inburgeringsplichtige{}.indicatorInburgeringsplicht");
  const std::string of_pip = R"(PIP{"gemeentecode":"0518","dagtekening":"2026-03-01"})";
  const std::string of_later = R"(PIP{"gemeentecode":"0518","dagtekening":"2026-04-01"})";
  EXPECT_EQ(grounds("eerste-pip", pip, "dagtekeningInitieel"), of_pip) << "a later one makes no difference";
  EXPECT_EQ(grounds("eerste-pip", later, "dagtekeningInitieel"), of_pip + of_later);
  EXPECT_EQ(grounds("klok", plicht, "verantwoordelijkeGemeente"), "") << "no rule that concludes this way";
  EXPECT_EQ(grounds("regie", plicht, "doelgroep"), "") << "of this it says nothing";
}

TEST(Lineage, a_field_of_an_answer_of_duo_leads_to_its_json_pointer) {
  const auto pip = places_of(explained(
      "duo", "pip",
      R"({"gemeentecode":"0518","pip":{"dagtekeningPip":"2026-03-31","leerroute":"B","niveau":"B1","geschatteIntensiteitB1Route":600}})"));
  EXPECT_EQ(pip.at("PIP.dagtekening"), "/pip/dagtekeningPip");
  EXPECT_EQ(pip.at("Leerroute.dagtekeningPip"), "/pip/dagtekeningPip");
  EXPECT_EQ(pip.at("Leerroute.leerroute"), "/pip/leerroute") << "a code of DUO's own";
  EXPECT_EQ(pip.at("Leerroute.niveau"), "/pip/niveau") << "a code of a closed list";
  EXPECT_EQ(pip.at("Leerroute.geschatteIntensiteitB1Route"), "/pip/geschatteIntensiteitB1Route");
  EXPECT_EQ(pip.at("PIP.gemeentecode"), "/gemeentecode");
  EXPECT_EQ(pip.at("PIP.magOpleidingAfmaken"), "") << "the answer leaves it out";
}

TEST(Lineage, of_a_list_each_item_has_its_own_place_and_what_is_made_of_several_too) {
  const auto exams = explained("duo", "examenresultaten",
                               R"([{"examendatum":"2026-10-06","resultaat":"Gezakt","onderdeel":"KNM"},
          {"examendatum":"2026-11-06","resultaat":"Geslaagd","onderdeel":"KNM"},
          {"examendatum":"2026-10-08","resultaat":"Gezakt","onderdeel":"LE","niveau":"B1"}])");
  EXPECT_EQ(places_of(exams, 0, 1).at("Examenonderdeel.resultaat"), "/0/resultaat");
  EXPECT_EQ(places_of(exams, 2, 1).at("Examenonderdeel.niveau"), "/2/niveau");
  EXPECT_EQ(places_of(exams, 2, 1).at("Examenonderdeel.onderdeel"), "/2/onderdeel");
  EXPECT_EQ(places_of(exams, 3, 1).at("KNM.resultaat"), "/1/resultaat") << "of the last exam";
  EXPECT_TRUE(exams.complete);
}

TEST(Lineage, of_a_long_list_each_item_is_tried_by_itself) {
  std::string list;
  for (int i = 0; i < 400; ++i)
    list += (i == 0 ? "[" : ",") + std::string(R"({"code":")") + std::to_string(1000 + i) +
            R"(","omschrijving":"grond )" + std::to_string(i) + R"("})";
  const auto grounds = explained("duo", "verlengingsgronden", list + "]");
  ASSERT_EQ(grounds.places.size(), 400u);
  EXPECT_EQ(places_of(grounds, 399, 1).at("Verlengingsgrondslag.omschrijving"), "/399/omschrijving");
  EXPECT_TRUE(grounds.complete);
}

TEST(Lineage, a_notification_tells_where_its_meaning_comes_from) {
  const auto told = places_of(explained(
      "duo", "notificatie",
      R"({"gebeurtenisId":"SS139","registratieDatumTijd":"2026-11-02T09:30:15.123Z","bsn":"999990639"})"));
  EXPECT_EQ(told.at("Gebeurtenis.gebeurtenisId"), "/gebeurtenisId");
  EXPECT_EQ(told.at("Gebeurtenis.betekenis"), "/gebeurtenisId") << "the rule looks it up";
  EXPECT_EQ(told.at("Gebeurtenis.registratieDatumTijd"), "/registratieDatumTijd");
}

TEST(Lineage, a_field_of_a_kennisgeving_leads_to_its_element_and_line) {
  const auto move = places_of(explained("brp", "kennisgeving", file("verhaal/2-verhuizing.xml")));
  const auto& address = move.at("Persoon.verblijfsadres");
  for (const auto* part : {"/npsLk01/object[2]/verblijfsadres/gor.openbareRuimteNaam:29",
                           "/npsLk01/object[2]/verblijfsadres/aoa.postcode:30"})
    EXPECT_NE(address.find(part), std::string::npos) << address;
  EXPECT_EQ(address.find("object[1]"), std::string::npos) << "not what held before";
}

TEST(Lineage, each_row_of_a_school_in_the_story_is_explained) {
  const auto row =
      places_of(explained("taalschool", "voortgangsmetingen", file("verhaal/4-voortgangsmeting.json")));
  EXPECT_EQ(row.at("Voortgangsmeting.meetdatum"), "/meetdatum");
  EXPECT_EQ(row.at("Voortgangsmeting.kenmerk"), "/kenmerk");
  EXPECT_EQ(row.at("Voortgangsmeting.instelling"), "") << "the school itself: its certificate says that";
}

TEST(Lineage, every_rule_that_reads_a_message_can_read_it_again) {
  for (const auto& each : rules) {
    const bool reads = each.feed != "gateway" && each.name != "meldingstatus" && each.name != "samenvoeging";
    const auto read =
        reader_of({std::string(each.feed), std::string(each.name), each.version}, {}, &grammar());
    EXPECT_EQ(static_cast<bool>(read), reads) << to_text(each);
    EXPECT_FALSE(read && read("dit is geen bericht")) << to_text(each);
  }
}

TEST(Lineage, every_change_that_a_message_makes_names_its_rule) {
  struct Case {
    const char* feed;
    const char* name;
    std::string body;
  };
  for (
      const auto& [feed, name, body] : {
          Case{
              "duo", "notificatie",
              R"({"gebeurtenisId":"SS101","registratieDatumTijd":"2026-11-02T09:30:15.123Z","bsn":"999990639"})"},
          Case{"duo", "doelgroep", R"({"indeling":"Asielstatushouder"})"},
          Case{"brp", "kennisgeving", file("verhaal/1-nieuwe-ingeschrevene.xml")},
          Case{"taalschool", "deelnames", file("verhaal/3-deelname.json")},
          Case{"taalschool", "aanwezigheid", file("verhaal/5-aanwezigheid.json")},
      }) {
    const auto said = explained(feed, name, body).translation;
    EXPECT_FALSE(said.changes.empty());
    for (const auto& change : said.changes) {
      const auto* used = change.rule != nullptr ? change.rule : said.rule;
      ASSERT_NE(used, nullptr) << feed << "." << name << ": " << canonical::objecttype(change.object);
      EXPECT_EQ(used->feed, feed);
    }
  }
}

}  // namespace
}  // namespace inburgering::mapping::lineage
