#include <gtest/gtest.h>

#include "tests/unit/gateway/stores.h"

namespace inburgering::gateway::store {
namespace {

constexpr Statement put_row{
    "test", "INSERT INTO log_reader (name, seq) VALUES (:name, :seq) ON CONFLICT (name) DO NOTHING"};

TEST(Upkeep, what_grew_is_planned_for_as_it_is_now) {
  if (!tests::on_postgres()) GTEST_SKIP() << "plans of SQLite do not depend on how much there is";
  const Database database(tests::place("upkeep"));
  const auto sql = database.session();
  constexpr int many = 1'000;
  sql->begin();
  for (int i = 0; i < many; ++i) sql->run(put_row, std::to_string(i), std::int64_t{i});
  sql->commit();
  sql->one<std::string>({"test", "SELECT CAST(pg_stat_force_next_flush() AS TEXT)"});
  sql->one<int>({"test", "SELECT 1"});
  const auto planned_for = [&] {
    return sql->one<long long>({"test",
                                "SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE oid = "
                                "to_regclass('log_reader')"});
  };
  ASSERT_LT(planned_for(), many);
  sql->engine().keep_up();
  EXPECT_GE(planned_for(), many);
  // Nothing grew since.
  const auto executed = sql->engine().executed();
  sql->engine().keep_up();
  EXPECT_LE(sql->engine().executed(), executed + 1);
}

}  // namespace
}  // namespace inburgering::gateway::store
