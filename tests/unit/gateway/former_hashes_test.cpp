// A store of before each gemeente had hashes of its own: taken over whole, also when that is broken off.
#include "gateway/store/former_hashes.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>

#include "gateway/store/engine/migrations.h"
#include "gateway/store/engine/sqlite.h"
#include "gateway/store/own_key.h"
#include "gateway/store/questions.h"
#include "gateway/store/received.h"
#include "gateway/store/statements.h"
#include "gateway/store/stored_rows.h"
#include "gateway/store/subscriptions.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::store {
namespace {

constexpr int others = 1203;  // persons whom only one gemeente knows

class FormerHashes : public testing::Test, protected tests::House {
 protected:
  FormerHashes() {
    Session sql(sqlite(file, Access::write));
    for (const auto step : sqlite_migrations().first(13)) sql.engine().script(step);
    sql.run({"test", "PRAGMA user_version = 13"});
    sql.begin();
    for (const std::string tenant : {"t", "u"}) told_of(sql, tenant, "d-" + tenant);
    for (int i = 0; i < others; ++i)
      sql.run({"test", "INSERT INTO dossier_number (tenant, number_hash, dossier) VALUES ('t', :h, 'x')"},
              keys.find_hash("bsn:" + std::to_string(i)));
    sql.run({"test", "INSERT INTO subscription_person (subscription, number_hash) VALUES ('kvs', :h)"},
            keys.find_hash("bsn:999990639"));
    sql.commit();
  }

  /// One person, of whom everything is kept that stands by a hash.
  void told_of(Session& sql, const std::string& tenant, const std::string& dossier) const {
    const auto seal = [&](const std::string& plain, const std::string& place) {
      return keys.seal(plain, place, sealing.surroundings.random);
    };
    const auto key = keys.find_hash(boost::json::serialize(mapping::canonical::key_of(start)));
    sql.run(
        {"test",
         "INSERT INTO dossier (tenant, id, sealed_subject, last_sequence, closed, version) VALUES (:t, :d, "
         ":s, 3, '', 1)"},
        tenant, dossier, Bytes{seal(R"({"bsn":"999990639"})", "dossier:" + dossier)});
    sql.run({"test", "INSERT INTO dossier_number (tenant, number_hash, dossier) VALUES (:t, :h, :d)"}, tenant,
            keys.find_hash("bsn:999990639"), dossier);
    sql.run({"test",
             "INSERT INTO object (tenant, dossier, objecttype, key_hash, feed, sealed) VALUES (:t, :d, "
             "'Startinburgering', :k, 'duo', :s)"},
            tenant, dossier, key, Bytes{seal("{}", "object:" + dossier + ":Startinburgering:" + key)});
    sql.run({"test",
             "INSERT INTO object (tenant, dossier, objecttype, key_hash, feed, sealed) VALUES (:t, :d, "
             "'Persoon', 'k', 'duo', 'stuk')"},
            tenant, dossier);
    sql.run({"test",
             "INSERT INTO statement (tenant, dossier, objecttype, key_hash, sealed) VALUES (:t, :d, "
             "'Startinburgering', :k, :s)"},
            tenant, dossier, key,
            Bytes{seal(R"({"datum":["2026-11-02","",false]})",
                       "statement:" + dossier + ":Startinburgering:" + key)});
    sql.run(
        {"test",
         "INSERT INTO received (tenant, sender_hash, digest, http_status, answer, message_id) VALUES (:t, "
         ":h, :g, 201, '{}', 'm')"},
        tenant, keys.find_hash("sender:duo|r1"), keys.digest_of_sha256(sha256("inhoud")));
    sql.run({"test",
             "INSERT INTO asked (tenant, dossier, resource, answered, outcome, answer_hash, failed) VALUES "
             "(:t, :d, 'pip', 5, 'verwerkt', :g, 0)"},
            tenant, dossier, keys.digest_of_sha256(sha256("antwoord")));
  }
  void expect_taken_over(const Database& database) {
    const auto sql = database.session();
    StoredRows rows(*sql);
    for (const std::string tenant : {"t", "u"}) {
      const auto dossier = find_person(*sql, sealing, tenant, person);
      ASSERT_TRUE(dossier) << tenant;
      EXPECT_EQ(dossier->id, "d-" + tenant);
      EXPECT_TRUE(find_object(*sql, sealing, *dossier, start));
      EXPECT_EQ(all_objects(*sql, sealing, *dossier).size(), 1U) << "what was damaged harms nothing else";
      EXPECT_EQ(statements_of(rows, sealing, *dossier, start).at("datum").tijdstip, "2026-11-02");
      const auto received = find_received(rows, keys, tenant, keys.find_hash(tenant, "sender:duo|r1"));
      ASSERT_TRUE(received);
      EXPECT_EQ(received->digest, keys.digest(tenant, "inhoud"));
      const auto asked = last_asked(*sql, tenant, dossier->id, "pip");
      ASSERT_TRUE(asked);
      EXPECT_EQ(asked->answer_hash, keys.digest(tenant, "antwoord"));
    }
    EXPECT_TRUE(has_person(*sql, "kvs", number_hashes(keys, "kvs", person).front()));
    EXPECT_EQ(sql->one<int>({"test", "SELECT COUNT(*) FROM dossier_number"}), others + 2);
    EXPECT_EQ(sql->one<int>({"test", "SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'former_%'"}), 0);
    for (const auto* column :
         {"number_hash FROM dossier_number", "key_hash FROM statement", "sender_hash FROM received",
          "digest FROM received", "answer_hash FROM asked"}) {
      const auto hash = "SELECT " + std::string(column);
      EXPECT_EQ(sql->one<int>({"test", "SELECT COUNT(*) FROM (" + hash + " WHERE tenant = 't' INTERSECT " +
                                           hash + " WHERE tenant = 'u')"}),
                0)
          << column << " tells that both know this person";
    }
  }

