// Another key for the store: all that is sealed goes over to it, wherever it stands, and nothing else
// changes.
#include "gateway/store/reseal.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "gateway/store/former_hashes.h"
#include "gateway/store/key_file.h"
#include "gateway/store/own_key.h"
#include "tests/unit/gateway/readers.h"

namespace inburgering::gateway::store {
namespace {

class Rekey : public testing::Test {
 protected:
  Rekey() {
    write({"k1"});
    house.keys = *Keys::read(file);
    scope_former_hashes(database, writer, house.sealing, [](std::int64_t) {});
    house.fill(*database.session());
  }
  /// The file with these keys, the first in front.
  void write(const std::vector<std::string>& names) const {
    std::ofstream out(file);
    for (const auto& name : names) out << name << ":" << std::string(63, 'a') << name.back() << '\n';
  }
  /// The keys that the file says, and that are proven to be those of the store.
  std::optional<Keys> keys() {
    auto read = Keys::read(file);
    if (!read || !judge_key(*database.session(), house.store_file, *read)) return std::nullopt;
    return *read;
  }
  std::map<std::string, std::int64_t> under() { return sealed_under(*database.session(), house.keys); }
  /// What the house fills in where nothing really happens: it is not sealed, and no key opens it.
  std::int64_t plain() { return under()[""]; }
  Resealed all() {
    writer.run([&](Session& sql) { belong_to_present(sql, house.sealing); });
    return reseal(database, writer.write(), house.sealing, [](const Resealed&) { return true; });
  }
  /// All that stands in a column, of each column that there is.
  std::string everything() {
    std::string all;
    const auto sql = database.session();
    for (const auto& table : tests::tables_of(*sql))
      for (const auto& [column, type] : tests::columns_of(*sql, table))
        for (const auto& value : sql->list<std::string>({"test", "SELECT " + column + " FROM " + table}))
          all += value + "|";
    return all;
  }

