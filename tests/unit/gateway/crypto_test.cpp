#include "gateway/store/crypto.h"

#include <gtest/gtest.h>

#include <fstream>

namespace inburgering::gateway::store {
namespace {

Keys keys(const char* name = "a.key") {
  SystemRandom random;
  const auto file = std::filesystem::path(testing::TempDir()) / name;
  std::ofstream(file) << Keys::generate(random);
  return *Keys::read(file);
}

TEST(Keys, what_is_sealed_opens_only_where_it_belongs) {
  SystemRandom random;
  const auto k = keys();
  const auto sealed = k.seal("over Miriam", "body:1", random);
  EXPECT_EQ(k.open(sealed, "body:1"), "over Miriam");
  EXPECT_THROW(k.open(sealed, "body:2"), std::runtime_error);
  EXPECT_EQ(sealed.find("Miriam"), std::string::npos);
}
TEST(Keys, a_sealed_value_that_was_altered_does_not_open) {
  SystemRandom random;
  const auto k = keys();
  for (const std::size_t size : {0U, 1U, 15U, 16U, 1000U}) {
    const std::string plain(size, 'x');
    auto sealed = k.seal(plain, "b", random);
    EXPECT_EQ(k.open(sealed, "b"), plain);
    auto& letter = sealed[sealed.size() / 2];
    letter = letter == 'A' ? 'B' : 'A';
    EXPECT_THROW(k.open(sealed, "b"), std::runtime_error) << size;
  }
  EXPECT_THROW(k.open("", "b"), std::runtime_error);
  EXPECT_THROW(k.open("k1.", "b"), std::runtime_error);
}
TEST(Keys, the_same_text_is_never_sealed_the_same_way) {
  SystemRandom random;
  const auto k = keys();
  EXPECT_NE(k.seal("x", "b", random), k.seal("x", "b", random));
}
TEST(Keys, a_number_is_found_by_one_key_alone) {
  const auto one = keys("one.key");
  const auto two = keys("two.key");
  EXPECT_EQ(one.find_hash("bsn:999990639"), one.find_hash("bsn:999990639"));
  EXPECT_NE(one.find_hash("bsn:999990639"), two.find_hash("bsn:999990639"));
}
TEST(Keys, a_bad_key_file_is_refused_in_dutch) {
  const auto file = std::filesystem::path(testing::TempDir()) / "bad.key";
  std::ofstream(file) << "k1:kort\n";
  EXPECT_NE(Keys::read(file).error().find("hexadecimale"), std::string::npos);
  EXPECT_FALSE(Keys::read("/nonexistent"));
}
TEST(Sha256, is_that_of_the_standard) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace inburgering::gateway::store
