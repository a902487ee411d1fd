// What an update leaves in the store.
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
  int count(const std::string& query) { return sql->one<int>({"test", query}).value_or(-1); }
};

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
TEST_F(DossierUpdate, the_store_holds_no_personal_data_in_clear) {
  ONLY_ON_SQLITE();
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
