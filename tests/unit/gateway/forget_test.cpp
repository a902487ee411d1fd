// A person who is removed is gone: from each table, from copies that were made before, and from nothing else.
#include "gateway/log/forget.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "gateway/log/chain.h"
#include "gateway/log/retention.h"
#include "gateway/log/signer.h"
#include "gateway/store/own_key.h"
#include "tests/unit/gateway/readers.h"

namespace inburgering::gateway::log {
namespace {

class Forget : public testing::Test {
 protected:
  Forget() {
    house.fill(*sql);
    sql->run({"test", "DELETE FROM delivery"});
    sql->run({"test", "UPDATE melding SET open = 0"});
  }
  store::Dossier person(const char* bsn) {
    return store::find_person(*sql, house.sealing, tenant, {*schemas::Bsn::parse(bsn), {}})
        .value_or(store::Dossier{});
  }
  std::expected<Forgotten, std::string> forget(const store::Dossier& dossier) {
    return store::transact(*sql, [&] { return forget_person(*sql, house.sealing, dossier, holds(*sql)); });
  }
  std::string refused(const store::Dossier& dossier) {
    const auto gone = forget(dossier);
    return gone ? std::string() : gone.error();
  }
  /// The tables in which a value stands.
  std::set<std::string> tables_with(const std::string& value) {
    std::set<std::string> tables;
    for (const auto& table : tests::tables_of(*sql))
      for (const auto& [column, type] : tests::columns_of(*sql, table))
        if (sql->one<int>({"test", "SELECT 1 FROM " + table + " WHERE CAST(" + column + " AS TEXT) = :v"},
                          value))
          tables.insert(table);
    return tables;
  }

