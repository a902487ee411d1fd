// Insertions that wait for one another: what they are told by, and that nobody sees the difference.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "gateway/store/engine/postgres_insertion.h"
#include "gateway/store/engine/session.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::store {
namespace {

TEST(InsertionTest, one_of_several_rows_has_their_parameters_in_order) {
  const auto made = postgres::insertion_of(
      "INSERT INTO t (a, b, c, d) VALUES ($1, 0, CASE WHEN $2 = 1 THEN (SELECT x FROM u WHERE y = $3) END, "
      "$1)"
      " ON CONFLICT (a, d) DO UPDATE SET b = t.b + excluded.b");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->table, "t");
  EXPECT_EQ(made->key, (std::vector<std::size_t>{1, 1}));
  EXPECT_EQ(made->parameter_of("a"), 1U);
  EXPECT_EQ(made->parameter_of("b"), 0U);
  EXPECT_EQ(made->parameter_of("c"), 0U);
  EXPECT_EQ(made->of_rows(2, 3),
            "INSERT INTO t (a, b, c, d) VALUES ($1, 0, CASE WHEN $2 = 1 THEN (SELECT x FROM u WHERE y = $3)"
            " END, $1), ($4, 0, CASE WHEN $5 = 1 THEN (SELECT x FROM u WHERE y = $6) END, $4)"
            " ON CONFLICT (a, d) DO UPDATE SET b = t.b + excluded.b");
}

TEST(InsertionTest, others_are_left_as_they_are) {
  for (const char* text : {
           "SELECT 1",
           "UPDATE t SET a = $1",
           "INSERT INTO t (a) SELECT b FROM u",
           "INSERT INTO t (a) VALUES ($1) RETURNING number",
           "INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET b = $2",
           "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 1",
           "INSERT INTO t (a, b) VALUES ($1)",
           "INSERT INTO t (a) VALUES ($1), ($2)",
           "INSERT INTO t DEFAULT VALUES",
           "INSERT INTO t (a) VALUES ($1",
       })
    EXPECT_FALSE(postgres::insertion_of(text)) << text;
}

TEST(InsertionTest, a_question_by_columns_of_one_table_is_known) {
  const auto asked = postgres::question_of("SELECT version FROM dossier WHERE tenant = $1 AND id = $2");
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->table, "dossier");
  ASSERT_EQ(asked->columns.size(), 2U);
  EXPECT_EQ(asked->columns[1].name, "id");
  EXPECT_EQ(asked->columns[1].parameter, 2U);
  for (const char* text : {
           "SELECT a FROM t",
           "SELECT a FROM t WHERE b = $1 OR c = $2",
           "SELECT a FROM t WHERE b > $1",
           "SELECT a FROM t, u WHERE b = $1",
           "SELECT a FROM t JOIN u ON u.b = t.b WHERE b = $1",
           "SELECT a FROM t WHERE b = $1 ORDER BY a",
           "SELECT a FROM t WHERE b = CAST($1 AS TEXT)",
           "SELECT (SELECT 1) FROM t WHERE b = $1",
           "SELECT a FROM t WHERE b = $1 UNION SELECT a FROM u WHERE b = $1",
       })
    EXPECT_FALSE(postgres::question_of(text)) << text;
}

TEST(InsertionTest, a_statement_touches_the_tables_that_it_names_and_not_its_columns) {
  const auto tables = [](std::string_view text) {
    const auto found = postgres::tables_of(text);
    return std::set<std::string>(found.begin(), found.end());
  };
  using Names = std::set<std::string>;
  EXPECT_EQ(tables("INSERT INTO event (id, dossier, lane) VALUES ($1, $2, $3)"), Names{"event"});
  EXPECT_EQ(tables("SELECT dossier FROM dossier_number WHERE tenant = $1"), Names{"dossier_number"});
  EXPECT_EQ(tables("SELECT 1 FROM a x, b AS y, c WHERE d = e"), (Names{"a", "b", "c"}));
  EXPECT_EQ(tables("SELECT b, (SELECT MAX(n) FROM a) FROM c LEFT JOIN d ON d.e = c.e, f"),
            (Names{"a", "c", "d", "f"}));
  EXPECT_EQ(tables("DELETE FROM a WHERE b IN (SELECT c FROM d)"), (Names{"a", "d"}));
  EXPECT_TRUE(tables("UPDATE a SET b = (SELECT c FROM d WHERE e = $1)").contains("d"));
  EXPECT_TRUE(tables("INSERT INTO a (b) SELECT c FROM (SELECT d AS c FROM e) AS f").contains("e"));
}

/// Of either engine: rows of two tables, as they stand in the store and as they ought to.
class WaitingRowsTest : public testing::Test {
 protected:
  Database database{tests::place("insertions")};
  std::unique_ptr<Session> held = database.session();
  Session& sql = *held;
  std::map<std::string, int> counters;
  std::map<std::string, std::string> numbers;

