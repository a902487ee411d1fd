// Decided beside each other, committed in one order: what was overtaken is decided anew, and nothing is lost.
#include "gateway/exchange/pipeline.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <future>
#include <latch>

#include "gateway/store/deliveries.h"
#include "gateway/store/followed.h"
#include "gateway/store/stored_rows.h"
#include "gateway/subscriptions/changes.h"
#include "mapping/duo/answer.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::exchange {
namespace {

using mapping::Subject;

class PipelineTest : public testing::Test {
 protected:
  SystemClock clock;
  SystemRandom random;
  store::Keys keys = tests::test_keys();
  store::Sealing sealing{keys, {clock, random}};
  config::Config config = tests::two_tenants();
  identity::Registry registry{config};
  Ground ground{config, registry, sealing};
  store::Database database{tests::place("pipeline")};
  store::Writer writer{database};
  metrics::Metrics metrics;
  Pipeline pipeline{config, registry, sealing, database, writer, metrics};
  const Subject person{*schemas::Bsn::parse("999990639"), {}};
  const Subject other{*schemas::Bsn::parse("999996617"), {}};

  PipelineTest() {
    writer.run([&](store::Session& sql) { subscriptions::take_up(sql, config, sealing.surroundings); });
  }

  Incoming message(const Subject& who, int day, const std::string& reference = {},
                   const std::string& party = "p") {
    Incoming incoming;
    incoming.entry = log::new_entry(sealing.surroundings, "in", "duo", "proef");
    incoming.entry.party = party;
    incoming.tenant = &config.tenants[0];
    incoming.body = std::to_string(day);
    incoming.sender = reference.empty() ? std::string() : "duo|" + reference;
    const auto until = schemas::Day(std::chrono::year_month_day(
        std::chrono::sys_days(std::chrono::year(2029) / 1 / 1) + std::chrono::days(day)));
    incoming.translation = *mapping::duo::translate_answer(
        "inburgeringstermijn", R"({"startdatum":"2026-11-02","einddatum":")" + until.text() + R"("})", who,
        "");
    return incoming;
  }
  std::future<Taken> take(Incoming incoming) {
    auto promise = std::make_shared<std::promise<Taken>>();
    auto future = promise->get_future();
    pipeline.take(std::move(incoming), [promise](Taken taken) { promise->set_value(std::move(taken)); });
    return future;
  }
  /// A draft in which a message was decided, over the store as it is now.
  std::unique_ptr<Draft> drafted(store::Session& sql, const Incoming& incoming) {
    auto draft = std::make_unique<Draft>(ground, sql);
    decide(*draft, incoming);
    return draft;
  }
  /// Writes a draft, if it stands.
  static bool written(store::Session& sql, Draft& draft) {
    return store::transact(sql, [&] {
      if (!draft.stands(sql)) return false;
      draft.write(sql);
      return true;
    });
  }
  int count(const std::string& query) { return database.session()->one<int>({"test", query}).value_or(-1); }
};

TEST_F(PipelineTest, two_messages_about_one_person_at_the_same_moment_a_thousand_times) {
  constexpr int times = 1000;
  std::vector<std::future<Taken>> taken;
  taken.reserve(2 * times);
  for (int i = 0; i < times; ++i) {
    // Of two parties, so that neither waits for the other; each says something new.
    taken.push_back(take(message(person, 2 * i, "a" + std::to_string(i), "p")));
    taken.push_back(take(message(person, 2 * i + 1, "b" + std::to_string(i), "q")));
  }
  std::int64_t events = 0;
  for (auto& each : taken) {
    const auto fate = each.get();
    ASSERT_EQ(fate.fate, Fate::accepted);
    events += fate.events;
  }
  EXPECT_EQ(count("SELECT COUNT(DISTINCT dossier) FROM dossier_number"), 1) << "one person, one dossier";
  EXPECT_EQ(count("SELECT COUNT(*) FROM event"), events);
  EXPECT_EQ(count("SELECT COUNT(DISTINCT sequence) FROM event"), events);
  EXPECT_EQ(count("SELECT MAX(sequence) FROM event"), events) << "numbered without gaps";
  EXPECT_EQ(count("SELECT last_sequence FROM dossier"), events);
  EXPECT_EQ(count("SELECT COUNT(*) FROM log WHERE outcome = 'verwerkt'"), 2 * times);
  EXPECT_EQ(count("SELECT COUNT(*) FROM received"), 2 * times);
  EXPECT_EQ(count("SELECT COUNT(*) FROM delivery WHERE subscription = 'kvs-0518'"), events);
  const auto text = metrics.text();
  EXPECT_NE(text.find("inburgering_units_overtaken_total"), std::string::npos);
}

TEST_F(PipelineTest, what_is_large_and_overtaken_is_decided_anew_where_nobody_waits_for_it) {
  ASSERT_EQ(take(message(person, 1)).get().fate, Fate::accepted);
  int times = 0;
  std::promise<std::exception_ptr> done;
  pipeline.submit(
      "school veel",
      [&](Draft& draft) {
        store::find_person(draft, sealing, config.tenants[0].oin.digits(), person);
        // Somebody comes before it twice. On the thread that writes, this would wait for itself.
        if (++times <= 2) {
          EXPECT_EQ(take(message(person, 100 + times, {}, "q")).get().fate, Fate::accepted);
        }
        auto entry = log::new_entry(sealing.surroundings, "in", "taalschool", "batch");
        entry.outcome = "verwerkt";
        draft.entries.push_back(entry);
      },
      [&](std::exception_ptr error) { done.set_value(std::move(error)); }, Pipeline::Size::large);
  EXPECT_FALSE(done.get_future().get());
  EXPECT_EQ(times, 3);
  EXPECT_EQ(count("SELECT COUNT(*) FROM log WHERE kind = 'batch'"), 1);
  EXPECT_NE(metrics.text().find("inburgering_units_overtaken_total 2"), std::string::npos);
}

TEST_F(PipelineTest, the_same_message_many_times_at_once_is_taken_up_once) {
  std::vector<std::future<Taken>> taken;
  for (int i = 0; i < 50; ++i) taken.push_back(take(message(person, 7, "zelfde", std::to_string(i % 5))));
  int accepted = 0;
  for (auto& each : taken) {
    const auto fate = each.get().fate;
    accepted += fate == Fate::accepted ? 1 : 0;
    EXPECT_TRUE(fate == Fate::accepted || fate == Fate::repeated);
  }
  EXPECT_EQ(accepted, 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM log"), 50);
}

TEST_F(PipelineTest, what_was_overtaken_writes_nothing) {
  const auto sql = database.session();
  ASSERT_EQ(take(message(other, 1)).get().fate, Fate::accepted);
  const auto standing = [&] { return subscriptions::find(*sql, "kvs-0518"); };
  struct Case {
    const char* what;
    std::function<Incoming()> decided;
    std::function<void()> between;
  };
  const Case cases[] = {
      {"the dossier changed", [&] { return message(other, 10); }, [&] { take(message(other, 11)).get(); }},
      {"the person came", [&] { return message(person, 10); }, [&] { take(message(person, 11)).get(); }},
      {"the reference was used", [&] { return message(other, 20, "r"); },
       [&] { take(message(person, 21, "r")).get(); }},
      {"a subscription was paused", [&] { return message(other, 30); },
       [&] {
         writer.run([&](store::Session& writing) { subscriptions::set_paused(writing, *standing(), true); });
       }},
      {"the dossier was closed", [&] { return message(other, 40); },
       [&] {
         writer.run([&](store::Session& writing) {
           store::StoredRows rows(writing);
           const auto dossier = store::find_person(rows, sealing, config.tenants[0].oin.digits(), other);
           store::set_closed(rows, *dossier, "2026-11-02");
         });
       }},
  };
  for (const auto& each : cases) {
    const auto incoming = each.decided();
    const auto draft = drafted(*sql, incoming);
    each.between();
    EXPECT_FALSE(draft->stands(*sql)) << each.what;
    EXPECT_TRUE(written(*sql, *drafted(*sql, incoming))) << "decided anew it stands: " << each.what;
  }
}

TEST_F(PipelineTest, a_message_asks_no_more_of_the_store_than_this_whatever_it_holds) {
  const auto sql = database.session();
  const auto cost = [&](int day) {
    const auto incoming = message(person, day, "k" + std::to_string(day));
    auto draft = drafted(*sql, incoming);  // once before, so that the list of subscriptions is known
    const auto began = sql->engine().executed();
    draft = drafted(*sql, incoming);
    const auto decided = sql->engine().executed();
    written(*sql, *draft);
    return std::pair(decided - began, sql->engine().executed() - decided);
  };
  cost(1);
  const auto [decide_first, commit_first] = cost(2);
  // One change, told to the two subscriptions that want it, a look at what may follow from it by a rule, and
  // one at the clocks that it may move. What is counted by the day is counted by the minute too, once a
  // group.
  EXPECT_LE(decide_first, 12);
  EXPECT_LE(commit_first, 29);
  for (int i = 3; i < 300; ++i) take(message(i % 2 == 0 ? person : other, i)).get();
  EXPECT_EQ(cost(500), std::pair(decide_first, commit_first));
}

TEST_F(PipelineTest, no_statement_of_a_message_is_made_ready_twice) {
  const auto sql = database.session();
  const auto all = [&](int day) {
    for (const auto& who : {person, other}) {
      const auto incoming = message(who, day, "k" + std::to_string(day) + who.bsn->digits());
      store::reading(*sql, [&] { drafted(*sql, incoming); });
      written(*sql, *drafted(*sql, incoming));
    }
  };
  all(1);
  all(2);
  const auto ready = sql->engine().made_ready();
  for (int day = 3; day < 10; ++day) all(day);
  EXPECT_EQ(sql->engine().made_ready(), ready);
}

TEST_F(PipelineTest, sums_and_numbers_cost_a_group_no_more_than_one_message) {
  const auto sql = database.session();
  take(message(person, 1)).get();
  const auto cost = [&](int from, int messages) {
    const auto began = sql->engine().executed();
    store::transact(*sql, [&] {
      for (int i = 0; i < messages; ++i) {
        Draft draft(ground, *sql);
        decide(draft, message(person, from + i));
        draft.write(*sql);
      }
    });
    return sql->engine().executed() - began;
  };
  cost(10, 1);
  const auto one = cost(20, 1);
  const auto each = cost(30, 2) - one;
  // On PostgreSQL rows wait for one another, in powers of two.
  if (sql->engine().is_shared())
    EXPECT_LE(cost(40, 10), 10 * one);
  else
    EXPECT_EQ(cost(40, 10), one + 9 * each);
  EXPECT_GE(one - each, 2 + 2 * 2 + 1) << "begin and commit, two queues, the end of the log, the traffic";
  EXPECT_EQ(count("SELECT waiting - last_position FROM subscription_queue WHERE subscription = 'kvs-0518'"),
            0);
  EXPECT_EQ(count("SELECT SUM(messages) FROM traffic WHERE direction = 'min'"),
            count("SELECT COUNT(*) FROM log"));
  EXPECT_EQ(count("SELECT SUM(messages) FROM traffic WHERE direction <> 'min'"),
            count("SELECT COUNT(*) FROM log"));
}

TEST_F(PipelineTest, what_others_do_elsewhere_overtakes_nothing) {
  const auto sql = database.session();
  take(message(person, 1)).get();
  const auto draft = drafted(*sql, message(person, 2));
  take(message(other, 1)).get();
  EXPECT_TRUE(written(*sql, *draft));
}

TEST_F(PipelineTest, a_kenmerk_of_a_school_is_one_rows_however_close_they_come) {
  const auto sql = database.session();
  const auto row = [&](const std::string& dossier, const std::string& message) {
    auto draft = std::make_unique<Draft>(ground, *sql);
    draft->put_schoolrij({"t", "school", "deelnames", "K1", dossier, message});
    return draft;
  };
  const auto one = row("a", "m1");
  const auto two = row("b", "m2");
  EXPECT_TRUE(written(*sql, *one));
  EXPECT_FALSE(written(*sql, *two));
}

TEST_F(PipelineTest, merging_two_dossiers_while_both_change_loses_nothing) {
  for (int round = 0; round < 40; ++round) {
    take(message(person, 3 * round)).get();
    take(message(other, 3 * round)).get();
    auto correction = message(person, 0);
    correction.translation.changes.clear();
    correction.translation.vorig_bsn = other.bsn;
    correction.known_only = true;
    correction.entry.feed = "brp";
    correction.entry.party = "brp";
    auto merged = take(std::move(correction));
    auto here = take(message(person, 3 * round + 1, {}, "p"));
    auto there = take(message(other, 3 * round + 2, {}, "q"));
    EXPECT_EQ(merged.get().fate, Fate::accepted);
    EXPECT_EQ(here.get().fate, Fate::accepted);
    EXPECT_EQ(there.get().fate, Fate::accepted);
  }
  // Every dossier's events are numbered without gaps, and each number leads to one that is there.
  const auto sql = database.session();
  for (const auto& [dossier, events, last, kept] : sql->all<std::string, int, int, int>(
           {"test",
            "SELECT e.dossier, COUNT(*), MAX(e.sequence), d.last_sequence FROM "
            "event e JOIN dossier d ON d.id = e.dossier GROUP BY e.dossier, d.last_sequence"})) {
    EXPECT_EQ(events, last) << dossier;
    EXPECT_EQ(kept, last) << dossier;
  }
  EXPECT_EQ(
      count("SELECT COUNT(*) FROM dossier_number n LEFT JOIN dossier d ON d.id = n.dossier WHERE d.id IS "
            "NULL"),
      0);
  EXPECT_EQ(count("SELECT COUNT(DISTINCT dossier) FROM dossier_number"), 1) << "in the end they are one";
}

TEST_F(PipelineTest, subscriptions_that_change_meanwhile_miss_nothing_that_came_after_the_change) {
  std::atomic<bool> stop = false;
  std::thread changing([&] {
    for (int i = 0; !stop; ++i)
      writer.run([&](store::Session& sql) {
        const auto standing = subscriptions::find(sql, "kvs-0518");
        subscriptions::set_paused(sql, *standing, i % 2 == 0);
      });
  });
  std::int64_t events = 0;
  for (int i = 0; i < 100; ++i) events += take(message(person, i)).get().events;
  stop = true;
  changing.join();
  EXPECT_EQ(count("SELECT COUNT(*) FROM delivery WHERE subscription = 'kvs-0518'"), events)
      << "a pause holds deliveries up; it leaves none out";
}

TEST_F(PipelineTest, when_the_commit_fails_the_sender_hears_it_and_may_come_again) {
  ONLY_ON_SQLITE();
  const auto holder = database.session();
  holder->begin();
  EXPECT_EQ(take(message(person, 1, "r")).get().fate, Fate::unavailable);
  holder->rollback();
  EXPECT_EQ(count("SELECT COUNT(*) FROM log"), 0);
  EXPECT_EQ(take(message(person, 1, "r")).get().fate, Fate::accepted);
  EXPECT_EQ(count("SELECT COUNT(*) FROM log"), 1);
}

TEST_F(PipelineTest, many_rows_of_one_party_do_not_hold_up_another) {
  std::promise<void> go;
  const auto gate = go.get_future().share();
  std::latch begun(1);
  std::promise<void> all;
  log::Entry whole = log::new_entry(sealing.surroundings, "in", "taalschool", "veel");
  whole.party = "school";
  pipeline.take_together(
      whole,
      [&](Draft&, const Pipeline::Take& each, log::Entry& entry) {
        begun.count_down();
        gate.wait();
        for (int i = 0; i < 20; ++i) each(message(other, i));
        entry.outcome = "verwerkt";
      },
      [&](std::exception_ptr error) {
        EXPECT_FALSE(error);
        all.set_value();
      });
  begun.wait();
  EXPECT_EQ(take(message(person, 1)).get().fate, Fate::accepted) << "while the school's rows are decided";
  go.set_value();
  all.get_future().get();
  EXPECT_EQ(count("SELECT COUNT(*) FROM log"), 22);
}

TEST_F(PipelineTest, what_a_decision_throws_undoes_it_all_and_comes_back) {
  std::promise<std::exception_ptr> told;
  pipeline.submit(
      "p",
      [&](Draft& draft) {
        decide(draft, message(person, 1));
        throw std::runtime_error("toch niet");
      },
      [&](std::exception_ptr error) { told.set_value(std::move(error)); });
  EXPECT_TRUE(told.get_future().get());
  EXPECT_EQ(count("SELECT COUNT(*) FROM log"), 0);
}

}  // namespace
}  // namespace inburgering::gateway::exchange