  tests::FullHouse house;
  const store::Database database{tests::place("forget")};
  const std::unique_ptr<store::Session> sql = database.session();
  const std::string tenant = house.config.tenants[0].oin.digits();
};

TEST_F(Forget, a_person_is_gone_from_each_table_but_the_log_which_names_nobody) {
  const auto gone = person("999990639");
  const auto kept = person("999996617");
  const auto before = tables_with(gone.id);
  const auto was = verify(*sql, {.keys = house.keys, .anchors = "/none", .oin = "x"});
  EXPECT_GT(before.size(), 7U);
  const auto forgotten = forget(gone);
  ASSERT_TRUE(forgotten) << forgotten.error();
  EXPECT_EQ(forgotten->dossiers, 1);
  EXPECT_GT(forgotten->objects, 0);
  EXPECT_GE(forgotten->events, 2);
  EXPECT_EQ(forgotten->bodies, 2);
  for (const auto& table : tables_with(gone.id)) EXPECT_TRUE(table == "log" || table == "log_key") << table;
  EXPECT_EQ(tables_with(kept.id), before) << "nobody else";
  EXPECT_TRUE(person("999990639").id.empty());
  EXPECT_FALSE(person("999996617").unreadable);
  EXPECT_EQ(store::all_objects(*sql, house.sealing, kept).size(),
            store::all_objects(*sql, house.sealing, person("999996617")).size());
  const auto verified = verify(*sql, {.keys = house.keys, .anchors = "/none", .oin = "x"});
  EXPECT_EQ(verified.entries, was.entries);
  EXPECT_EQ(verified.broken.has_value(), was.broken.has_value());
}

TEST_F(Forget, a_copy_that_was_made_before_is_dark_about_them) {
  ONLY_ON_SQLITE();
  const auto copy = tests::fresh_folder("forget-copy") / "gateway.db";
  sql->run({"test", "VACUUM INTO '" + copy.string() + "'"});
  const auto gone = person("999990639");
  ASSERT_TRUE(forget(gone));
  const auto number =
      sql->one<int>({"test", "SELECT number FROM dossier_key_gone WHERE number = :n"}, gone.key);
  EXPECT_TRUE(number) << "until it is destroyed";
  store::transact(*sql, [&] { store::destroy_gone_keys(*sql, house.keys); });
  EXPECT_FALSE(sql->one<int>({"test", "SELECT 1 FROM dossier_key_gone WHERE number = :n"}, gone.key));

  const store::Database older(copy);
  const auto look = older.session();
  const auto then = store::find_dossier(*look, house.sealing, tenant, gone.id);
  ASSERT_TRUE(then) << "the row is there";
  EXPECT_TRUE(then->unreadable);
  EXPECT_TRUE(store::all_objects(*look, house.sealing, *then).empty());
  int opened = 0;
  for (const auto& [id, sealed] : look->all<std::string, std::string>(
           {"test", "SELECT id, sealed FROM event WHERE dossier = :d"}, gone.id))
    opened += store::try_open(house.keys, sealed, "event:" + id) ? 1 : 0;
  for (const auto& [id, sealed] : look->all<std::string, std::string>(
           {"test",
            "SELECT b.message_id, b.sealed FROM body b JOIN log l ON l.message_id = b.message_id"
            " WHERE l.dossier = :d"},
           gone.id))
    opened += store::try_open(house.keys, sealed, "body:" + id) ? 1 : 0;
  EXPECT_EQ(opened, 0);
  const auto verified = verify(*look, {.keys = house.keys, .anchors = "/none", .oin = "x"});
  EXPECT_EQ(verified.broken.has_value(),
            verify(*sql, {.keys = house.keys, .anchors = "/none", .oin = "x"}).broken.has_value())
      << "which is no damage";
  const auto other =
      store::find_person(*look, house.sealing, tenant, {*schemas::Bsn::parse("999996617"), {}});
  EXPECT_FALSE(other->unreadable);
  EXPECT_FALSE(store::all_objects(*look, house.sealing, *other).empty());
}

TEST_F(Forget, what_is_still_on_its_way_or_must_be_kept_comes_first) {
  const auto someone = person("999990639");
  const auto event = sql->one<std::string>({"test", "SELECT id FROM event WHERE dossier = :d"}, someone.id);
  for (const auto& lane : {someone.id, *event}) {
    sql->run({"test",
              "INSERT INTO delivery (subscription, position, lane, event, previous, mark) VALUES "
              "('kvs', 77, :l, :e, 0, '')"},
             lane, *event);
    EXPECT_NE(refused(someone).find("1 gebeurtenis;"), std::string::npos) << refused(someone);
    sql->run({"test", "DELETE FROM delivery"});
  }
  sql->run({"test", "UPDATE melding SET open = 1 WHERE dossier = :d"}, someone.id);
  EXPECT_NE(refused(someone).find("melding aan DUO"), std::string::npos);
  sql->run({"test", "UPDATE melding SET open = 0"});
  store::note_followed(*sql, tenant, someone.id, 1);
  EXPECT_NE(refused(someone).find("volgt"), std::string::npos);
  store::forget_followed(*sql, tenant, someone.id);
  add_hold(*sql, {"h1", tenant, someone.id, "bezwaar", 1});
  EXPECT_NE(refused(someone).find("bewaarplicht h1"), std::string::npos);
  end_hold(*sql, "h1");
  add_hold(*sql, {"h2", tenant, "", "archief", 1});
  EXPECT_NE(refused(someone).find("h2"), std::string::npos);
  EXPECT_FALSE(person("999990639").id.empty()) << "nothing of it is gone";
  end_hold(*sql, "h2");
  EXPECT_EQ(refused(someone), "");
}

TEST_F(Forget, what_was_merged_into_the_dossier_goes_with_it) {
  const auto kept = person("999990639");
  auto ended = person("999996617");
  // Known by the v-nummer of the other, as after a merge.
  store::StoredRows rows(*sql);
  const mapping::Subject with_number{*schemas::Bsn::parse("999990639"), 1234567890};
  store::take_dossier(rows, house.sealing, tenant, with_number);
  const auto second = store::take_dossier(rows, house.sealing, tenant, {{}, 9876543210});
  sql->run({"test", "UPDATE dossier SET closed = '2026-01-01' WHERE id = :i"}, second.id);
  EXPECT_EQ(forget(person("999990639"))->dossiers, 1) << "somebody else's ended dossier stays";
  EXPECT_TRUE(store::find_dossier(*sql, house.sealing, tenant, second.id));

  store::set_closed(rows, ended, "2026-01-01");
  const auto third = store::take_dossier(rows, house.sealing, tenant, {{}, 555});
  // The same person under another number, who got the BSN of the ended one.
  auto row = *rows.dossier(tenant, third.id);
  row.sealed_subject =
      house.keys.seal(R"({"bsn":"999996617"})", "dossier:" + third.id, house.random, third.key);
  rows.put_dossier(row);
  EXPECT_EQ(forget(*store::find_dossier(*sql, house.sealing, tenant, third.id))->dossiers, 2);
  EXPECT_FALSE(store::find_dossier(*sql, house.sealing, tenant, ended.id));
  EXPECT_EQ(kept.tenant, tenant);
}

TEST_F(Forget, nobody_of_another_gemeente_is_touched) {
  store::StoredRows rows(*sql);
  const auto elsewhere = house.config.tenants[1].oin.digits();
  const mapping::Subject same{*schemas::Bsn::parse("999990639"), {}};
  const auto other = store::take_dossier(rows, house.sealing, elsewhere, same);
  store::set_closed(rows, other, "2026-01-01");
  ASSERT_TRUE(forget(person("999990639")));
  store::transact(*sql, [&] { store::destroy_gone_keys(*sql, house.keys); });
  const auto still = store::find_person(*sql, house.sealing, elsewhere, same);
  ASSERT_TRUE(still);
  EXPECT_FALSE(still->unreadable);
}

TEST_F(Forget, a_dossier_that_ended_long_ago_goes_by_its_term) {
  config::Retention terms;
  const Due due(terms, {{"h", tenant, "vastgehouden", "x", 0}},
                *schemas::Moment::parse("2026-11-28T10:00:00Z"));
  EXPECT_TRUE(due.dossier(tenant, "d", "2021-01-01"));
  EXPECT_TRUE(due.dossier(tenant, "d", "2021-11-25"));
  EXPECT_FALSE(due.dossier(tenant, "d", "2021-11-28"));
  EXPECT_FALSE(due.dossier(tenant, "d", "2026-11-27"));
  EXPECT_FALSE(due.dossier(tenant, "vastgehouden", "2021-01-01"));
}

}  // namespace
}  // namespace inburgering::gateway::log
