#include "gateway/log/due.h"

#include <gtest/gtest.h>

#include "gateway/base/surroundings.h"

namespace inburgering::gateway::log {
namespace {

using std::chrono::days;

const schemas::Moment now = *schemas::Moment::parse("2026-11-27T12:00:00Z");
constexpr std::string_view here = "00000099000000000518";
constexpr std::string_view there = "00000099000000000344";

schemas::Moment ago(int of_days) { return schemas::Moment(now.time() - days(of_days)); }

config::Retention terms() {
  return {{days(30), days(90), days(396), days(1827)},
          {{std::string(there), "duo", {days(10), days(20), days(40), days(100)}}}};
}

TEST(Due, each_gemeente_and_feed_has_its_terms) {
  const auto retention = terms();
  const Due due(retention, {}, now);
  struct Case {
    int days_old;
    std::string_view tenant, feed;
    bool old;
  };
  for (const auto& each :
       {Case{31, here, "duo", true}, Case{29, here, "duo", false}, Case{11, there, "duo", true},
        Case{9, there, "duo", false}, Case{11, there, "brp", false}, Case{31, there, "brp", true}}) {
    const auto what = std::to_string(each.days_old) + " days, " + std::string(each.feed);
    EXPECT_EQ(due.old_enough(first_uuid7(ago(each.days_old)), each.tenant, each.feed), each.old) << what;
    EXPECT_EQ(due.over(ago(each.days_old).text(), each.tenant, each.feed), each.old) << what;
  }
  EXPECT_FALSE(due.same_for_all());
  EXPECT_EQ(due.youngest_body(), first_uuid7(ago(10))) << "the shortest of all terms";
  EXPECT_EQ(due.first_reference(), first_uuid7(ago(396)));
}

TEST(Due, what_is_about_a_person_is_kept_as_evidence) {
  const auto retention = terms();
  const Due due(retention, {}, now);
  EXPECT_EQ(due.terms_of_entries(),
            (std::vector<std::chrono::milliseconds>{days(40), days(100), days(396), days(1827)}));
  const auto old = ago(400).text();
  EXPECT_TRUE(due.entry(days(396), here, "duo", "", old));
  EXPECT_FALSE(due.entry(days(396), here, "duo", "d1", old)) << "five years";
  EXPECT_TRUE(due.entry(days(1827), here, "duo", "d1", ago(1828).text()));
  EXPECT_FALSE(due.entry(days(1827), here, "duo", "d1", ago(1826).text()));
  EXPECT_TRUE(due.entry(days(100), there, "duo", "d1", ago(101).text()));
  EXPECT_FALSE(due.entry(days(100), there, "brp", "d1", ago(101).text()));
}

TEST(Due, a_legal_hold_keeps_what_it_covers_whatever_the_terms) {
  const auto retention = terms();
  const Due due(retention,
                {{"h1", std::string(here), "d1", "zaak", 0}, {"h2", std::string(there), "", "", 0}}, now);
  EXPECT_TRUE(due.held(here, "d1"));
  EXPECT_FALSE(due.held(here, "d2"));
  EXPECT_TRUE(due.held(there, "whoever"));
  EXPECT_FALSE(due.dead_letter(here, "d1", ago(91)));
  EXPECT_TRUE(due.dead_letter(here, "d2", ago(91)));
  EXPECT_FALSE(due.dead_letter(here, "d2", ago(89)));
  EXPECT_FALSE(due.entry(days(1827), here, "duo", "d1", ago(4000).text()));
}

}  // namespace
}  // namespace inburgering::gateway::log