  const std::filesystem::path file = tests::fresh_folder("former-hashes") / "gateway.db";
  const mapping::Subject person{*schemas::Bsn::parse("999990639"), {}};
  const mapping::canonical::Startinburgering start{};
};

TEST_F(FormerHashes, each_gemeente_gets_its_own_and_everything_is_found_by_it) {
  const Database database(file);
  Writer writer(database);
  EXPECT_TRUE(has_former_hashes(*database.session()));
  scope_former_hashes(database, writer, sealing, [](std::int64_t) {});
  EXPECT_FALSE(has_former_hashes(*database.session()));
  expect_taken_over(database);
  scope_former_hashes(database, writer, sealing, [](std::int64_t) { FAIL() << "once is enough"; });
  expect_taken_over(database);
}

TEST_F(FormerHashes, goes_on_where_it_was_broken_off) {
  const Database database(file);
  Writer writer(database);
  struct Broken {};
  int times = 0;
  for (bool broken = true; broken; ++times) {
    broken = false;
    try {
      scope_former_hashes(database, writer, sealing, [](std::int64_t) { throw Broken(); });
    } catch (const Broken&) {
      broken = true;
    }
  }
  EXPECT_GT(times, 5) << "after each transaction";
  expect_taken_over(database);
}

TEST_F(FormerHashes, a_store_that_is_half_taken_over_is_not_worked_with) {
  const Database database(file);
  const auto judged = judge_key(*database.session(), file, keys);
  ASSERT_FALSE(judged);
  EXPECT_NE(judged.error().find("start de gateway"), std::string::npos) << judged.error();
  Writer writer(database);
  EXPECT_TRUE(prove_key(*database.session(), file, keys)) << "the gateway itself goes on with it";
  scope_former_hashes(database, writer, sealing, [](std::int64_t) {});
  EXPECT_TRUE(judge_key(*database.session(), file, keys));
}

}  // namespace
}  // namespace inburgering::gateway::store
