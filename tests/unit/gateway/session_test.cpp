// The one way to ask the store something.
#include "gateway/store/engine/session.h"

#include <gtest/gtest.h>

#include "gateway/store/engine/sqlite.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::store {
namespace {

class SessionTest : public testing::Test {
 protected:
  const std::filesystem::path file = tests::fresh_folder("session") / "some.db";
  Session sql{sqlite(file, Access::write)};

  SessionTest() {
    sql.run({"test", "CREATE TABLE t (id INTEGER PRIMARY KEY, value NOT NULL UNIQUE, other)"});
  }
};

TEST_F(SessionTest, values_come_back_as_they_went_in) {
  const std::string text("a\0b\xff", 4);
  for (const std::string& value : {std::string(), text, std::string(100'000, 'x')}) {
    sql.run({"test", "DELETE FROM t"});
    EXPECT_EQ(
        sql.changed({"test", "INSERT INTO t (id, value, other) VALUES (:a, :b, :c)"}, 1, Bytes{value}, value),
        1);
    EXPECT_EQ((sql.one<std::string, std::string>({"test", "SELECT value, other FROM t"})),
              std::tuple(value, value));
  }
  sql.run({"test", "UPDATE t SET value = :a, other = :b"}, std::numeric_limits<std::int64_t>::min(),
          std::optional<int>());
  EXPECT_EQ((sql.one<std::int64_t, std::optional<int>>({"test", "SELECT value, other FROM t"})),
            std::tuple(std::numeric_limits<std::int64_t>::min(), std::optional<int>()));
  EXPECT_EQ(sql.one<std::string>({"test", "SELECT typeof(other) FROM t"}), "null");
}

TEST_F(SessionTest, what_a_column_does_not_hold_reads_as_nothing) {
  sql.run({"test", "INSERT INTO t (value, other) VALUES ('no number', NULL)"});
  EXPECT_EQ((sql.one<int, std::string>({"test", "SELECT value, other FROM t"})),
            std::tuple(0, std::string()));
  EXPECT_FALSE(sql.one<int>({"test", "SELECT id FROM t WHERE id = :id"}, 7));
}

TEST_F(SessionTest, a_statement_may_be_asked_again_while_it_is_under_way) {
  for (int i = 1; i <= 3; ++i) sql.run({"test", "INSERT INTO t (id, value) VALUES (:id, :value)"}, i, i);
  Execution outer(sql, {"test", "SELECT id FROM t ORDER BY id"});
  std::vector<std::int64_t> seen;
  while (outer.next()) {
    seen.push_back(outer.number(0));
    EXPECT_EQ(sql.list<int>({"test", "SELECT id FROM t ORDER BY id"}), (std::vector{1, 2, 3}));
  }
  EXPECT_EQ(seen, (std::vector<std::int64_t>{1, 2, 3}));
}

TEST_F(SessionTest, it_tells_what_fails_for_good_from_what_may_pass) {
  sql.run({"test", "INSERT INTO t (value) VALUES ('x')"});
  const auto lasting = [&](auto&& work) {
    try {
      work();
    } catch (const Failure& failure) {
      return failure.lasting() ? "lasting" : "passing";
    }
    return "none";
  };
  EXPECT_EQ(lasting([&] { sql.run({"test", "INSERT INTO t (value) VALUES (:v)"}, "x"); }),
            std::string("lasting"));
  EXPECT_EQ(lasting([&] { sql.run({"test", "INSERT INTO t (value) VALUES (:v)"}, std::optional<int>()); }),
            std::string("lasting"));
  EXPECT_EQ(lasting([&] { sql.run({"test", "SELECT nothing FROM nowhere"}); }), std::string("lasting"));
  EXPECT_EQ(lasting([&] { sql.run({"test", "SELECT 1"}, 2); }), std::string("lasting")) << "a value too many";
  Session reader(sqlite(file, Access::read));
  EXPECT_EQ(lasting([&] { reader.run({"test", "DELETE FROM t"}); }), std::string("passing")) << "read-only";
  EXPECT_EQ(sql.one<int>({"test", "SELECT COUNT(*) FROM t"}), 1) << "and goes on";
  EXPECT_THROW(sqlite("/nowhere/at/all.db", Access::write), Unavailable);
}

TEST_F(SessionTest, a_transaction_is_undone_by_what_it_throws_and_by_false) {
  const auto count = [&] { return sql.one<int>({"test", "SELECT COUNT(*) FROM t"}); };
  const auto insert = [&](const char* value) {
    sql.run({"test", "INSERT INTO t (value) VALUES (:v)"}, value);
  };
  transact(sql, [&] { insert("a"); });
  EXPECT_EQ(count(), 1);
  EXPECT_FALSE(transact(sql, [&] { return insert("b"), false; }));
  EXPECT_EQ(count(), 1);
  EXPECT_THROW(transact(sql, [&] { insert("c"), insert("a"); }), Failure);
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(transact(sql, [&] { return insert("d"), std::string(); }), "") << "text is no verdict";
  EXPECT_EQ(count(), 2);
}

TEST_F(SessionTest, who_reads_sees_one_moment) {
  Session other(sqlite(file, Access::write));
  reading(sql, [&] {
    EXPECT_EQ(sql.one<int>({"test", "SELECT COUNT(*) FROM t"}), 0);
    EXPECT_ANY_THROW(other.run({"test", "INSERT INTO t (value) VALUES (1)"}))
        << "no WAL in this file: it must wait";
    EXPECT_EQ(sql.one<int>({"test", "SELECT COUNT(*) FROM t"}), 0);
  });
  other.run({"test", "INSERT INTO t (value) VALUES (1)"});
  EXPECT_EQ(sql.one<int>({"test", "SELECT COUNT(*) FROM t"}), 1);
}

TEST_F(SessionTest, texts_made_up_as_one_goes_are_not_all_kept) {
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(sql.one<int>({"test", "SELECT " + std::to_string(i)}), i);
}

}  // namespace
}  // namespace inburgering::gateway::store
