// One bad row in the store, in whichever column: all that reads the store goes on, and shows the others.
#include <gtest/gtest.h>
#include <unistd.h>

#include "gateway/store/former_hashes.h"
#include "tests/unit/gateway/readers.h"

namespace inburgering::gateway::store {
namespace {

struct Column {
  std::string table, name, type;
};

class StoredRows : public testing::Test {
 protected:
  const std::filesystem::path folder = tests::fresh_folder("rows");
  tests::FullHouse house;

  void SetUp() override {
    ONLY_ON_SQLITE();
    const Database database(folder / "whole.db");
    Writer writer(database);
    scope_former_hashes(database, writer, house.sealing, [](std::int64_t) {});
    house.fill(*database.session());
  }
  /// A copy of the whole store, to be damaged.
  Database damaged() {
    for (const char* end : {"", "-wal", "-shm"})
      std::filesystem::remove(folder / ("damaged.db" + std::string(end)));
    std::filesystem::copy_file(folder / "whole.db", folder / "damaged.db");
    return Database(folder / "damaged.db");
  }
  static std::vector<Column> columns(Session& sql) {
    std::vector<Column> all;
    for (const auto& table : tests::tables_of(sql))
      for (const auto& [name, type] : tests::columns_of(sql, table)) all.push_back({table, name, type});
    return all;
  }
};

TEST_F(StoredRows, there_is_a_row_of_everything) {
  const auto database = damaged();
  const auto sql = database.session();
  for (const auto& column : columns(*sql)) {
    EXPECT_GT(sql->one<int>({"test", "SELECT COUNT(*) FROM " + column.table}), 0) << column.table;
  }
  EXPECT_NO_THROW(house.read_everything(*sql));
  EXPECT_EQ(log::after(*sql, {.count = 10}, 0).size(), 4);
}

TEST_F(StoredRows, one_bad_value_in_any_column_ends_no_reader) {
  int tried = 0;
  const auto all = columns(*damaged().session());
  for (const auto& column : all)
    for (const char* value :
         {"CAST(X'FF00C3' AS TEXT)", "''", "'{\"a\":['", "X'00FF'", "-9223372036854775808", "'[]'"}) {
      const auto database = damaged();
      const auto sql = database.session();
      try {
        sql->run({"test", "UPDATE " + column.table + " SET " + column.name + " = " + value + " WHERE " +
                              tests::row_of(*sql, column.table)});
      } catch (const Failure&) {
        continue;  // a number that must be one, or a name that stands there already
      }
      ++tried;
      EXPECT_NO_THROW(house.read_everything(*sql)) << column.table << "." << column.name << " = " << value;
    }
  EXPECT_GT(tried, 800);
}

TEST_F(StoredRows, the_others_are_still_shown) {
  const auto database = damaged();
  const auto sql = database.session();
  sql->run({"test",
            "UPDATE log SET faults = CAST(X'FF' AS TEXT), kind = CAST(X'FFC3' AS TEXT), steps = X'00' WHERE "
            "seq = 2"});
  sql->run({"test", "UPDATE object SET sealed = 'k1.AAAA' WHERE " + tests::row_of(*sql, "object")});
  sql->run({"test", "UPDATE dossier SET sealed_subject = 'x' WHERE id = '" + house.dossiers[0] + "'"});
  sql->run({"test", "UPDATE event SET sealed = 'k1.AAAA' WHERE number = 1"});
  sql->run({"test", "UPDATE subscription SET definition = '{\"id\":\"kvs\"}' WHERE id = 'kvs'"});
  EXPECT_EQ(log::after(*sql, {.count = 10}, 0).size(), 4);
  const auto tenant = house.config.tenants[0].oin.digits();
  EXPECT_TRUE(find_dossier(*sql, house.sealing, tenant, house.dossiers[0])->unreadable);
  EXPECT_EQ(find_dossier(*sql, house.sealing, tenant, house.dossiers[1])->subject.bsn->digits(), "999996617");
  std::vector<std::string> states;
  for (const auto& standing : subscriptions::present(*sql)) states.emplace_back(standing->state());
  EXPECT_EQ(states, (std::vector<std::string>{"onleesbaar", "actief"}));
  const operation::Visitor visitor{"x", config::Right::kijker, {}};
  const operation::Live live;
  bool told = false;
  for (const auto& concern : operation::concerns(*sql, {house.config, visitor, house.clock.now(), live}))
    told |= concern.what ==
            "Abonnement kvs: wat het vraagt is in de opslag niet te lezen; er wordt niets klaargezet";
  EXPECT_TRUE(told);
  int readable = 0;
  for (const auto& delivery : deliveries_after(*sql, "pull", 0, 10))
    readable += delivery::cloud_event_of(house.sealing, delivery) ? 1 : 0;
  EXPECT_EQ(readable, 5);
}

TEST_F(StoredRows, the_next_message_about_a_person_puts_its_dossier_right) {
  const auto database = damaged();
  const auto sql = database.session();
  const auto tenant = house.config.tenants[0].oin.digits();
  sql->run({"test", "UPDATE dossier SET sealed_subject = 'x'"});
  sql->run({"test", "UPDATE object SET sealed = 'x'"});
  const mapping::Subject person{*schemas::Bsn::parse("999990639"), {}};
  const auto told = mapping::duo::translate_answer(
      "inburgeringstermijn", R"({"startdatum":"2026-11-02","einddatum":"2031-11-02"})", person, "");
  const auto updated = tests::take_up_at_once(*sql, house.sealing, house.config, house.config.tenants[0],
                                              *told, {"m", "", house.clock.now()});
  EXPECT_EQ(updated.dossier.id, house.dossiers[0]) << "no second dossier";
  const auto dossier = find_dossier(*sql, house.sealing, tenant, house.dossiers[0]);
  EXPECT_FALSE(dossier->unreadable);
  EXPECT_EQ(dossier->subject.bsn->digits(), "999990639");
  EXPECT_FALSE(all_known(*sql, house.sealing, *dossier).empty());
}

}  // namespace
}  // namespace inburgering::gateway::store
