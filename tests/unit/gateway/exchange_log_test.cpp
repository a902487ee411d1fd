#include <gtest/gtest.h>
#include <unistd.h>

#include "gateway/log/chain.h"
#include "gateway/log/search.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::log {
namespace {

TEST(LogWords, a_party_in_any_role_has_a_feed_that_the_log_knows) {
  using enum config::Role;
  for (const auto role : {duo, brp, taalschool, afnemer, beheerder})
    EXPECT_NE(std::ranges::find(feed::all, feed::of(role)), feed::all.end()) << config::to_text(role);
}

class ExchangeLog : public testing::Test {
 protected:
  store::Database database{tests::place("log")};
  std::unique_ptr<store::Session> sql = database.session();

  const store::Keys keys = tests::test_keys();

  void SetUp() override {
    for (int i = 1; i <= 5; ++i) {
      Entry entry;
      entry.message_id = "m" + std::to_string(i);
      entry.cause_id = i > 2 ? "m2" : "";
      entry.tenant = i % 2 ? "00000099000000000518" : "00000099000000000344";
      entry.moment = *schemas::Moment::parse("2026-11-02T09:30:15.123Z");
      entry.kind = "proef";
      entry.outcome = "verwerkt";
      entry.faults = {{"/a", "regel", "melding"}};
      append(*sql, entry);
    }
  }
  std::vector<Entry> page_of(const Filter& filter) {
    const tests::FixedClock clock;
    return search(*sql, filter, clock, std::chrono::seconds(10)).entries;
  }
  std::int64_t first_broken() {
    const auto verification = verify(*sql, {.keys = keys});
    return verification.broken ? verification.broken->seq : 0;
  }
};

TEST_F(ExchangeLog, is_listed_newest_first_and_page_by_page) {
  const auto page = page_of({.count = 2});
  ASSERT_EQ(page.size(), 2u);
  EXPECT_EQ(page[0].message_id, "m5");
  EXPECT_EQ(page_of({.before = page[1].seq, .count = 2})[0].message_id, "m3");
  EXPECT_EQ(page[0].faults, (schemas::Faults{{"/a", "regel", "melding"}}));
  EXPECT_EQ(page[0].moment.text(), "2026-11-02T09:30:15.123Z");
}
TEST_F(ExchangeLog, of_one_tenant_shows_nothing_of_another) {
  for (const auto& entry : page_of({.tenants = {{"00000099000000000518"}}}))
    EXPECT_EQ(entry.tenant, "00000099000000000518");
  EXPECT_EQ(page_of({.tenants = {{"00000099000000000518"}}}).size(), 3u);
}
TEST_F(ExchangeLog, tells_the_journey_of_a_message) {
  EXPECT_EQ(journey(*sql, "m2").size(), 4u);
  EXPECT_EQ(find(*sql, "m4")->cause_id, "m2");
  EXPECT_FALSE(find(*sql, "m9"));
}
TEST_F(ExchangeLog, is_whole_when_nobody_touched_it) {
  EXPECT_EQ(first_broken(), 0);
  EXPECT_EQ(verify(*sql, {.keys = keys}).entries, 5);
}
TEST_F(ExchangeLog, finds_an_entry_that_was_altered) {
  sql->run({"test", "UPDATE log SET outcome = 'geweigerd' WHERE seq = 3"});
  EXPECT_EQ(first_broken(), 3);
}
TEST_F(ExchangeLog, finds_an_entry_that_was_removed) {
  sql->run({"test", "DELETE FROM log WHERE seq = 2"});
  EXPECT_EQ(first_broken(), 3);
}
TEST_F(ExchangeLog, finds_an_entry_that_was_altered_and_hashed_anew) {
  const auto other = find(*sql, "m4")->hash;
  sql->run({"test", "UPDATE log SET hash = :h WHERE seq = 3"}, other);
  EXPECT_EQ(first_broken(), 3);
}
TEST_F(ExchangeLog, finds_two_entries_that_changed_places) {
  sql->run({"test", "UPDATE log SET seq = 99 WHERE seq = 3"});
  sql->run({"test", "UPDATE log SET seq = 3 WHERE seq = 4"});
  sql->run({"test", "UPDATE log SET seq = 4 WHERE seq = 99"});
  EXPECT_EQ(first_broken(), 3);
}

}  // namespace
}  // namespace inburgering::gateway::log
