#include "gateway/store/own_key.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "gateway/store/stored_rows.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::store {
namespace {

Keys keys_of(const std::string& line) {
  const auto file = tests::fresh_folder("own-key-file") / "store.key";
  std::ofstream(file) << line << '\n';
  return *Keys::read(file);
}

class OwnKey : public testing::Test {
 protected:
  tests::FixedClock clock;
  tests::CountingRandom random;
  Keys keys = keys_of("k1:" + std::string(64, 'a'));
  Keys other = keys_of("k2:" + std::string(64, 'b'));
  const Database database{tests::place("own-key")};
  const std::unique_ptr<Session> sql = database.session();

  std::string judged(Keys by) const {
    const auto verdict = judge_key(*sql, database.file(), by);
    return verdict ? "" : verdict.error();
  }
};

TEST_F(OwnKey, an_empty_store_takes_any_key_and_then_that_one_alone) {
  EXPECT_EQ(judged(other), "");
  EXPECT_TRUE(prove_key(*sql, database.file(), keys));
  EXPECT_EQ(judged(keys), "");
  const auto wrong = judged(other);
  EXPECT_TRUE(wrong.contains(database.file().string()) && wrong.contains("k1") && wrong.contains("k2"))
      << wrong;
  EXPECT_FALSE(prove_key(*sql, database.file(), other));
  EXPECT_EQ(judged(keys), "") << "a wrong key leaves the proof as it is";
}
TEST_F(OwnKey, the_secret_decides_and_not_its_name) {
  ASSERT_TRUE(prove_key(*sql, database.file(), keys));
  EXPECT_EQ(judged(keys_of("another-name:" + std::string(64, 'a'))), "");
  EXPECT_NE(judged(keys_of("k1:" + std::string(64, 'c'))), "");
}
TEST_F(OwnKey, a_store_of_before_tells_it_by_any_row_that_is_sealed) {
  StoredRows(*sql).keep_body("t", "m", keys.seal("x", "body:m", random));
  EXPECT_EQ(judged(keys), "");
  EXPECT_NE(judged(other), "");
  // Also when all bodies are gone by their term and only dossiers are left.
  sql->run({"test", "UPDATE body SET sealed = '', removed = 'x'"});
  StoredRows rows(*sql);
  take_dossier(rows, {keys, {clock, random}}, "t", {*schemas::Bsn::parse("999996617"), {}});
  EXPECT_EQ(judged(keys), "");
  EXPECT_NE(judged(other), "");
}

TEST_F(OwnKey, of_a_store_of_before_the_key_that_opens_it_is_the_one_that_finds) {
  StoredRows rows(*sql);
  const mapping::Subject person{*schemas::Bsn::parse("999996617"), {}};
  const auto known = take_dossier(rows, {keys, {clock, random}}, "t", person);
  auto both = keys_of("k2:" + std::string(64, 'b') + "\nk1:" + std::string(64, 'a'));
  ASSERT_TRUE(prove_key(*sql, database.file(), both));
  EXPECT_EQ(take_dossier(rows, {both, {clock, random}}, "t", person).id, known.id) << "no second dossier";
  auto again = keys_of("k2:" + std::string(64, 'b') + "\nk1:" + std::string(64, 'a'));
  ASSERT_TRUE(judge_key(*sql, database.file(), again));
  EXPECT_EQ(take_dossier(rows, {again, {clock, random}}, "t", person).id, known.id);
}

}  // namespace
}  // namespace inburgering::gateway::store
