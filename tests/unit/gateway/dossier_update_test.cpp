#include "gateway/exchange/dossier_update.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/base/milliseconds.h"
#include "gateway/store/questions.h"
#include "gateway/subscriptions/changes.h"
#include "mapping/duo/answer.h"
#include "tests/unit/gateway/told.h"

namespace inburgering::gateway::exchange {
namespace {

using mapping::Subject;
using mapping::Translation;

class DossierUpdate : public testing::Test, protected tests::StoredHouse {
 protected:
  DossierUpdate() : StoredHouse("update") { subscriptions::take_up(*sql, config, sealing.surroundings); }
  const Subject person{*schemas::Bsn::parse("999990639"), {}};

  Translation answer(const char* resource, const char* json) {
    return *mapping::duo::translate_answer(resource, json, person, "");
  }
  Updated update(const Translation& translation, std::size_t tenant = 0) {
    return tests::take_up_at_once(*sql, sealing, config, config.tenants[tenant], translation,
                                  {"message-1", "", clock.now()});
  }
  /// "<sequence> <type>" of each event of a dossier.
  std::vector<std::string> events(const std::string& dossier) {
    std::vector<std::string> list;
    for (const auto& [sequence, type] : sql->all<int, std::string>(
             {"test", "SELECT sequence, type FROM event WHERE dossier = :d ORDER BY sequence"}, dossier))
      list.push_back(std::to_string(sequence) + " " + type);
    return list;
  }
  int count(const std::string& query) { return sql->one<int>({"test", query}).value_or(-1); }
};

TEST_F(DossierUpdate, a_new_fact_becomes_an_event_and_the_same_fact_again_does_not) {
  const auto termijn =
      answer("inburgeringstermijn", R"({"startdatum":"2026-11-02","einddatum":"2029-11-02"})");
  EXPECT_EQ(update(termijn).events, 2);
  const auto again = update(termijn);
  EXPECT_EQ(again.events, 0);
  EXPECT_EQ(events(again.dossier.id),
            (std::vector<std::string>{"1 nl.inburgering.inburgeringstermijn.vastgelegd",
                                      "2 nl.inburgering.startinburgering.vastgelegd"}));
}
TEST_F(DossierUpdate, two_answers_fill_one_object_and_events_are_numbered_without_gaps) {
  update(answer("inburgeringsplicht", R"({"indicatorInburgeringsplicht":true})"));
  const auto updated = update(answer("doelgroep", R"({"indeling":"Asielstatushouder"})"));
  EXPECT_EQ(events(updated.dossier.id),
            (std::vector<std::string>{"1 nl.inburgering.inburgeringsplichtige.vastgelegd",
                                      "2 nl.inburgering.inburgeringsplichtige.gewijzigd"}));
  EXPECT_EQ(count("SELECT COUNT(*) FROM object"), 1);
}
TEST_F(DossierUpdate, what_a_whole_list_no_longer_holds_has_ended) {
  const auto two =
      answer("examenresultaten", R"([{"examendatum":"2026-10-06","resultaat":"Geslaagd","onderdeel":"KNM"},
                                                 {"examendatum":"2026-10-08","resultaat":"Gezakt","onderdeel":"LE","niveau":"B1"}])");
  EXPECT_EQ(update(two).events, 3);
  const auto updated = update(answer(
      "examenresultaten", R"([{"examendatum":"2026-10-06","resultaat":"Geslaagd","onderdeel":"KNM"}])"));
  EXPECT_EQ(updated.events, 1);
  EXPECT_EQ(events(updated.dossier.id).back(), "4 nl.inburgering.examenonderdeel.beeindigd");
}
TEST_F(DossierUpdate, tenants_never_mix) {
  const auto termijn =
      answer("inburgeringstermijn", R"({"startdatum":"2026-11-02","einddatum":"2029-11-02"})");
  const auto den_haag = update(termijn, 0);
  const auto utrecht = update(termijn, 1);
  EXPECT_NE(den_haag.dossier.id, utrecht.dossier.id) << "one person in two gemeenten is two dossiers";
  EXPECT_EQ(utrecht.events, 2) << "what Den Haag knows, Utrecht does not";
  EXPECT_EQ(count("SELECT COUNT(*) FROM delivery d JOIN event e ON e.id = d.event WHERE d.subscription = "
                  "'kvs-0344' AND e.tenant = '00000099000000000518'"),
            0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM delivery WHERE subscription = 'kvs-0344'"), 2);
  EXPECT_FALSE(store::find_dossier(*sql, sealing, "00000099000000000344", den_haag.dossier.id))
      << "crossed by asking";
  store::Dossier crossing = den_haag.dossier;
  crossing.tenant = "00000099000000000344";
  EXPECT_FALSE(store::find_object(*sql, sealing, crossing, termijn.changes[0].object))
      << "crossed by pretending";
}
TEST_F(DossierUpdate, a_subscription_gets_the_object_types_that_it_asked_for) {
  update(answer("inburgeringstermijn", R"({"startdatum":"2026-11-02","einddatum":"2029-11-02"})"));
  update(answer("inburgeringsplicht", R"({"indicatorInburgeringsplicht":true})"));
  EXPECT_EQ(count("SELECT COUNT(*) FROM delivery WHERE subscription = 'termijnen-0518'"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM delivery WHERE subscription = 'kvs-0518'"), 3);
}
TEST_F(DossierUpdate, a_person_known_by_v_nummer_is_the_same_person_once_the_bsn_comes) {
  auto translation = answer("inburgeringsplicht", R"({"indicatorInburgeringsplicht":true})");
  translation.subject = {{}, 1234567890};
  const auto by_number = update(translation);
  translation.subject = {*schemas::Bsn::parse("999990639"), 1234567890};
  EXPECT_EQ(update(translation).dossier.id, by_number.dossier.id);
  translation.subject = person;
  const auto by_bsn = update(translation);
  EXPECT_EQ(by_bsn.dossier.id, by_number.dossier.id);
  EXPECT_EQ(by_bsn.dossier.subject.v_nummer, 1234567890);
}
TEST_F(DossierUpdate, the_store_holds_no_personal_data_in_clear) {
  auto translation = answer("inburgeringsplicht", R"({"indicatorInburgeringsplicht":true})");
  mapping::canonical::Persoon persoon;
  persoon.geslachtsnaam = std::string("Zeldzaamnaam");
  translation.changes.push_back({mapping::Actie::vastgelegd, persoon});
  update(translation);
  sql->run({"test", "PRAGMA wal_checkpoint(TRUNCATE)"});
  std::ifstream in(database.file(), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  ASSERT_GT(bytes.size(), 4096u);
  EXPECT_EQ(bytes.find("999990639"), std::string::npos);
  EXPECT_EQ(bytes.find("Zeldzaamnaam"), std::string::npos);
}
TEST_F(DossierUpdate, an_event_is_a_cloudevent_whose_attributes_tell_nothing_of_the_person) {
  update(answer("inburgeringstermijn", R"({"startdatum":"2026-11-02","einddatum":"2029-11-02"})"));
  const auto lane = store::due_lanes(*sql, "kvs-0518", milliseconds(clock.now()), 10).at(0);
  const auto event = store::heads_of(*sql, lane, 1).at(0).event;
  auto cloud = boost::json::parse(keys.open(event.sealed, "event:" + event.id)).as_object();
  EXPECT_EQ(cloud.at("specversion"), "1.0");
  EXPECT_EQ(cloud.at("source"), "urn:nld:oin:00000099000000001000:systeem:inburgering-gateway");
  EXPECT_EQ(cloud.at("type"), "nl.inburgering.inburgeringstermijn.vastgelegd");
  EXPECT_EQ(cloud.at("subject").as_string(), event.dossier);
  EXPECT_EQ(cloud.at("sequence"), "1");
  EXPECT_EQ(cloud.at("data").at("bsn"), "999990639");
  EXPECT_EQ(cloud.at("data").at("gemeente"), "0518");
  cloud.erase("data");
  EXPECT_EQ(boost::json::serialize(cloud).find("999990639"), std::string::npos);
  for (const auto& attribute : cloud) EXPECT_LE(attribute.key().size(), 20u);
}
TEST_F(DossierUpdate, deliveries_leave_a_lane_in_order) {
  update(answer("inburgeringsplicht", R"({"indicatorInburgeringsplicht":true})"));
  update(answer("doelgroep", R"({"indeling":"Asielstatushouder"})"));
  const auto now = milliseconds(clock.now());
  const auto lane = store::due_lanes(*sql, "kvs-0518", now, 10).at(0);
  const auto heads = store::heads_of(*sql, lane, 2);
  EXPECT_EQ(heads.at(0).event.sequence, 1);
  store::postpone(*sql, lane, now + 1000, 1, now);
  EXPECT_TRUE(store::due_lanes(*sql, "kvs-0518", now, 10).empty())
      << "a lane that failed waits, and its next event with it";
  EXPECT_EQ(store::next_lane_due(*sql, "kvs-0518", now), now + 1000);
  store::arrived(*sql, lane, {heads[0]}, true, now);
  const auto next = store::heads_of(*sql, store::due_lanes(*sql, "kvs-0518", now, 10).at(0), 2);
  EXPECT_EQ(next.at(0).event.sequence, 2);
  EXPECT_EQ(next.at(0).previous, 1);
  store::arrived(*sql, lane, {heads[1]}, true, now);
  EXPECT_TRUE(store::due_lanes(*sql, "kvs-0518", now, 10).empty());
  EXPECT_EQ(store::queue_counts(*sql, "kvs-0518").waiting, 0);
}

TEST_F(DossierUpdate, a_newer_question_takes_the_place_of_one_that_waits_and_leaves_one_under_way_alone) {
  const store::Question older{"q1", "t", "d", "doelgroep", "m1", 100, 0, 0, {}};
  store::add_question(*sql, older);
  store::add_question(*sql, {"q2", "t", "d", "doelgroep", "m2", 200, 0, 0, {}});
  store::add_question(*sql, {"q3", "t", "d", "inburgeringsplicht", "m2", 200, 0, 0, {}});
  EXPECT_EQ(store::waiting_questions(*sql), 2);
  store::answered(*sql, older);
  store::postpone(*sql, older, 9999, 5);
  const auto due = store::due_questions(*sql, "duo", 0, 200, 10);
  ASSERT_EQ(due.size(), 2u) << "the answer to the older one does not answer the newer";
  EXPECT_EQ(due[0].id, "q2");
  EXPECT_EQ(due[0].attempts, 0);
}

}  // namespace
}  // namespace inburgering::gateway::exchange