  void put(const std::string& name, int value) {
    sql.run({"test.put",
             "INSERT INTO change_counter (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE "
             "SET value = change_counter.value + excluded.value"},
            name, value);
    counters[name] += value;
  }
  void lead(const std::string& number, const std::string& dossier) {
    sql.run({"test.lead",
             "INSERT INTO dossier_number (tenant, number_hash, dossier) VALUES ('t', :number, :dossier)"
             " ON CONFLICT (tenant, number_hash) DO UPDATE SET dossier = excluded.dossier"},
            number, dossier);
    numbers[number] = dossier;
  }
  /// A value that depends on what another table holds.
  void lead_by_counter(const std::string& number, const std::string& counter) {
    sql.run({"test.lead_by_counter",
             "INSERT INTO dossier_number (tenant, number_hash, dossier) VALUES ('t', :number,"
             " COALESCE((SELECT CAST(value AS TEXT) FROM change_counter WHERE name = :counter), 'none'))"
             " ON CONFLICT (tenant, number_hash) DO UPDATE SET dossier = excluded.dossier"},
            number, counter);
    const auto found = counters.find(counter);
    numbers[number] = found == counters.end() ? "none" : std::to_string(found->second);
  }
  void add_to_all(int value) {
    sql.run({"test.add", "UPDATE change_counter SET value = value + :value WHERE name <> 'subscription'"},
            value);
    for (auto& [name, present] : counters) present += value;
  }
  void remove(const std::string& name) {
    sql.run({"test.remove", "DELETE FROM change_counter WHERE name = :name"}, name);
    counters.erase(name);
  }
  void look_at(const std::string& name) {
    const auto found = counters.find(name);
    EXPECT_EQ(sql.one<int>({"test.look", "SELECT value FROM change_counter WHERE name = :name"}, name),
              found == counters.end() ? std::nullopt : std::optional(found->second));
  }
  void look_at_all() {
    std::map<std::string, int> stored;
    for (auto& [name, value] : sql.all<std::string, int>(
             {"test.all", "SELECT name, value FROM change_counter WHERE name <> 'subscription'"}))
      stored[name] = value;
    EXPECT_EQ(stored, counters);
    std::map<std::string, std::string> led;
    for (auto& [number, dossier] :
         sql.all<std::string, std::string>({"test.led", "SELECT number_hash, dossier FROM dossier_number"}))
      led[number] = dossier;
    EXPECT_EQ(led, numbers);
  }
};

TEST_F(WaitingRowsTest, whatever_the_order_all_is_as_if_none_had_waited) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    std::mt19937 chance(seed);
    const auto any = [&](unsigned below) {
      return std::uniform_int_distribution<unsigned>(0, below - 1)(chance);
    };
    const auto step = [&] {
      const auto name = std::string(1, static_cast<char>('a' + any(6)));
      switch (any(9)) {
        case 0:
        case 1:
        case 2:
          return put(name, static_cast<int>(any(100)));
        case 3:
        case 4:
          return lead(name, std::to_string(any(100)));
        case 5:
          return lead_by_counter(name, std::string(1, static_cast<char>('a' + any(6))));
        case 6:
          return any(4) == 0 ? add_to_all(1) : look_at(name);
        case 7:
          return any(4) == 0 ? remove(name) : look_at(name);
        default:
          return any(8) == 0 ? look_at_all() : look_at(name);
      }
    };
    transact(sql, [&] {
      for (int i = 0; i < 60; ++i) step();
      const auto before = std::pair(counters, numbers);
      if (any(2) == 0) {
        EXPECT_THROW(sql.apart([&] {
          for (int i = 0; i < 5; ++i) step();
          throw std::runtime_error("undone");
        }),
                     std::runtime_error);
        std::tie(counters, numbers) = before;
      } else {
        sql.apart([&] {
          for (int i = 0; i < 5; ++i) step();
        });
      }
      for (int i = 0; i < 20; ++i) step();
    });
    look_at_all();
    const auto before = std::pair(counters, numbers);
    EXPECT_FALSE(transact(sql, [&] {
      for (int i = 0; i < 5; ++i) step();
      return false;
    }));
    std::tie(counters, numbers) = before;
    look_at_all();
    if (HasFailure()) FAIL() << "seed " << seed;
  }
}

TEST_F(WaitingRowsTest, what_is_refused_undoes_all) {
  transact(sql, [&] { lead("a", "1"); });
  const auto add = [&](const std::string& number) {
    sql.run({"test.add_number",
             "INSERT INTO dossier_number (tenant, number_hash, dossier) VALUES ('t', :number, 'x')"},
            number);
  };
  EXPECT_THROW(transact(sql, [&] { add("b"), add("a"), add("c"); }), Failure);
  look_at_all();
  // Apart it is the one that fails.
  transact(sql, [&] {
    sql.apart([&] { add("b"); });
    EXPECT_THROW(sql.apart([&] { add("a"); }), Failure);
    sql.apart([&] { add("c"); });
  });
  numbers["b"] = numbers["c"] = "x";
  look_at_all();
}

TEST_F(WaitingRowsTest, rows_of_a_group_are_few_statements_where_the_store_is_far_away) {
  transact(sql, [&] { put("first", 1); });
  const auto before = sql.engine().executed();
  transact(sql, [&] {
    for (int i = 0; i < 200; ++i) {
      put("c" + std::to_string(i), i);
      look_at("d" + std::to_string(i));  // another's row
      lead("n" + std::to_string(i), "x");
    }
  });
  if (sql.engine().is_shared()) {
    EXPECT_LT(sql.engine().executed() - before, 200 + 30);
  }
  look_at_all();
}

}  // namespace
}  // namespace inburgering::gateway::store