  const std::filesystem::path file = tests::fresh_folder("rekey") / "store.key";
  tests::FullHouse house;
  const Database database{tests::place("rekey-store")};
  Writer writer{database};
};

TEST_F(Rekey, all_that_is_sealed_goes_over_wherever_it_stands) {
  const auto before = under();
  ASSERT_GT(before.at("k1"), 30);
  write({"k2", "k1"});
  house.keys.renew(*keys());
  EXPECT_TRUE(needs_former_key(*database.session(), house.keys));
  EXPECT_NO_THROW(house.read_everything(*database.session())) << "what there was is still opened";
  const auto done = all();
  EXPECT_EQ(done.anew, before.at("k1"));
  EXPECT_EQ(done.unreadable, plain());
  const auto after = under();
  EXPECT_EQ(after.at("k2"), before.at("k1") + 1) << "and the key that things are found by";
  EXPECT_FALSE(after.contains("k1"));
  // In no column that we did not think of either.
  EXPECT_FALSE(everything().contains(std::string("\x01\x02k1", 4)));
  EXPECT_FALSE(needs_former_key(*database.session(), house.keys));
  EXPECT_EQ(all().anew, 0) << "a second time there is nothing to do";
}

TEST_F(Rekey, the_former_key_is_needed_for_nothing_afterwards) {
  const mapping::Subject person{*schemas::Bsn::parse("999990639"), {}};
  const auto tenant = house.config.tenants[0].oin.digits();
  const auto known = find_person(*database.session(), house.sealing, tenant, person);
  ASSERT_TRUE(known);
  write({"k2", "k1"});
  house.keys.renew(*keys());
  all();
  write({"k2"});
  EXPECT_FALSE(keys()) << "who had the former key may be about to write something under it";
  writer.run([](Session& sql) { need_no_former(sql); });
  auto alone = keys();
  ASSERT_TRUE(alone) << "the store belongs to it";
  const Sealing sealing{*alone, {house.clock, house.random}};
  const auto sql = database.session();
  const auto found = find_person(*sql, sealing, tenant, person);
  ASSERT_TRUE(found) << "found by the same hashes";
  EXPECT_EQ(found->id, known->id);
  EXPECT_FALSE(found->unreadable);
  EXPECT_EQ(all_objects(*sql, sealing, *found).size(),
            all_objects(*database.session(), house.sealing, *known).size());
  EXPECT_EQ(log::verify(*sql, {.keys = *alone, .anchors = "/none", .oin = "x"}).bodies,
            log::verify(*sql, {.keys = house.keys, .anchors = "/none", .oin = "x"}).bodies);
  write({"k1"});
  EXPECT_FALSE(keys()) << "and no longer to the other";
  write({"k3"});
  EXPECT_FALSE(keys());
}

TEST_F(Rekey, goes_on_where_it_was_broken_off) {
  const auto before = under().at("k1");
  write({"k2", "k1"});
  house.keys.renew(*keys());
  std::int64_t anew = 0;
  int times = 0;
  for (std::int64_t done = -1; done != 0; ++times) {
    const auto part = reseal(database, writer.write(), house.sealing, [](const Resealed&) { return false; });
    done = part.anew + part.keys;
    anew += part.anew;
    EXPECT_TRUE(keys()) << "with both keys it opens at any moment";
    EXPECT_NO_THROW(house.read_everything(*database.session()));
  }
  EXPECT_EQ(anew, before);
  EXPECT_GT(times, 8) << "after each transaction";
}

TEST_F(Rekey, what_was_damaged_stays_as_it_is_and_holds_nothing_up) {
  ONLY_ON_SQLITE();
  const auto sql = database.session();
  sql->run({"test", "UPDATE body SET sealed = CAST(X'01026B31' || 'stuk' AS BLOB) WHERE " +
                        tests::row_of(*sql, "body")});
  write({"k2", "k1"});
  house.keys.renew(*keys());
  EXPECT_EQ(all().unreadable, plain() + 1);
  EXPECT_EQ(under().at("k1"), 1);
  EXPECT_FALSE(needs_former_key(*database.session(), house.keys)) << "no key opens it";
}

TEST_F(Rekey, a_file_of_keys_says_what_is_wrong_with_it) {
  const auto wrong = [&](const std::string& content) {
    std::ofstream(file) << content;
    const auto read = Keys::read(file);
    return read ? std::string() : read.error();
  };
  const auto line = "k1:" + std::string(64, 'a') + "\n";
  EXPECT_EQ(wrong(line), "");
  EXPECT_NE(wrong(line + "k2:kort\n").find("regel 2"), std::string::npos);
  EXPECT_NE(wrong(line + line).find("twee sleutels heten k1"), std::string::npos);
  EXPECT_NE(wrong("").find("niet leesbaar"), std::string::npos);
  std::string many;
  for (std::size_t i = 0; i <= Keys::at_most; ++i)
    many += "k" + std::to_string(i) + ":" + std::string(64, 'a') + "\n";
  EXPECT_NE(wrong(many).find("te veel"), std::string::npos);
}

TEST_F(Rekey, a_former_key_that_is_gone_too_early_is_told_and_nothing_is_opened_without_it) {
  write({"k2", "k1"});
  house.keys.renew(*keys());
  writer.run([&](Session& sql) { belong_to_present(sql, house.sealing); });
  write({"k2"});
  EXPECT_FALSE(keys());
  write({"k2", "k1"});
  EXPECT_TRUE(keys());
  write({"k1", "k2"});  // put in front again
  EXPECT_TRUE(keys());
}

TEST_F(Rekey, goes_by_the_secret_and_not_by_the_name) {
  // k1 was renamed, and another key was given its name.
  std::ofstream(file) << "k1:" << std::string(63, 'a') << "7\nk0:" << std::string(63, 'a') << "1\n";
  house.keys.renew(*keys());
  EXPECT_TRUE(needs_former_key(*database.session(), house.keys)) << "though its name stands at all of them";
  EXPECT_GT(all().anew, 30);
  EXPECT_FALSE(needs_former_key(*database.session(), house.keys));
  std::ofstream(file) << "k1:" << std::string(63, 'a') << "7\n";
  writer.run([](Session& sql) { need_no_former(sql); });
  ASSERT_TRUE(keys());
  house.keys.renew(*keys());
  EXPECT_NO_THROW(house.read_everything(*database.session()));
  EXPECT_TRUE(find_person(*database.session(), house.sealing, house.config.tenants[0].oin.digits(),
                          {*schemas::Bsn::parse("999990639"), {}}));
}

TEST_F(Rekey, keys_are_in_use_until_nobody_has_them) {
  const auto store = database.file();
  const auto mine = KeysInUse::share(store);
  ASSERT_TRUE(mine);
  {
    const auto other = KeysInUse::share(store);
    ASSERT_TRUE(other);
    EXPECT_FALSE(mine->alone());
  }
  const auto again = KeysInUse::share(store);
  ASSERT_TRUE(again);
  {
    const auto third = KeysInUse::share(store);
    EXPECT_FALSE(again->alone());
  }
}

TEST_F(Rekey, a_link_to_the_file_stays_one) {
  const auto link = file.parent_path() / "link.key";
  std::filesystem::create_symlink(file, link);
  std::filesystem::create_symlink("/nonexistent", file.string() + ".nieuw");
  {
    const auto held = HeldKeyFile::hold(link);
    ASSERT_TRUE(held);
    EXPECT_TRUE(held->replace("k2:" + std::string(64, 'b') + "\n" + held->content()));
  }
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_FALSE(std::filesystem::is_symlink(file));
  EXPECT_EQ(Keys::read(file)->names(), (std::vector<std::string>{"k2", "k1"}));
}

TEST_F(Rekey, two_do_not_change_the_file_at_once) {
  {
    const auto one = HeldKeyFile::hold(file);
    ASSERT_TRUE(one);
    const auto other = HeldKeyFile::hold(file);
    ASSERT_FALSE(other);
    EXPECT_NE(other.error().find("iemand anders"), std::string::npos);
    std::filesystem::permissions(file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_TRUE(one->replace("k2:" + std::string(64, 'b') + "\n" + one->content()));
  }
  EXPECT_EQ(Keys::read(file)->names(), (std::vector<std::string>{"k2", "k1"}));
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_TRUE(HeldKeyFile::hold(file));
  EXPECT_FALSE(std::filesystem::exists(file.string() + ".nieuw"));
  EXPECT_FALSE(HeldKeyFile::hold(file.parent_path() / "none"));
}

}  // namespace
}  // namespace inburgering::gateway::store
