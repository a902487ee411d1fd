// A store that was put back gives no number again, and does nothing again that may have been done.
#include "gateway/store/herstel.h"

#include <gtest/gtest.h>

#include "gateway/log/exchange_log.h"
#include "gateway/store/deliveries.h"
#include "gateway/store/references.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::store {
namespace {

class PutBack : public testing::Test {
 protected:
  const Database database{tests::place("herstel")};
  const std::unique_ptr<Session> sql = database.session();

  void run(const std::string& text) { sql->run({"test", text}); }
  std::int64_t number(const std::string& text) { return sql->one<std::int64_t>({"test", text}).value_or(-1); }

  void SetUp() override {
    run("INSERT INTO dossier (tenant, id, sealed_subject, last_sequence, closed, version) VALUES ('t', 'd', "
        "'', 12, '', 1)");
    run("INSERT INTO subscription (id, afnemer, origin, definition, paused, removed, confirmed, confirm_due, "
        "confirm_attempts, allowed_rate, created) VALUES ('s', 'a', 'api', '{}', 0, 0, 1, 0, 0, 0, 0)");
    run("INSERT INTO subscription_queue (subscription, last_position, waiting, dead) VALUES ('s', 7, 2, 0)");
    for (const char* event : {"e1", "e2"}) {
      run(std::string("INSERT INTO event (id, tenant, dossier, sequence, type, message_id, present, sealed) "
                      "VALUES ('") +
          event + "', 't', 'd', " + event[1] + ", 'x', 'm', 0, '')");
      run(std::string(
              "INSERT INTO delivery (subscription, position, lane, event, previous, mark) VALUES ('s', ") +
          event[1] + ", 'd', '" + event + "', 0, '" + (event[1] == '2' ? "beginstand" : "") + "')");
    }
    run("INSERT INTO lane (subscription, lane, tenant, due, attempts, failing_since, last_sequence) VALUES "
        "('s', 'd', 't', 1, 0, 0, 2)");
    log::Entry entry;
    entry.message_id = "m";
    entry.outcome = log::outcome::verwerkt;
    transact(*sql, [&] { log::append(*sql, entry); });
    run("INSERT INTO operator_session (secret_hash, name, role, opened, used) VALUES ('h', 'n', 'kijker', 1, "
        "1)");
    run("INSERT INTO consent (id, tenant, deed, subject, asker, reason, asked, expires, state, answerer) "
        "VALUES ('c', 't', "
        "'inhoud', 'm', 'a', 'r', 1, 2, 'toegestaan', 'b')");
  }
};

TEST_F(PutBack, numbers_go_on_behind_all_that_may_have_been_given) {
  constexpr Milliseconds first = 1'800'000'000'000;
  constexpr std::int64_t to = first * 1000;
  const auto passed = transact(*sql, [&] { return std::optional(pass_over(*sql, first)); });
  EXPECT_EQ(number("SELECT last_sequence FROM dossier"), to);
  EXPECT_LT(to, std::int64_t{1} << 53U) << "exact in JSON";
  EXPECT_EQ(queue_counts(*sql, "s").last_position, to);
  const auto hole = hole_of(*sql, "s");
  EXPECT_EQ(std::pair(hole.after, hole.until), (std::pair<std::int64_t, std::int64_t>(7, to)));
  EXPECT_TRUE(hole.holds(8) && hole.holds(to - 1));
  EXPECT_FALSE(hole.holds(7) || hole.holds(to) || hole.holds(to + 1));
  EXPECT_EQ(passed->again, 1);
  EXPECT_EQ(passed->last, to);
  EXPECT_TRUE(loose_rows(*sql).empty());
}

TEST_F(PutBack, another_restore_of_the_same_backup_gives_no_number_of_the_former) {
  constexpr Milliseconds first = 1'800'000'000'000, second = first + 60'000;
  run("UPDATE dossier SET last_sequence = " + std::to_string(passed_over_at(first) + 27));
  const auto given = highest_number(*sql);
  EXPECT_EQ(given, passed_over_at(first) + 27);
  run("UPDATE dossier SET last_sequence = 12");
  transact(*sql, [&] { pass_over(*sql, second); });
  EXPECT_GT(number("SELECT last_sequence FROM dossier"), given);
  EXPECT_TRUE(hole_of(*sql, "s").holds(given)) << "a cursor of the former life is known as one";
}

TEST_F(PutBack, nothing_given_between_two_restores_is_one_hole) {
  transact(*sql, [&] { pass_over(*sql, 1000); });
  transact(*sql, [&] { pass_over(*sql, 2000); });
  const auto hole = hole_of(*sql, "s");
  EXPECT_EQ(std::pair(hole.after, hole.until), (std::pair<std::int64_t, std::int64_t>(7, 2'000'000)));
}

TEST_F(PutBack, a_clock_that_was_set_back_gives_no_number_again) {
  transact(*sql, [&] { pass_over(*sql, 5000); });
  transact(*sql, [&] { pass_over(*sql, 4000); });
  EXPECT_EQ(number("SELECT last_sequence FROM dossier"), 5'001'000);
  EXPECT_EQ(put_back_after(4000, 5'000'027), 5001);
  EXPECT_EQ(put_back_after(9000, 5'000'027), 9000);
}

TEST_F(PutBack, what_waits_may_have_arrived_and_says_so) {
  transact(*sql, [&] { pass_over(*sql, 1000); });
  EXPECT_EQ(number("SELECT COUNT(*) FROM delivery WHERE mark = 'herhaling'"), 1);
  EXPECT_EQ(number("SELECT COUNT(*) FROM delivery WHERE mark = 'beginstand'"), 1)
      << "it says what it is already";
}

TEST_F(PutBack, nobody_is_logged_in_and_nothing_is_consented_to) {
  transact(*sql, [&] { pass_over(*sql, 1000); });
  EXPECT_EQ(number("SELECT COUNT(*) FROM operator_session"), 0);
  EXPECT_EQ(number("SELECT COUNT(*) FROM consent"), 0);
}

TEST_F(PutBack, it_is_open_until_somebody_saw_to_it) {
  EXPECT_FALSE(open_herstel(*sql));
  transact(*sql, [&] { add_herstel(*sql, {0, "b-1", 10, 20, 5}); });
  transact(*sql, [&] { add_herstel(*sql, {0, "b-2", 30, 40, 6}); });
  ASSERT_TRUE(open_herstel(*sql));
  EXPECT_EQ(open_herstel(*sql)->number, 2);
  EXPECT_EQ(open_herstel(*sql)->backup, "b-2");
  transact(*sql, [&] { set_dealt_with(*sql, 50); });
  EXPECT_FALSE(open_herstel(*sql));
  EXPECT_EQ(herstellen(*sql).size(), 2U);
}

TEST_F(PutBack, rows_that_point_at_nothing_are_found) {
  EXPECT_TRUE(loose_rows(*sql).empty());
  run("DELETE FROM event WHERE id = 'e1'");
  const auto loose = loose_rows(*sql);
  ASSERT_EQ(loose.size(), 1U);
  EXPECT_EQ(loose.front().what, "wachtende leveringen zonder gebeurtenis");
}
TEST_F(PutBack, a_delivery_that_would_never_leave_is_found) {
  run("UPDATE lane SET lane = 'c'");
  auto loose = loose_rows(*sql);
  ASSERT_EQ(loose.size(), 1U);
  EXPECT_EQ(loose.front().what, "leveringen zonder rij van hun dossier of gebeurtenis");
  run("UPDATE delivery SET lane = 'c'");
  loose = loose_rows(*sql);
  ASSERT_EQ(loose.size(), 1U);
  EXPECT_EQ(loose.front().what, "wachtende leveringen in de rij van een ander");
  run("UPDATE delivery SET lane = 'd'");
  run("UPDATE lane SET lane = 'd'");
  run("UPDATE delivery SET previous = 5 WHERE mark = ''");
  loose = loose_rows(*sql);
  ASSERT_EQ(loose.size(), 1U);
  EXPECT_EQ(loose.front().what, "wachtende leveringen die na zichzelf zouden komen");
}

TEST_F(PutBack, each_reference_that_must_exist_is_looked_for) {
  // What is taken away or put in, and what is then told among others.
  const std::vector<std::pair<std::string, std::string>> cases{
      {"DELETE FROM dossier", "gebeurtenissen zonder dossier"},
      {"DELETE FROM lane", "leveringen zonder rij van hun dossier of gebeurtenis"},
      {"DELETE FROM subscription", "leveringen zonder abonnement"},
      {"DELETE FROM subscription_queue", "leveringen zonder wachtrij"},
      {"DELETE FROM log", "gebeurtenissen zonder het bericht waaruit zij volgden"},
      {"UPDATE dossier SET last_sequence = 1", "gebeurtenissen met een hoger nummer dan hun dossier heeft"},
      {"UPDATE subscription_queue SET waiting = 3", "wachtrijen die anders tellen dan er in staat"},
      {"UPDATE subscription_queue SET last_position = 1", "leveringen voorbij het einde van hun wachtrij"},
      {"INSERT INTO asked (tenant, dossier, resource, answered, outcome, answer_hash, failed) VALUES ('t', "
       "'x', "
       "'pip', 1, '', '', 0)",
       "antwoorden zonder dossier"},
      {"INSERT INTO followed (tenant, dossier, since) VALUES ('t', 'x', 1)",
       "personen die de BRP volgt zonder dossier"},
      {"INSERT INTO question (id, tenant, dossier, resource, cause_id, due, attempts, run) VALUES ('q', 't', "
       "'d', "
       "'pip', 'm', 1, 0, 'x')",
       "vragen van een synchronisatie die er niet is"},
      {"UPDATE log SET cause_id = 'x'", "logregels zonder het bericht waaruit zij volgden"},
  };
  for (const auto& [change, told] : cases) {
    sql->engine().begin();
    run(change);
    std::string all;
    for (const auto& loose : loose_rows(*sql)) all += loose.what + "\n";
    sql->engine().rollback();
    EXPECT_NE(all.find(told), std::string::npos) << change << " tells:\n" << all;
  }
  EXPECT_TRUE(loose_rows(*sql).empty());
}

}  // namespace
}  // namespace inburgering::gateway::store
