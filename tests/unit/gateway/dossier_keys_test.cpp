// Each dossier has a key of its own: what it sealed is dark once that is gone, wherever a copy lies.
#include <gtest/gtest.h>
#include <unistd.h>

#include "gateway/store/dossier_key_file.h"
#include "gateway/store/own_key.h"
#include "gateway/store/reseal.h"
#include "gateway/store/stored_rows.h"
#include "tests/unit/gateway/readers.h"

namespace inburgering::gateway::store {
namespace {

class DossierKeys : public testing::Test {
 protected:
  const std::filesystem::path file = tests::fresh_folder("dossier-keys") / "gateway.db";
  DossierKeyFile keys{file};
  static std::string record(std::int64_t number) { return "sleutel " + std::to_string(number); }
};

TEST_F(DossierKeys, numbers_rise_and_nothing_is_there_before_the_first) {
  EXPECT_EQ(keys.count(), 0);
  EXPECT_FALSE(keys.read(1));
  EXPECT_FALSE(std::filesystem::exists(keys.file()));
  EXPECT_EQ(keys.add(3, record), 1);
  EXPECT_EQ(keys.add(2, record), 4);
  EXPECT_EQ(keys.count(), 5);
  for (std::int64_t number = 1; number <= 5; ++number) EXPECT_EQ(keys.read(number), record(number));
  for (const std::int64_t number : {-1, 0, 6}) EXPECT_FALSE(keys.read(number));
  EXPECT_EQ(std::filesystem::status(keys.file()).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(DossierKeys, what_is_destroyed_is_nowhere_in_the_file) {
  keys.add(3, record);
  keys.destroy(std::vector<std::int64_t>{2, 2, 0, 99});
  EXPECT_FALSE(keys.read(2));
  EXPECT_TRUE(keys.read(1) && keys.read(3));
  std::ifstream in(keys.file(), std::ios::binary);
  const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_EQ(all.find(record(2)), std::string::npos);
  EXPECT_NE(all.find(record(3)), std::string::npos);
  EXPECT_EQ(keys.add(1, record), 4) << "a number is never given twice";
}

TEST_F(DossierKeys, those_of_another_store_are_known_by_what_is_in_them) {
  const auto folder = tests::fresh_folder("dossier-keys-of-two");
  DossierKeyFile copy(folder / "kopie.db");
  DossierKeyFile other(folder / "ander.db");
  keys.add(2, record);
  copy.add(2, record);
  other.add(5, [](std::int64_t number) { return "ander " + std::to_string(number); });
  EXPECT_TRUE(goes_on(copy, keys));
  EXPECT_FALSE(goes_on(copy, other));
  // Also once they are destroyed; and what was lost at the end does not go on.
  keys.destroy(std::vector<std::int64_t>{1, 2});
  EXPECT_FALSE(keys.read(1));
  EXPECT_TRUE(goes_on(copy, keys));
  other.destroy(std::vector<std::int64_t>{1, 2});
  EXPECT_FALSE(goes_on(copy, other));
  copy.add(1, record);
  EXPECT_FALSE(goes_on(copy, keys));
  EXPECT_TRUE(goes_on(keys, copy));
}

TEST_F(DossierKeys, what_was_lost_is_told_apart_from_what_was_destroyed) {
  const auto longer = [](std::int64_t number) { return std::string(64, 'x') + std::to_string(number); };
  keys.add(4, longer);
  keys.destroy(std::vector<std::int64_t>{2});
  std::fstream damage(keys.file(), std::ios::in | std::ios::out | std::ios::binary);
  damage.seekp(2 * 128);
  damage << std::string(128, '\0');  // the third, all of it
  damage.seekp(3 * 128);
  damage << '\0';  // of the fourth its length alone
  damage.close();
  EXPECT_TRUE(keys.is_destroyed(2));
  for (const std::int64_t number : {1, 3, 4, 5}) EXPECT_FALSE(keys.is_destroyed(number)) << number;
  for (const std::int64_t number : {2, 3, 4}) EXPECT_FALSE(keys.read(number)) << number;
  // Another copy has them: that of the one who was destroyed is not taken from it.
  DossierKeyFile former(tests::fresh_folder("dossier-keys-former") / "gateway.db");
  former.add(4, longer);
  EXPECT_EQ(lost_since(former, keys), (std::vector<std::int64_t>{3, 4}));
  for (const auto number : lost_since(former, keys)) keys.put(number, *former.read(number));
  EXPECT_EQ(keys.read(3), longer(3));
  EXPECT_EQ(keys.read(4), longer(4));
  EXPECT_TRUE(lost_since(former, keys).empty());
  EXPECT_TRUE(goes_on(former, keys));
  // Destroyed after it was lost: nobody knows any more what it was, and it is no other for that.
  keys.put(3, longer(3));
  std::fstream again(keys.file(), std::ios::in | std::ios::out | std::ios::binary);
  again.seekp(2 * 128);
  again << std::string(128, '\0');
  again.close();
  keys.destroy(std::vector<std::int64_t>{3});
  EXPECT_TRUE(keys.is_destroyed(3));
  EXPECT_FALSE(keys.mark(3));
  EXPECT_TRUE(goes_on(former, keys));
}

TEST_F(DossierKeys, two_processes_never_get_the_same_number) {
  DossierKeyFile other(file);
  std::set<std::int64_t> given;
  for (int i = 0; i < 20; ++i)
    for (auto* each : {&keys, &other}) EXPECT_TRUE(given.insert(each->add(1, record)).second);
  EXPECT_EQ(*given.rbegin(), 40);
  EXPECT_EQ(other.read(39), keys.read(39));
}

TEST_F(DossierKeys, what_was_cut_short_was_never_given) {
  keys.add(2, record);
  std::filesystem::resize_file(keys.file(), 128 + 40);
  EXPECT_EQ(keys.count(), 1);
  EXPECT_EQ(keys.add(1, record), 3);
  EXPECT_EQ(keys.read(3), record(3));
  std::filesystem::resize_file(keys.file(), 3 * 128);
  EXPECT_THROW(keys.add(1, [](std::int64_t) { return std::string(DossierKeyFile::longest + 1, 'x'); }),
               std::logic_error);
}

TEST_F(DossierKeys, a_folder_that_cannot_be_written_is_told) {
  DossierKeyFile nowhere("/nonexistent/gateway.db");
  EXPECT_EQ(nowhere.count(), 0);
  EXPECT_THROW(nowhere.add(1, record), Unavailable);
  EXPECT_NO_THROW(nowhere.destroy(std::vector<std::int64_t>{1}));
}

class PerDossier : public testing::Test {
 protected:
  tests::FullHouse house;
  const Database database{tests::place("per-dossier")};
  Writer writer{database};
  const std::string tenant = house.config.tenants[0].oin.digits();

  Dossier person(const char* bsn) {
    return find_person(*database.session(), house.sealing, tenant, {*schemas::Bsn::parse(bsn), {}})
        .value_or(Dossier{});
  }
  Keys read_anew() {
    auto keys = tests::test_keys();
    keys.use(std::make_shared<DossierKeyFile>(house.store_file));
    return keys;
  }
  /// Values about dossiers that the key of the store opens by itself.
  int under_the_key_of_the_store() {
    int count = 0;
    const auto sql = database.session();
    for (const char* text :
         {"SELECT sealed_subject FROM dossier", "SELECT sealed FROM object", "SELECT sealed FROM statement",
          "SELECT sealed FROM event", "SELECT sealed FROM body WHERE sealed <> ''",
          "SELECT sealed FROM schoolrij", "SELECT sealed FROM melding"})
      for (const auto& sealed : sql->list<std::string>({"test", text}))
        count += Keys::dossier_key_of(sealed) == 0 ? 1 : 0;
    return count;
  }
};

/// As a database is that went away for a moment.
class GoneForAMoment : public store::DossierKeys {
 public:
  std::string name() const override { return "weg"; }
  std::int64_t count() const override { throw Unavailable("weg"); }
  std::optional<std::string> read(std::int64_t) const override { throw Unavailable("weg"); }
  std::int64_t add(std::int64_t, const std::function<std::string(std::int64_t)>&) override {
    throw Unavailable("weg");
  }
  bool is_destroyed(std::int64_t) const override { throw Unavailable("weg"); }
  void destroy(std::span<const std::int64_t>) override { throw Unavailable("weg"); }
  void put(std::int64_t, std::string_view) override { throw Unavailable("weg"); }
  std::uint64_t destructions() const override { return 0; }
};

TEST_F(PerDossier, keys_that_cannot_be_read_now_make_nothing_unreadable) {
  const auto sql = database.session();
  house.fill(*sql);
  auto keys = tests::test_keys();
  keys.use(std::make_shared<GoneForAMoment>());
  const Sealing gone{keys, house.sealing.surroundings};
  const auto known = person("999990639");
  EXPECT_THROW(find_dossier(*sql, gone, tenant, known.id), Unavailable);
  EXPECT_THROW(all_objects(*sql, gone, known), Unavailable);
  const auto events = events_of_dossier(*sql, tenant, known.id, 0, 1);
  ASSERT_EQ(events.size(), 1);
  EXPECT_THROW(try_open(keys, events.front().sealed, "event:" + events.front().id), Unavailable);
}

TEST_F(PerDossier, all_that_is_about_a_person_stands_under_their_own_key) {
  house.fill(*database.session());
  EXPECT_EQ(under_the_key_of_the_store(), 0);
  const auto one = person("999990639");
  const auto other = person("999996617");
  EXPECT_NE(one.key, other.key);
  EXPECT_GT(one.key, 0);
  EXPECT_NO_THROW(house.read_everything(*database.session()));
}

TEST_F(PerDossier, a_key_that_is_destroyed_leaves_its_dossier_dark_and_no_other) {
  house.fill(*database.session());
  const auto one = person("999990639");
  const auto other = person("999996617");
  const auto sealed = house.keys.seal("over Miriam", "body:1", house.random, one.key);
  EXPECT_EQ(house.keys.open(sealed, "body:1"), "over Miriam");
  house.keys.destroy(std::vector{one.key});
  for (const auto& keys : {house.keys, read_anew()}) {
    EXPECT_THROW(keys.open(sealed, "body:1"), std::runtime_error);
    EXPECT_THROW(keys.seal("x", "y", house.random, one.key), std::runtime_error);
    EXPECT_FALSE(keys.is_present(one.key));
    EXPECT_TRUE(keys.is_present(other.key));
  }
  EXPECT_TRUE(person("999990639").unreadable);
  EXPECT_FALSE(person("999996617").unreadable);
  EXPECT_NO_THROW(house.read_everything(*database.session()));
  // What comes next about the person gets another key.
  const auto sql = database.session();
  StoredRows rows(*sql);
  const auto again = take_dossier(rows, house.sealing, tenant, {*schemas::Bsn::parse("999990639"), {}});
  EXPECT_EQ(again.id, one.id);
  EXPECT_GT(again.key, other.key);
  EXPECT_FALSE(person("999990639").unreadable);
}

TEST_F(PerDossier, a_key_that_was_lost_is_named_and_no_other_comes_in_its_place) {
  house.fill(*database.session());
  const auto one = person("999990639");
  const DossierKeyFile former(house.store_file);
  const auto record = *former.read(one.key);
  {
    std::fstream damage(house.store_file.string() + ".dossiersleutels",
                        std::ios::in | std::ios::out | std::ios::binary);
    damage.seekp((one.key - 1) * 128);
    damage << std::string(128, '\0');
  }
  const auto keys = read_anew();
  const auto sql = database.session();
  EXPECT_TRUE(keys.is_lost(one.key));
  EXPECT_FALSE(keys.is_lost(person("999996617").key));
  EXPECT_EQ(count_lost_keys(*sql, keys), 1);
  const auto found = unopened(*sql, keys, [](std::int64_t) {});
  ASSERT_EQ(found.by_lost_key.size(), 1U);
  EXPECT_EQ(found.by_lost_key.begin()->first, one.key);
  EXPECT_GT(found.by_lost_key.begin()->second, 1);
  EXPECT_TRUE(dossier_keys_in_use(*sql).contains(one.key));
  const Sealing sealing{keys, house.sealing.surroundings};
  while (reseal(database, writer.write(), sealing, [](const Resealed&) { return true; }).anew > 0) {
  }
  EXPECT_EQ(sql->one<std::int64_t>({"test", "SELECT COUNT(*) FROM dossier WHERE key_number = :n"}, one.key),
            1)
      << "what lies under it waits for it";
  DossierKeyFile(house.store_file).put(one.key, record);
  EXPECT_TRUE(unopened(*sql, read_anew(), [](std::int64_t) {}).by_lost_key.empty());
  keys.destroy(std::vector{one.key});
  EXPECT_FALSE(read_anew().is_lost(one.key)) << "that was on purpose";
  EXPECT_EQ(count_lost_keys(*sql, read_anew()), 0);
}

TEST_F(PerDossier, a_value_of_one_dossier_does_not_pass_for_one_of_another) {
  house.fill(*database.session());
  auto sealed = house.keys.seal("over Miriam", "body:1", house.random, person("999990639").key);
  const auto other = house.keys.seal("x", "body:1", house.random, person("999996617").key);
  sealed.replace(0, 9, other.substr(0, 9));
  EXPECT_THROW(house.keys.open(sealed, "body:1"), std::runtime_error);
  for (const auto* broken : {"\x02", "\x02\x01\x01", "\x02\x7f\xff\xff\xff\xff\xff\xff\xff"})
    EXPECT_THROW(house.keys.open(broken, "body:1"), std::runtime_error);
}

TEST_F(PerDossier, a_store_of_before_is_taken_over_row_by_row) {
  house.fill(*database.session());
  // As it was: all under the key of the store.
  const auto none = tests::test_keys();
  const Sealing as_before{none, {house.clock, house.random}};
  tests::FullHouse former;
  const Database older(tests::place("per-dossier-before"));
  Writer into(older);
  former.fill(*older.session());
  former.keys = tests::test_keys();
  older.session()->run({"test", "DELETE FROM dossier_key_gone"});
  for (const auto& [table, column, place] :
       {std::tuple{"dossier", "sealed_subject", "'dossier:' || id"},
        {"event", "sealed", "'event:' || id"},
        {"body", "sealed", "'body:' || message_id"},
        {"melding", "sealed", "'melding:' || id"},
        {"schoolrij", "sealed", "'rij:' || message_id"},
        {"object", "sealed", "'object:' || dossier || ':' || objecttype || ':' || key_hash"},
        {"statement", "sealed", "'statement:' || dossier || ':' || objecttype || ':' || key_hash"}}) {
    const std::string of(table);
    const std::string name(column);
    auto with_numbers = tests::test_keys();
    with_numbers.use(std::make_shared<DossierKeyFile>(former.store_file));
    const auto sql = older.session();
    for (const auto& [sealed, where] : sql->all<std::string, std::string>(
             {"test", "SELECT " + name + ", " + place + " FROM " + of + " WHERE " + name + " <> ''"}))
      if (Keys::dossier_key_of(sealed) != 0)
        sql->run({"test", "UPDATE " + of + " SET " + name + " = :new WHERE " + name + " = :old"},
                 Bytes{none.seal(with_numbers.open(sealed, where), where, house.random)}, Bytes{sealed});
  }
  older.session()->run({"test", "UPDATE dossier SET key_number = 0"});
  EXPECT_EQ(
      find_person(*older.session(), as_before, tenant, {*schemas::Bsn::parse("999990639"), {}})->unreadable,
      false);

  auto keys = tests::test_keys();
  keys.use(std::make_shared<DossierKeyFile>(former.store_file));
  const Sealing sealing{keys, {house.clock, house.random}};
  std::int64_t parts = 0;
  for (Resealed part{1}; part.anew + part.keys > 0; ++parts)  // broken off after each transaction
    part = reseal(older, into.write(), sealing, [](const Resealed&) { return false; });
  EXPECT_GT(parts, 5);
  for (const char* text :
       {"SELECT sealed_subject FROM dossier", "SELECT sealed FROM object", "SELECT sealed FROM statement",
        "SELECT sealed FROM event", "SELECT sealed FROM body", "SELECT sealed FROM schoolrij",
        "SELECT sealed FROM melding"})
    for (const auto& sealed : older.session()->list<std::string>({"test", text}))
      EXPECT_NE(Keys::dossier_key_of(sealed), 0) << text;
  const auto known = find_person(*older.session(), sealing, tenant, {*schemas::Bsn::parse("999990639"), {}});
  ASSERT_TRUE(known);
  EXPECT_FALSE(known->unreadable);
  EXPECT_FALSE(all_objects(*older.session(), sealing, *known).empty());
}

TEST_F(PerDossier, a_store_without_the_file_of_its_dossiers_is_not_opened) {
  house.fill(*database.session());
  const auto verdict = [&] {
    auto keys = tests::test_keys();
    const auto proven = prove_key(*database.session(), house.store_file, keys);
    return proven ? std::string() : proven.error();
  };
  EXPECT_EQ(verdict(), "");
  const auto there = house.store_file.string() + ".dossiersleutels";
  std::filesystem::rename(there, there + ".weg");
  EXPECT_NE(verdict().find("is er niet"), std::string::npos) << verdict();
  std::ofstream(there) << "";
  EXPECT_NE(verdict().find(there), std::string::npos);
  std::filesystem::rename(there + ".weg", there);
  EXPECT_EQ(verdict(), "");
}

}  // namespace
}  // namespace inburgering::gateway::store
