// The way of one message, decided without a store: what is given, what is said, and what would be written.
#include "gateway/exchange/message.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "gateway/config/askable.h"
#include "gateway/exchange/ask.h"
#include "gateway/exchange/relocation.h"
#include "mapping/brp/personen.h"
#include "mapping/duo/answer.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::exchange {
namespace {

namespace canonical = mapping::canonical;
using mapping::Actie;
using mapping::Subject;

/// A draft over another: what stands below is what earlier messages left.
class MessageTest : public testing::Test, protected tests::House {
 protected:
  identity::Registry registry{config};
  Ground ground{config, registry, sealing};
  const config::Tenant& den_haag = config.tenants[0];
  const config::Tenant& utrecht = config.tenants[1];
  const Subject person{*schemas::Bsn::parse("999990639"), {}};
  const Subject other{*schemas::Bsn::parse("999996617"), {}};
  std::vector<std::unique_ptr<Draft>> drafts;

  Draft& next(store::Rows* over = nullptr) {
    drafts.push_back(std::make_unique<Draft>(ground, over, subscriptions::List{}));
    return *drafts.back();
  }
  Draft& next_over(Draft& before) { return next(&before); }

  Incoming message(mapping::Translation said, const std::string& reference = {},
                   const std::string& body = "inhoud") {
    Incoming incoming;
    incoming.entry = log::new_entry(sealing.surroundings, "in", "duo", "proef");
    incoming.entry.body_digest = keys.digest(den_haag.oin.digits(), body);
    incoming.tenant = &den_haag;
    incoming.sender = reference.empty() ? std::string() : "duo|" + reference;
    incoming.translation = std::move(said);
    incoming.answer = "antwoord op " + incoming.entry.message_id;
    return incoming;
  }
  mapping::Translation termijn(int year) {
    return *mapping::duo::translate_answer(
        "inburgeringstermijn",
        R"({"startdatum":"2026-11-02","einddatum":")" + std::to_string(year) + R"(-11-02"})", person, "");
  }
  mapping::Translation registered_in(const std::string& gemeente, const Subject& who) {
    canonical::Persoon persoon;
    persoon.gemeente_van_inschrijving = gemeente;
    return {who, {"brp", "", clock.now()}, {{Actie::vastgelegd, persoon}}, {}};
  }
  std::optional<canonical::Object> object(Draft& draft, const canonical::Object& like, const Subject& who,
                                          const config::Tenant& tenant) {
    const auto dossier = store::find_person(draft, sealing, tenant.oin.digits(), who);
    return dossier ? store::find_object(draft, sealing, *dossier, like) : std::nullopt;
  }
  store::Dossier dossier(Draft& draft, const Subject& who, const config::Tenant& tenant) {
    return store::find_person(draft, sealing, tenant.oin.digits(), who).value_or(store::Dossier{});
  }
};

TEST_F(MessageTest, each_fate_writes_what_it_should_and_no_more) {
  auto& known = next();
  const auto first = message(termijn(2029), "a");
  ASSERT_EQ(decide(known, first).fate, Fate::accepted);
  struct Case {
    const char* what;
    Incoming incoming;
    Fate fate;
    const char* outcome;
    std::size_t events;
  };
  auto checked = message(termijn(2030));
  checked.check = [](Draft&, const store::Dossier*) { return Refusal{409, {{"/x", "regel", "zo niet"}}}; };
  auto nobody = message({other, {"brp", "", {}}, {}, {}});
  nobody.known_only = true;
  auto unknown_dossier = message({{}, {"afnemer", "", {}}, {}, {}});
  unknown_dossier.dossier = "dat-is-er-niet";
  unknown_dossier.check = [](Draft&, const store::Dossier* named) -> std::optional<Refusal> {
    if (named == nullptr) return Refusal{422, {{"/dossier", "dossier", "onbekend"}}};
    return std::nullopt;
  };
  for (const auto& each :
       {Case{"news", message(termijn(2031)), Fate::accepted, "verwerkt", 1},
        Case{"nothing new", message(termijn(2029)), Fate::accepted, "verwerkt", 0},
        Case{"a repeat", message(termijn(2029), "a"), Fate::repeated, "herhaald", 0},
        Case{"a reference again", message(termijn(2030), "a", "iets anders"), Fate::conflict, "geweigerd", 0},
        Case{"refused by a check", checked, Fate::refused, "geweigerd", 0},
        Case{"about nobody known", nobody, Fate::accepted, "niet-relevant", 0},
        Case{"about no dossier", unknown_dossier, Fate::refused, "geweigerd", 0}}) {
    auto& draft = next_over(known);
    const auto taken = decide(draft, each.incoming);
    EXPECT_EQ(taken.fate, each.fate) << each.what;
    ASSERT_EQ(draft.entries.size(), 1U) << each.what;
    EXPECT_EQ(draft.entries.front().outcome, each.outcome) << each.what;
    EXPECT_EQ(draft.entries.front().message_id, each.incoming.entry.message_id) << each.what;
    EXPECT_EQ(draft.events().size(), each.events) << each.what;
    EXPECT_EQ(draft.entries.front().events, static_cast<std::int64_t>(each.events)) << each.what;
    if (each.fate == Fate::repeated) {
      EXPECT_EQ(taken.answer, first.answer) << "answered as the first time";
    }
  }
}

TEST_F(MessageTest, deciding_twice_over_the_same_rows_decides_the_same) {
  auto& known = next();
  decide(known, message(termijn(2029)));
  const auto incoming = message(termijn(2030), "b");
  auto& one = next_over(known);
  auto& two = next_over(known);
  EXPECT_EQ(decide(one, incoming).events, decide(two, incoming).events);
  EXPECT_EQ(one.entries.front().dossier, two.entries.front().dossier);
  EXPECT_EQ(object(one, canonical::Inburgeringstermijn{}, person, den_haag),
            object(two, canonical::Inburgeringstermijn{}, person, den_haag));
}

TEST_F(MessageTest, a_message_sees_what_the_one_before_it_in_the_same_draft_did) {
  auto& draft = next();
  EXPECT_EQ(decide(draft, message(termijn(2029), "a")).events, 2);
  EXPECT_EQ(decide(draft, message(termijn(2029), "a")).fate, Fate::repeated);
  EXPECT_EQ(decide(draft, message(termijn(2029), "b")).events, 0);
  EXPECT_EQ(decide(draft, message(termijn(2030), "c")).events, 1);
  EXPECT_EQ(dossier(draft, person, den_haag).last_sequence, 3) << "numbered without gaps";
  EXPECT_EQ(draft.entries.size(), 4U);
}

TEST_F(MessageTest, a_draft_leaves_what_it_stands_on_alone) {
  auto& known = next();
  decide(known, message(termijn(2029)));
  const auto before = object(known, canonical::Inburgeringstermijn{}, person, den_haag);
  decide(next_over(known), message(termijn(2030)));
  EXPECT_EQ(object(known, canonical::Inburgeringstermijn{}, person, den_haag), before);
  EXPECT_EQ(known.entries.size(), 1U);
}

TEST_F(MessageTest, of_a_person_without_bsn_nothing_is_asked_and_it_says_so) {
  auto& draft = next();
  auto incoming = message({{{}, 1234567890}, {"duo", "", {}}, {}, {}});
  incoming.questions = {"inburgeringstermijn"};
  decide(draft, incoming);
  EXPECT_TRUE(draft.questions().empty());
  EXPECT_EQ(draft.entries.front().faults.at(0).rule, "vraag");
  auto asked = message({person, {"duo", "", {}}, {}, {}});
  asked.questions = {"inburgeringstermijn"};
  auto& second = next();
  decide(second, asked);
  EXPECT_EQ(second.questions().size(), 1U);
}

TEST_F(MessageTest, who_moved_to_another_tenant_is_kept_there_and_ends_here) {
  auto& draft = next();
  decide(draft, message(termijn(2029)));
  decide(draft, message(registered_in("0344", person)));
  const auto here = dossier(draft, person, den_haag);
  ASSERT_TRUE(here.closed.empty()) << "what the BRP says alone ends nothing";
  log::Entry refusal;
  refusal.message_id = "weigering";
  close_if_moved(draft, den_haag, here.id, refusal);
  EXPECT_FALSE(dossier(draft, person, den_haag).closed.empty());
  const auto there = dossier(draft, person, utrecht);
  EXPECT_FALSE(there.id.empty());
  EXPECT_NE(there.id, here.id);
  EXPECT_FALSE(object(draft, canonical::Inburgeringstermijn{}, person, utrecht)) << "nothing crosses";
  for (const auto& entry : draft.entries)
    if (entry.tenant == utrecht.oin.digits()) {
      EXPECT_EQ(entry.cause_id, entry.message_id) << "nor does the log lead there";
    }
  // DUO speaks of the person again: it is kept again.
  EXPECT_GT(decide(draft, message(termijn(2032))).events, 0);
  EXPECT_TRUE(dossier(draft, person, den_haag).closed.empty());
}

TEST_F(MessageTest, two_dossiers_that_prove_one_person_become_one) {
  auto& draft = next();
  decide(draft, message(termijn(2029)));
  auto about_other = termijn(2030);
  about_other.subject = other;
  decide(draft, message(about_other));
  const auto kept = dossier(draft, person, den_haag);
  const auto ended = dossier(draft, other, den_haag);
  ASSERT_NE(kept.id, ended.id);
  auto correction = registered_in("0518", person);
  correction.vorig_bsn = other.bsn;
  auto incoming = message(correction);
  incoming.known_only = true;
  incoming.entry.feed = "brp";
  EXPECT_EQ(decide(draft, incoming).fate, Fate::accepted);
  EXPECT_EQ(dossier(draft, other, den_haag).id, kept.id) << "its number leads to the other";
  const auto row = draft.dossier(den_haag.oin.digits(), ended.id);
  EXPECT_FALSE(row->closed.empty());
}

TEST_F(MessageTest, what_a_school_told_goes_along_to_the_dossier_that_is_kept) {
  auto& draft = next();
  decide(draft, message(termijn(2029)));
  canonical::Deelname deelname;
  deelname.instelling = "school";
  deelname.kenmerk = "D-1";
  auto told = message({other, {"taalschool", "", clock.now()}, {{Actie::vastgelegd, deelname}}, {}});
  told.entry.feed = "taalschool";
  told.also = [&](Draft& rows, const store::Dossier& of) {
    rows.put_schoolrij({of.tenant, "school", "deelnames", "D-1", of.id, "m-1", false,
                        keys.seal("{}", store::place_of_schoolrij("m-1"), random, of.key)});
  };
  decide(draft, told);
  const auto kept = dossier(draft, person, den_haag);
  const auto ended = dossier(draft, other, den_haag);
  EXPECT_FALSE(draft.has_deelname(den_haag.oin.digits(), "school", kept.id, "D-1"));
  auto correction = registered_in("0518", person);
  correction.vorig_bsn = other.bsn;
  auto incoming = message(correction);
  incoming.known_only = true;
  ASSERT_EQ(decide(draft, incoming).fate, Fate::accepted);
  EXPECT_TRUE(object(draft, deelname, person, den_haag));
  EXPECT_TRUE(draft.has_deelname(den_haag.oin.digits(), "school", kept.id, "D-1"));
  EXPECT_FALSE(draft.has_deelname(den_haag.oin.digits(), "school", ended.id, "D-1"));
  const auto rij = draft.schoolrij(den_haag.oin.digits(), "school", "deelnames", "D-1");
  EXPECT_EQ(keys.open(rij->sealed, store::place_of_schoolrij("m-1")), "{}");
}

TEST_F(MessageTest, a_corrected_number_never_ends_the_dossier_that_is_kept) {
  struct Case {
    const char* what;
    bool old_number_ended, new_number_ended;
    bool taken;
  };
  for (const auto& [what, old_ended, new_ended, taken] :
       {Case{"the new number was of one who moved away", false, true, true},
        Case{"the old number was", true, false, true}, Case{"both were", true, true, false}}) {
    auto& draft = next();
    decide(draft, message(termijn(2029)));
    auto about_other = termijn(2030);
    about_other.subject = other;
    decide(draft, message(about_other));
    const auto new_one = dossier(draft, person, den_haag);
    const auto old_one = dossier(draft, other, den_haag);
    if (old_ended) store::set_closed(draft, old_one, "2026-10-01");
    if (new_ended) store::set_closed(draft, new_one, "2026-10-01");
    const auto events = draft.events().size();
    auto correction = registered_in("0518", person);
    correction.vorig_bsn = other.bsn;
    auto incoming = message(correction);
    incoming.known_only = true;
    incoming.entry.feed = "brp";
    EXPECT_EQ(decide(draft, incoming).fate, Fate::accepted) << what;
    EXPECT_EQ(draft.entries.back().outcome, taken ? log::outcome::verwerkt : log::outcome::niet_relevant)
        << what;
    if (!taken) {
      EXPECT_EQ(draft.events().size(), events) << what;
      continue;
    }
    const auto& kept = new_ended ? old_one : new_one;
    for (const auto& number : {person, other}) {
      const auto found = dossier(draft, number, den_haag);
      EXPECT_EQ(found.id, kept.id) << what;
      EXPECT_TRUE(found.closed.empty()) << what;
      EXPECT_EQ(found.subject.bsn, person.bsn) << what;
    }
  }
}

}  // namespace
}  // namespace inburgering::gateway::exchange
