// What a program that translates otherwise would make of messages that are
// kept: one row a story.
#include <gtest/gtest.h>

#include "gateway/exchange/message.h"
#include "gateway/schaduw/herspelen.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::schaduw {
namespace {

namespace canonical = mapping::canonical;
using mapping::Actie;
using mapping::Translation;

const mapping::Subject who{*schemas::Bsn::parse("999990639"), {}};

Translation said_by(std::string feed, std::vector<mapping::Change> changes) {
  Translation said;
  said.subject = who;
  said.bron.feed = std::move(feed);
  said.changes = std::move(changes);
  return said;
}
Translation said_by_duo(std::vector<mapping::Change> changes) { return said_by("duo", std::move(changes)); }
Translation plicht(std::optional<const char*> specialisatie, std::optional<const char*> beschikking = {},
                   std::string feed = "duo") {
  canonical::Inburgeringsplichtige said;
  if (specialisatie) said.specialisatie = std::string(*specialisatie);
  if (beschikking) said.beschikking_voldaan = std::string(*beschikking);
  return said_by(std::move(feed), {{Actie::vastgelegd, said}});
}
Translation ending(std::string feed = "duo") {
  return said_by(std::move(feed), {{Actie::beeindigd, canonical::Inburgeringsplichtige{}}});
}

/// What was said then, and what this program makes of the same message;
/// nothing: it refuses it.
struct Message {
  Translation then;
  std::optional<Translation> now;
};
struct Story {
  const char* name;
  std::vector<Message> messages;
  const char* differences;  ///< "<field> <how> <messages>; …"
  std::int64_t same;
  std::int64_t refused = 0;
};

class Shadow : public testing::TestWithParam<Story>, protected tests::StoredHouse {
 protected:
  Shadow() : StoredHouse("schaduw") {}

  void take(const Translation& said, const std::string& body) {
    clock.time = schemas::Moment(clock.time.time() + std::chrono::seconds(1));
    exchange::Incoming incoming;
    const std::string feed = said.bron.feed == "gemeente" ? std::string(log::feed::afnemer) : said.bron.feed;
    incoming.entry = log::new_entry(sealing.surroundings, log::direction::in, feed, "proef");
    incoming.tenant = &config.tenants.front();
    incoming.body = body;
    incoming.translation = said;
    store::transact(*sql, [&] {
      exchange::Draft draft(ground, *sql);
      EXPECT_EQ(exchange::decide(draft, incoming).fate, exchange::Fate::accepted);
      draft.write(*sql);
    });
  }
  Verslag replay(const std::vector<Message>& messages, std::optional<schemas::Moment> since = {}) {
    const Vertaler translator = [&](const log::Entry&, std::string_view body,
                                    const mapping::Subject&) -> Vertaald {
      const auto& message = messages.at(static_cast<std::size_t>(std::stoi(std::string(body))));
      if (!message.now) return schemas::refuse("", "proef", "deze niet");
      return *message.now;
    };
    return herspeel(*sql, ground, translator, {&config.tenants.front()}, since.value_or(start),
                    [](auto, auto) {});
  }
  static std::string told(const Verslag& report) {
    std::string text;
    for (const auto& [place, difference] : report.verschillen)
      text += (text.empty() ? "" : "; ") +
              (place.objecttype == "Inburgeringsplichtige" ? "" : place.objecttype + ".") + place.veld + " " +
              std::string(to_text(place.hoe)) + " " + std::to_string(difference.aantal);
    return text;
  }

