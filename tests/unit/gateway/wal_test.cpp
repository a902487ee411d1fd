#include "gateway/store/engine/wal.h"

#include <gtest/gtest.h>

#include <fstream>

#include "gateway/store/engine/failure.h"
#include "gateway/store/engine/sqlite.h"
#include "tests/unit/gateway/stores.h"

namespace inburgering::gateway::store {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t head = 32;
constexpr std::int64_t frame = 24 + 4096;

/// A store as a power cut leaves it: what was committed last stands in its -wal.
class WalTest : public testing::Test {
 protected:
  fs::path file = tests::fresh_folder("wal") / "gateway.db";

  void SetUp() override { ONLY_ON_SQLITE(); }

  static void insert(Session& sql, int number) {
    transact(sql, [&] {
      sql.run({"test", "INSERT INTO body (message_id, tenant, sealed) VALUES (:id, '', '')"},
              std::to_string(number));
    });
  }
  void leave(int transactions, int rolled_back = 0) const {
    const auto folder = tests::fresh_folder("wal-used");
    const Database database{StorePlace{folder / "gateway.db"}};
    const auto sql = database.session();
    sql->engine().wipe_removed();
    for (int number = 0; number < transactions; ++number) insert(*sql, number);
    for (int number = 0; number < rolled_back; ++number)
      EXPECT_THROW(
          transact(*sql,
                   [&] {
                     for (int row = 0; row < 20'000; ++row)
                       sql->run({"test",
                                 "INSERT INTO body (message_id, tenant, sealed) VALUES (:id, '', :sealed)"},
                                std::to_string(1000 + row), std::string(1000, 'x'));
                     throw Unavailable("half way");
                   }),
          Unavailable);
    for (const char* end : {"", "-wal"})
      fs::copy_file(folder / ("gateway.db" + std::string(end)), file.string() + end);
  }
  fs::path wal() const { return file.string() + "-wal"; }
  std::int64_t size() const { return static_cast<std::int64_t>(fs::file_size(wal())); }
  void flip(std::int64_t place) const {
    std::fstream bytes(wal(), std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(place);
    const auto was = static_cast<char>(bytes.get());
    bytes.seekp(place);
    bytes.put(static_cast<char>(was ^ 0x10));
  }
};

TEST_F(WalTest, a_whole_one_is_no_damage) {
  leave(5);
  EXPECT_FALSE(damage_of_wal(file));
  EXPECT_TRUE(store::exists(StorePlace{file}));
}
TEST_F(WalTest, what_was_under_way_when_the_power_went_is_no_damage) {
  leave(5);
  fs::resize_file(wal(), static_cast<std::uintmax_t>(size() - 100));
  EXPECT_FALSE(damage_of_wal(file));
  flip(size() - frame);
  EXPECT_FALSE(damage_of_wal(file)) << "of the last transaction nobody can tell whether it was on disk";
}
TEST_F(WalTest, what_a_transaction_left_that_was_undone_is_no_damage) {
  leave(2, 3);
  EXPECT_FALSE(damage_of_wal(file));
}
TEST_F(WalTest, a_bit_before_what_was_committed_later_is_found_wherever_it_is) {
  leave(4);
  const auto whole = size();
  for (std::int64_t place = head; place < head + frame; place += 97) {
    flip(place);
    const auto found = damage_of_wal(file);
    ASSERT_TRUE(found) << place;
    EXPECT_EQ(found->frame, 1) << place;
    EXPECT_EQ(found->readable, head) << place;
    flip(place);
  }
  EXPECT_EQ(size(), whole);
}
TEST_F(WalTest, one_without_its_head_is_damaged) {
  leave(3);
  flip(10);
  const auto found = damage_of_wal(file);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->frame, 0);
}
TEST_F(WalTest, what_can_be_read_is_kept_when_the_rest_is_cut_off_as_is_told) {
  leave(6);
  flip(head + (size() - head) / 2);
  const auto found = damage_of_wal(file);
  ASSERT_TRUE(found);
  EXPECT_THROW(static_cast<void>(store::exists(StorePlace{file})), Damaged);
  EXPECT_THROW(Database{StorePlace{file}}, Damaged);
  fs::resize_file(wal(), static_cast<std::uintmax_t>(found->readable));
  const Database database{StorePlace{file}};
  EXPECT_GE(database.session()->one<int>({"test", "SELECT COUNT(*) FROM body"}).value_or(-1), 1);
}

TEST(Journal, one_that_a_power_cut_left_is_played_back_by_who_only_looks) {
  ONLY_ON_SQLITE();
  const auto used = tests::fresh_folder("journal-used") / "gateway.db";
  const auto left = tests::fresh_folder("journal") / "gateway.db";
  const auto writing = sqlite(used, Access::write);
  writing->script(
      "CREATE TABLE een (nummer INTEGER); INSERT INTO een VALUES (1); BEGIN; UPDATE een SET nummer = 2");
  for (const char* end : {"", "-journal"}) fs::copy_file(used.string() + end, left.string() + end);
  ASSERT_GT(fs::file_size(left.string() + "-journal"), 0U);
  const auto looking = store::open(StorePlace{left}, Access::read);
  EXPECT_EQ(looking->one<int>({"test", "SELECT nummer FROM een"}), 1);
  EXPECT_THROW(looking->run({"test", "DELETE FROM een"}), Failure);
}

}  // namespace
}  // namespace inburgering::gateway::store
