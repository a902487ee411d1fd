#include "gateway/log/four_eyes.h"

#include <gtest/gtest.h>

#include "gateway/log/search.h"
#include "gateway/log/security.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::log {
namespace {

using config::Deed;

class FourEyesTest : public testing::Test {
 protected:
  tests::StoredHouse house{"vier-ogen"};
  const std::string den_haag = "00000099000000000518";
  const std::string utrecht = "00000099000000000344";
  const FourEyes eyes{house.config, house.sealing.surroundings};
  const FourEyes::Wish wish{Deed::inhoud, den_haag, "bericht-1"};

  FourEyesTest() { house.config.tenants.front().vier_ogen = {Deed::inhoud, Deed::sleutel}; }

  store::Consent ask(const FourEyes::Wish& what, const std::string& who = "Anna") {
    const auto asked = eyes.ask(*house.sql, what, {who, "klacht met zaaknummer 12"});
    EXPECT_TRUE(asked) << (asked ? "" : asked.error());
    return asked.value_or(store::Consent{});
  }
  bool answer(const store::Consent& consent, const std::string& who = "Bram", bool yes = true) {
    return eyes.answer(*house.sql, consent, who, yes).has_value();
  }
  bool use(const FourEyes::Wish& what, const std::string& who = "Anna") {
    return eyes.use(*house.sql, what, who).has_value();
  }
  /// The last entry of the log: kind and outcome.
  std::pair<std::string, std::string> last() {
    Filter filter;
    filter.count = 1000;
    const auto all = after(*house.sql, filter, 0);
    if (all.empty()) return {};
    return {all.back().kind, all.back().outcome};
  }
};

TEST_F(FourEyesTest, where_nobody_asks_them_nothing_is_needed) {
  EXPECT_TRUE(use({Deed::inhoud, utrecht, "bericht-2"}));
  EXPECT_TRUE(use({Deed::vergeten, den_haag, "dossier"})) << "only for what the gemeente named";
  EXPECT_FALSE(
      eyes.ask(*house.sql, {Deed::inhoud, utrecht, "bericht-2"}, {"Anna", "klacht met zaaknummer 12"}));
}

TEST_F(FourEyesTest, a_second_person_allows_it_once) {
  EXPECT_FALSE(use(wish));
  EXPECT_EQ(last(), (std::pair<std::string, std::string>(kind::consent_missing, "geweigerd")))
      << "the attempt is logged";
  const auto consent = ask(wish);
  EXPECT_FALSE(use(wish)) << "asked is not given";
  EXPECT_TRUE(answer(consent));
  EXPECT_TRUE(use(wish));
  EXPECT_EQ(last(), (std::pair<std::string, std::string>(kind::consent_used, "verwerkt")));
  EXPECT_FALSE(use(wish)) << "a second time";
}

TEST_F(FourEyesTest, nobody_allows_what_he_asked_himself) {
  const auto consent = ask(wish);
  for (const auto* name : {"Anna", "anna", " ANNA "}) EXPECT_FALSE(answer(consent, name)) << name;
  EXPECT_EQ(last(), (std::pair<std::string, std::string>(kind::consent_given, "geweigerd")));
  EXPECT_FALSE(use(wish));
  EXPECT_TRUE(answer(consent, "Bram"));
}

TEST_F(FourEyesTest, it_is_for_who_asked_and_for_just_that) {
  EXPECT_TRUE(answer(ask(wish)));
  EXPECT_FALSE(use(wish, "Carla"));
  EXPECT_FALSE(use(wish, "Bram")) << "nor for who allowed it";
  EXPECT_FALSE(use({Deed::inhoud, den_haag, "bericht-2"}));
  house.config.tenants.back().vier_ogen = {Deed::inhoud};
  EXPECT_FALSE(use({Deed::inhoud, utrecht, "bericht-1"})) << "nothing crosses from one gemeente to another";
  EXPECT_TRUE(use(wish));
}

TEST_F(FourEyesTest, a_refusal_is_final) {
  const auto consent = ask(wish);
  EXPECT_TRUE(answer(consent, "Bram", false));
  EXPECT_FALSE(answer(consent, "Carla")) << "it was answered";
  EXPECT_FALSE(use(wish));
}

TEST_F(FourEyesTest, it_ends_after_a_day_asked_or_given) {
  const auto late = ask(wish);
  house.clock.time = schemas::Moment(house.clock.time.time() + FourEyes::valid);
  EXPECT_FALSE(answer(late)) << "to allow it then";
  const auto consent = ask(wish);
  EXPECT_TRUE(answer(consent));
  house.clock.time =
      schemas::Moment(house.clock.time.time() + FourEyes::valid - std::chrono::milliseconds(1));
  EXPECT_TRUE(use(wish));
  EXPECT_TRUE(answer(ask(wish)));
  house.clock.time = schemas::Moment(house.clock.time.time() + FourEyes::valid);
  EXPECT_FALSE(use(wish)) << "to do it then";
}

TEST_F(FourEyesTest, consent_for_a_person_covers_one_look_at_all_of_it) {
  const auto read = [&](const std::string& message, const std::string& dossier,
                        const std::string& who = "Anna") {
    return eyes.use(*house.sql, {Deed::inhoud, den_haag, message}, who, dossier).has_value();
  };
  const auto consent = ask({Deed::inhoud, den_haag, all_of_person("d1")});
  EXPECT_FALSE(read("bericht-1", "d1")) << "asked is not given";
  EXPECT_FALSE(answer(consent, "Anna")) << "not by who asked";
  EXPECT_TRUE(answer(consent));
  for (const auto* message : {"bericht-1", "bericht-2", "bericht-1"}) {
    EXPECT_TRUE(read(message, "d1")) << message;
    EXPECT_EQ(last(), (std::pair<std::string, std::string>(kind::consent_used, "verwerkt")))
        << "each is logged";
  }
  EXPECT_FALSE(read("bericht-3", "d2")) << "of another person";
  EXPECT_FALSE(read("bericht-4", "")) << "of nobody";
  EXPECT_FALSE(read("bericht-1", "d1", "Bram")) << "nor by who allowed it";
  house.clock.time = schemas::Moment(house.clock.time.time() + FourEyes::one_look);
  EXPECT_FALSE(read("bericht-1", "d1")) << "the look is over";
  EXPECT_EQ(person_in(all_of_person("d1")), "d1");
  EXPECT_EQ(person_in("bericht-1"), std::nullopt);
}

TEST_F(FourEyesTest, a_key_of_the_store_is_of_all) {
  const FourEyes::Wish key{Deed::sleutel, {}, "k1"};
  EXPECT_FALSE(use(key)) << "one gemeente that asks it is enough";
  EXPECT_TRUE(answer(ask(key)));
  EXPECT_FALSE(use({Deed::sleutel, {}, "k2"}));
  EXPECT_TRUE(use(key));
}

TEST_F(FourEyesTest, a_reason_is_needed_that_names_nobody) {
  EXPECT_FALSE(eyes.ask(*house.sql, wish, {"Anna", "kort"}));
  EXPECT_FALSE(eyes.ask(*house.sql, wish, {"Anna", "over 999996617, een klacht"}));
}

TEST_F(FourEyesTest, one_operator_has_no_more_than_so_many_open) {
  for (int i = 0; i < FourEyes::most_open; ++i) ask({Deed::inhoud, den_haag, "bericht-" + std::to_string(i)});
  EXPECT_FALSE(eyes.ask(*house.sql, wish, {"Anna", "klacht met zaaknummer 12"}));
  EXPECT_TRUE(eyes.ask(*house.sql, wish, {"Carla", "klacht met zaaknummer 12"}));
}

TEST_F(FourEyesTest, all_of_it_is_a_security_event) {
  for (const auto each : {kind::consent_asked, kind::consent_given, kind::consent_refused, kind::consent_used,
                          kind::consent_missing}) {
    Entry entry;
    entry.kind = each;
    entry.outcome = each == kind::consent_missing ? outcome::geweigerd : outcome::verwerkt;
    EXPECT_NE(security_event_of(entry), nullptr) << each;
  }
}

}  // namespace
}  // namespace inburgering::gateway::log
