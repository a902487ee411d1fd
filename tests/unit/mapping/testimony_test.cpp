#include "mapping/testimony.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>

#include "mapping/change.h"
#include "mapping/tegenspraak.h"
#include "tests/unit/mapping/random_object.h"

namespace inburgering::mapping {
namespace {

using canonical::Object;
using schemas::Day;
using schemas::Stated;

constexpr std::string_view feeds[] = {"duo", "brp", "taalschool", "gateway", "gemeente", "nieuw"};

Source told(std::string feed, int number) {
  auto id = std::to_string(number);
  id = "019a5f0e-3b1c-7000-8000-" + std::string(12 - id.size(), '0') + id;
  return {feed, std::move(id), feed + ".regel@1"};
}
std::string kept(const Testimony& testimony) {
  return testimony.empty() ? "" : boost::json::serialize(to_json(testimony));
}
Testimony read(std::string_view type, const std::string& text, std::string_view feed = "?") {
  auto testimony = testimony_from_json(type, boost::json::parse(text).as_object(), feed);
  if (testimony) return std::move(*testimony);
  ADD_FAILURE() << to_text(testimony.error().front()) << "\n" << text;
  return {};
}

/// Another object of the type and key of `like`.
Object another(tests::Dice& dice, const Object& like) {
  return std::visit(
      [&]<class T>(const T&) {
        Object object = tests::random_value<T>(dice, schemas::Limits{});
        canonical::take(object, like, canonical::key_fields(like));
        return object;
      },
      like);
}

/// What one feed tells in the course of time; nothing: it says no more of the object.
struct Statement {
  std::string feed;
  std::optional<Object> said;
  int number;
};
void take_up(Testimony& testimony, const Statement& statement) {
  if (statement.said)
    testimony.say(*statement.said, told(statement.feed, statement.number));
  else
    testimony.withdraw(statement.feed);
}

/// Each list in its own order, and otherwise as chance has it.
std::vector<Statement> shuffled(tests::Dice& dice, std::vector<std::vector<Statement>> lists) {
  std::vector<Statement> all;
  for (auto& list : lists) std::ranges::reverse(list);
  while (!lists.empty()) {
    const auto which = tests::throw_of(dice, lists.size());
    if (lists[which].empty()) {
      lists.erase(lists.begin() + static_cast<std::ptrdiff_t>(which));
      continue;
    }
    all.push_back(std::move(lists[which].back()));
    lists[which].pop_back();
  }
  return all;
}

TEST(Testimony, the_end_is_the_same_in_whatever_order_feeds_speak_and_survives_being_kept) {
  int disputed = 0;
  for (std::uint64_t seed = 0; seed < 40 && !testing::Test::HasFailure(); ++seed) {
    tests::Dice dice(seed);
    for (const auto& like : tests::random_objects(dice)) {
      const auto type = canonical::objecttype(like);
      SCOPED_TRACE(std::string(type) + ", seed " + std::to_string(seed));
      std::vector<std::vector<Statement>> lists;
      int number = 0;
      for (const auto feed : feeds) {
        lists.emplace_back();
        for (auto count = tests::throw_of(dice, 4); count > 0; --count)
          lists.back().push_back(
              {std::string(feed),
               tests::throw_of(dice, 6) == 0 ? std::nullopt : std::optional(another(dice, like)), ++number});
      }
      std::optional<std::string> first;
      for (int order = 0; order < 4; ++order) {
        Testimony testimony;
        for (const auto& statement : shuffled(dice, lists)) {
          take_up(testimony, statement);
          // Kept and read again at each step, as the store does.
          if (const auto text = kept(testimony); !text.empty()) {
            testimony = read(type, text);
            ASSERT_EQ(kept(testimony), text);
          }
        }
        if (!first) first = kept(testimony);
        ASSERT_EQ(kept(testimony), *first);
        disputed += static_cast<int>(testimony.disputes().size());
      }
    }
  }
  EXPECT_GT(disputed, 1000) << "nothing was at odds: this tried nothing";
}

canonical::PIP pip(std::optional<bool> finish, std::optional<std::string> contact = {}) {
  canonical::PIP object;
  object.gemeentecode = "0518";
  object.dagtekening = *Day::parse("2026-03-01");
  if (finish) object.mag_opleiding_afmaken = *finish;
  if (contact) object.naam_contactpersoon = *contact;
  return object;
}
canonical::PIP of(const Testimony& testimony) { return std::get<canonical::PIP>(testimony.object()); }

TEST(Testimony, whoever_has_precedence_holds_and_the_other_takes_its_place) {
  Testimony testimony;
  EXPECT_TRUE(testimony.say(pip(true, "Jansen"), told("gemeente", 1)));
  EXPECT_TRUE(testimony.disputes().empty());
  EXPECT_TRUE(testimony.say(pip(false), told("duo", 2)));
  EXPECT_EQ(of(testimony), pip(false, "Jansen")) << "DUO over the gemeente, of what it speaks of";
  auto disputes = disputes_of(testimony);
  ASSERT_EQ(disputes.size(), 1u);
  EXPECT_EQ(boost::json::serialize(canonical::to_json(disputes[0])),
            R"({"objecttype":"PIP","sleutel":"{\"gemeentecode\":\"0518\",\"dagtekening\":\"2026-03-01\"}",)"
            R"("veld":"magOpleidingAfmaken","tegenbron":"gemeente","bron":"duo","waarde":"false",)"
            R"("tegenwaarde":"true"})");
  EXPECT_FALSE(testimony.say(pip(false), told("duo", 3))) << "nothing new";
  EXPECT_EQ(testimony.voice_of("duo")->sources, (std::vector{told("duo", 2)}))
      << "the message that made it so, not the one that repeated it";
  EXPECT_TRUE(testimony.say(pip(false), told("gemeente", 4)));
  EXPECT_TRUE(testimony.disputes().empty()) << "they agree";
  EXPECT_TRUE(testimony.say(pip(true), told("gemeente", 5)));
  EXPECT_EQ(testimony.disputes().size(), 1u);
  EXPECT_TRUE(testimony.withdraw("duo"));
  EXPECT_EQ(of(testimony), pip(true, "Jansen"));
  EXPECT_TRUE(testimony.disputes().empty());
  EXPECT_FALSE(testimony.withdraw("duo")) << "it says nothing any more";
  EXPECT_TRUE(testimony.withdraw("gemeente"));
  EXPECT_TRUE(testimony.empty());
}

TEST(Testimony, who_says_nothing_or_that_there_is_no_value_disputes_nothing) {
  Testimony testimony;
  testimony.say(pip(true), told("duo", 1));
  auto silent = pip({});
  testimony.say(silent, told("gemeente", 2));
  EXPECT_TRUE(testimony.disputes().empty());
  silent.mag_opleiding_afmaken = Stated<bool>::no_value();
  testimony.say(silent, told("gemeente", 3));
  EXPECT_TRUE(testimony.disputes().empty());
  // But that one who is believed says that there is none, denies a value.
  testimony.say(pip(true), told("gemeente", 4));
  auto none = pip({});
  none.mag_opleiding_afmaken = Stated<bool>::no_value();
  testimony.say(none, told("duo", 5));
  EXPECT_EQ(of(testimony).mag_opleiding_afmaken, Stated<bool>::no_value());
  EXPECT_EQ(testimony.disputes().size(), 1u);
}

TEST(Testimony, what_the_gateway_takes_back_hides_nothing_that_somebody_told) {
  const auto saying = [](Stated<std::string> specialisatie) {
    canonical::Inburgeringsplichtige said;
    said.specialisatie = std::move(specialisatie);
    return said;
  };
  const auto holds = [](const Testimony& testimony) {
    return std::get<canonical::Inburgeringsplichtige>(testimony.object()).specialisatie;
  };
  Testimony testimony;
  testimony.say(saying(std::string("volgt")), told("gateway", 1));
  testimony.say(saying(std::string("geregistreerd")), told("gemeente", 2));
  EXPECT_EQ(holds(testimony), Stated<std::string>(std::string("volgt")));
  testimony.say(saying(Stated<std::string>::no_value()), told("gateway", 3));
  EXPECT_EQ(holds(testimony), Stated<std::string>(std::string("geregistreerd")));
  EXPECT_TRUE(testimony.disputes().empty()) << "that nothing follows denies nothing";
  EXPECT_EQ(kept(read("Inburgeringsplichtige", kept(testimony))), kept(testimony));
  testimony.withdraw("gemeente");
  EXPECT_EQ(holds(testimony), Stated<std::string>::no_value());
}

TEST(Testimony, whom_to_believe_stands_beside_each_field) {
  struct Case {
    const char* what;
    Object like;
    std::string_view field;
    std::vector<std::string_view> order;
  };
  const std::vector<std::string_view> usual{"duo", "brp", "taalschool", "gateway", "gemeente"};
  const std::vector<std::string_view> person{"brp", "duo", "taalschool", "gateway", "gemeente"};
  const std::vector<std::string_view> regie{"duo", "brp", "gemeente", "taalschool", "gateway"};
  for (const auto& [what, like, field, order] : {
           Case{"who somebody is", canonical::Persoon{}, "geslachtsnaam", person},
           Case{"a nationality", canonical::Nationaliteit{}, "datumVerlies", person},
           Case{"a result", canonical::KNM{}, "resultaat", usual},
           Case{"what the gemeente buys", canonical::Inburgeringsaanbod{}, "contractId", regie},
           Case{"how long a course takes, which the school knows", canonical::Inburgeringsaanbod{},
                "verwachteEinddatumOpleiding", usual},
       }) {
    const auto names = canonical::field_names(like);
    const auto place = std::ranges::find(names, field);
    ASSERT_NE(place, names.end()) << what;
    const auto found = canonical::precedence_of(like, static_cast<std::size_t>(place - names.begin()));
    EXPECT_EQ(std::vector(found.begin(), found.end()), order) << what;
  }
}

TEST(Testimony, what_was_kept_before_counts_as_said_by_whoever_told_it_last) {
  const auto text = boost::json::serialize(canonical::to_json(Object(pip(true))));
  auto testimony = read("PIP", text, "taalschool");
  EXPECT_EQ(of(testimony), pip(true));
  EXPECT_EQ(testimony.leading().sources, (std::vector<Source>{{"taalschool"}}));
  testimony.say(pip(false), told("duo", 1));
  testimony = read("PIP", kept(testimony));
  EXPECT_EQ(of(testimony), pip(false));
  EXPECT_EQ(testimony.disputes().size(), 1u);
  auto other = read("PIP", text, "taalschool");
  EXPECT_TRUE(other.withdraw("duo")) << "nobody knows who said it: whoever ends it may be the one";
  EXPECT_TRUE(other.empty());
}

TEST(Testimony, what_one_message_told_costs_few_bytes) {
  Testimony testimony;
  testimony.say(pip(true), {"duo", "019a5f0e-3b1c-7000-8000-5f0c0a8b2e11", "duo.pip@1"});
  EXPECT_EQ(kept(testimony),
            R"({"gemeentecode":"0518","dagtekening":"2026-03-01","magOpleidingAfmaken":true,)"
            R"("@":"AZpfDjsccACAAF8MCosuEQpi1"})")
      << "what is kept in stores must be read for ever";
  const auto back = read("PIP", kept(testimony));
  EXPECT_EQ(back.leading().sources,
            (std::vector<Source>{{"duo", "019a5f0e-3b1c-7000-8000-5f0c0a8b2e11", "duo.pip@1"}}));
}

TEST(Testimony, each_field_of_each_feed_may_come_from_a_message_of_its_own) {
  std::size_t most = 0;
  tests::Dice dice(20);
  for (const auto& like : tests::random_objects(dice)) {
    const auto type = canonical::objecttype(like);
    SCOPED_TRACE(std::string(type));
    const auto count = canonical::field_names(like).size();
    Testimony testimony;
    for (int number = 0; number < 300; ++number) {
      const auto turn = static_cast<std::size_t>(number);
      auto said = another(dice, like);
      canonical::Fields others;
      for (std::size_t field = 0; field < count; ++field) others[field] = field != turn % count;
      canonical::leave_out(said, canonical::names_of(said, others));
      testimony.say(said, told(std::string(feeds[turn / count % std::size(feeds)]), number));
      const auto text = kept(testimony);
      testimony = read(type, text);
      ASSERT_EQ(kept(testimony), text) << "after " << number;
    }
    std::size_t sources = 0;
    for (const auto& voice : testimony.voices()) {
      EXPECT_LE(voice.sources.size(), count + 1) << "of what says nothing any more nothing is kept";
      sources += voice.sources.size();
    }
    most = std::max(most, sources);
  }
  EXPECT_GT(most, 80u) << "no object had more sources than there are signs: this tried too little";
}

TEST(Testimony, what_is_damaged_is_refused) {
  for (const auto* text : {
           R"({"gemeentecode":"0518","dagtekening":"2026-03-01","@":7})",
           R"({"gemeentecode":"0518","dagtekening":"2026-03-01","@":"x"})",
           R"({"gemeentecode":"0518","dagtekening":"2026-03-01","@":"=x"})",
           R"({"gemeentecode":"0518","dagtekening":"2026-03-01","@":[]})",
           R"({"gemeentecode":"0518","dagtekening":"2026-03-01","@":[[]]})",
           R"({"gemeentecode":"0518","dagtekening":"2026-03-01","@":[[["x"]]]})",
           R"({"gemeentecode":"0518","dagtekening":"2026-03-01","@":[["=x=pi1"],"0"]})",
           R"({"gemeentecode":"0518","dagtekening":"2026-03-01","@":[["=x=pi1"],"07"]})",
           R"({"gemeentecode":"0518","dagtekening":"2026-03-01","@":[["=x=pi1"],"00",3]})",
           R"({"gemeentecode":"0518","dagtekening":"2026-03-01","@":[["=x=pi1"],"00",{"9":{}}]})",
       })
    EXPECT_FALSE(testimony_from_json("PIP", boost::json::parse(text).as_object(), "duo")) << text;
}

TEST(Rules, each_has_one_name_that_can_be_read_again) {
  std::map<std::string, int> seen;
  for (const auto& each : rules) {
    const auto text = to_text(each);
    EXPECT_EQ(++seen[text], 1) << text;
    EXPECT_TRUE(each.sign.empty() || ++seen[std::string(each.sign)] == 1) << text << " has another's sign";
    const auto back = parse_rule(text);
    ASSERT_TRUE(back) << text;
    EXPECT_EQ(find_rule(back->feed, back->name), &each);
    EXPECT_EQ(back->version, each.version);
    EXPECT_FALSE(each.text.empty());
  }
  for (const auto* wrong : {"", "duo", "duo.pip", "duo.pip@", "duo.pip@x", "@1", "duo@1.pip"})
    EXPECT_FALSE(parse_rule(wrong)) << wrong;
}

}  // namespace
}  // namespace inburgering::mapping
