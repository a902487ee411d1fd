// Questions that are asked ahead answer what they would have answered, on either engine.
#include <gtest/gtest.h>

#include "gateway/store/engine/session.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::store {
namespace {

class AheadTest : public testing::Test {
 protected:
  Database database{tests::place("ahead")};
  std::unique_ptr<Session> held = database.session();
  Session& sql = *held;

  std::optional<int> counter(std::string_view name) {
    return sql.one<int>({"test.counter", "SELECT value FROM change_counter WHERE name = :name"}, name);
  }
  void put(std::string_view name, int value) {
    sql.run(
        {"test.put",
         "INSERT INTO change_counter (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET"
         " value = excluded.value"},
        name, value);
  }
};

TEST_F(AheadTest, what_was_asked_ahead_is_answered_when_it_is_asked_again) {
  transact(sql, [&] { put("a", 1), put("b", 2); });
  reading(sql, [&] {
    sql.ahead([&] { counter("a"), counter("b"), counter("c"); });
    EXPECT_EQ(counter("c"), std::nullopt);
    EXPECT_EQ(counter("b"), 2);
    EXPECT_EQ(counter("a"), 1);
    EXPECT_EQ(counter("a"), 1) << "and again";
    EXPECT_EQ(counter("subscription"), 1) << "nobody asked that ahead";
  });
  reading(sql, [&] { EXPECT_EQ(counter("a"), 1); });
}

TEST_F(AheadTest, it_does_not_outlive_what_is_written_or_the_transaction) {
  transact(sql, [&] {
    put("a", 1);
    sql.ahead([&] { counter("a"), counter("b"); });
    put("a", 2);
    EXPECT_EQ(counter("a"), 2);
    sql.ahead([&] { counter("a"); });
    EXPECT_EQ(counter("a"), 2);
    EXPECT_EQ(sql.changed({"test.raise", "UPDATE change_counter SET value = 3 WHERE name = 'a'"}), 1);
    EXPECT_EQ(counter("a"), 3);
    sql.ahead([&] { counter("a"); });
    EXPECT_THROW(sql.apart([&] {
      put("a", 4);
      sql.ahead([&] { counter("a"); });
      throw std::runtime_error("undone");
    }),
                 std::runtime_error);
    EXPECT_EQ(counter("a"), 3);
    sql.ahead([&] { counter("a"); });
  });
  transact(sql, [&] {
    put("a", 5);
    sql.ahead([&] { counter("a"); });
    return false;
  });
  reading(sql, [&] { EXPECT_EQ(counter("a"), 3); });
  sql.ahead([&] { counter("a"); });
  EXPECT_EQ(counter("a"), 3) << "outside a transaction nothing is asked ahead";
}

TEST_F(AheadTest, a_question_that_fails_ahead_is_a_failure_of_the_transaction) {
  const auto wrong = [&] {
    return sql.one<int>({"test.wrong", "SELECT 1 / (value - value) FROM change_counter WHERE name = :name"},
                        "subscription");
  };
  if (!tests::on_postgres()) return;  // where that is no failure, and nothing is asked ahead
  reading(sql, [&] {
    EXPECT_THROW(
        {
          sql.ahead([&] { wrong(), counter("subscription"); });
          counter("subscription");
        },
        Failure);
  });
  reading(sql, [&] { EXPECT_EQ(counter("subscription"), 1); });
}

}  // namespace
}  // namespace inburgering::gateway::store