  const schemas::Moment start = clock.time;
  std::optional<schemas::Moment> later;
  identity::Registry registry{config};
  exchange::Ground ground{config, registry, sealing};
};

TEST_P(Shadow, tells_what_would_be_different_and_no_more) {
  const auto& story = GetParam();
  for (std::size_t i = 0; i < story.messages.size(); ++i) take(story.messages[i].then, std::to_string(i));
  const auto report = replay(story.messages);
  EXPECT_EQ(told(report), story.differences);
  EXPECT_EQ(report.berichten, std::ssize(story.messages));
  EXPECT_EQ(report.gelijk, story.same);
  EXPECT_EQ(report.niet_te_lezen, story.refused);
  for (const auto& [place, difference] : report.verschillen) {
    EXPECT_EQ(place.objecttype, "Inburgeringsplichtige");
    EXPECT_FALSE(difference.voorbeelden.empty());
  }
}

Message alike(const Translation& said) { return {said, said}; }

INSTANTIATE_TEST_SUITE_P(
    Stories, Shadow,
    testing::Values(
        Story{"the_same_program", {alike(plicht("a")), alike(plicht("b", "x")), alike(ending())}, "", 3},
        Story{"another_value", {{plicht("a"), plicht("b")}}, "specialisatie anders 1", 0},
        Story{"a_field_that_is_left_out",
              {{plicht("a", "x"), plicht("a")}},
              "beschikkingVoldaan niet meer 1",
              0},
        Story{"a_field_that_is_new", {{plicht("a"), plicht("a", "x")}}, "beschikkingVoldaan nieuw 1", 0},
        Story{"a_field_that_says_what_was_known_is_not_new",
              {alike(plicht("a", "x")), {plicht("b"), plicht("b", "x")}},
              "",
              2},
        Story{"one_difference_brings_no_other",
              {{plicht("a"), plicht("b")}, alike(plicht("a")), alike(plicht("c"))},
              "specialisatie anders 1",
              2},
        Story{"an_end_that_is_not_told_any_more",
              {alike(plicht("a")), {ending(), plicht("a")}},
              "(einde) niet meer 1",
              1},
        Story{"an_object_that_would_now_end",
              {alike(plicht("a")), {plicht("b"), ending()}},
              "(einde) nieuw 1",
              1},
        Story{
            "an_object_that_would_now_be_told", {{said_by_duo({}), plicht("a")}}, "specialisatie nieuw 1", 0},
        Story{"a_message_that_would_now_be_refused",
              {alike(plicht("a")), {plicht("b"), std::nullopt}},
              "",
              1,
              1}),
    [](const auto& each) { return each.param.name; });

/// All four speak of one object: over each other, alike, less than before, and no more.
std::vector<Message> of_four_feeds() {
  return {alike(plicht("g", "x", "gemeente")),
          alike(plicht("d")),
          alike(plicht("b", {}, "brp")),
          alike(plicht({}, "x", "taalschool")),
          alike(plicht("g", {}, "gemeente")),
          alike(plicht("b", "y")),
          alike(plicht("d", "y", "gemeente")),
          alike(ending()),
          alike(ending("brp")),
          alike(ending("gemeente")),
          alike(plicht("d", "x")),
          alike(ending("taalschool"))};
}

TEST_F(Shadow, of_what_four_feeds_said_of_one_object_the_same_program_makes_the_same) {
  const auto messages = of_four_feeds();
  for (std::size_t i = 0; i < messages.size(); ++i) take(messages[i].then, std::to_string(i));
  const auto report = replay(messages);
  EXPECT_EQ(told(report), "");
  EXPECT_EQ(report.gelijk, std::ssize(messages));
}

TEST_F(Shadow, of_what_four_feeds_said_one_other_rule_is_one_difference) {
  auto messages = of_four_feeds();
  for (std::size_t i = 0; i < messages.size(); ++i) take(messages[i].then, std::to_string(i));
  messages[5].now = plicht("b", "z");
  const auto report = replay(messages);
  // What DUO said and with that what it said against the school.
  EXPECT_EQ(told(report), "beschikkingVoldaan anders 1; Tegenspraak.waarde anders 1");
  EXPECT_EQ(report.gelijk, std::ssize(messages) - 1);
}

TEST_F(Shadow, what_is_not_believed_and_changes_is_told_only_where_it_shows) {
  auto messages = of_four_feeds();
  for (std::size_t i = 0; i < messages.size(); ++i) take(messages[i].then, std::to_string(i));
  messages[3].now = plicht({}, "w", "taalschool");
  const auto report = replay(messages);
  for (const auto& [place, difference] : report.verschillen)
    EXPECT_TRUE(place.objecttype == "Tegenspraak" || place.veld == "beschikkingVoldaan") << place.veld;
  EXPECT_FALSE(report.verschillen.empty());
}

TEST_F(Shadow, what_was_said_before_the_time_asked_after_is_known_and_not_told) {
  auto messages = of_four_feeds();
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (i == 6) later = schemas::Moment(clock.time.time() + std::chrono::milliseconds(500));
    take(messages[i].then, std::to_string(i));
  }
  messages[5].now = plicht("b", "z");
  const auto report = replay(messages, *later);
  EXPECT_EQ(told(report), "") << "it was said before";
  EXPECT_EQ(report.berichten, std::ssize(messages) - 6);
}

TEST_F(Shadow, what_was_before_the_events_that_are_kept_is_put_together_from_them) {
  const std::vector messages{alike(plicht("a", "x")), alike(plicht("b")), alike(plicht("c", "x"))};
  for (std::size_t i = 0; i < messages.size(); ++i) take(messages[i].then, std::to_string(i));
  // The first went by its term, with its event.
  sql->run({"test.body",
            "UPDATE body SET removed = 'weg' WHERE message_id IN (SELECT "
            "message_id FROM log WHERE "
            "seq = (SELECT MIN(seq) FROM log WHERE body_kept = 1))"});
  sql->run({"test.event", "DELETE FROM event WHERE sequence = 1"});
  const auto report = replay(messages);
  EXPECT_EQ(told(report), "");
  EXPECT_EQ(report.gelijk, 2);
}

TEST_F(Shadow, the_same_messages_give_the_same_digest_and_others_another) {
  std::vector messages{alike(plicht("a")), alike(plicht("b"))};
  for (std::size_t i = 0; i < messages.size(); ++i) take(messages[i].then, std::to_string(i));
  const auto digest = replay(messages).digest;
  EXPECT_EQ(replay(messages).digest, digest);
  messages.back().now = plicht("c");
  EXPECT_NE(replay(messages).digest, digest);
}

}  // namespace
}  // namespace inburgering::gateway::schaduw
