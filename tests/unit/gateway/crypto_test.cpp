#include "gateway/store/crypto.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::store {
namespace {

Keys keys(const char* name = "a.key") {
  SystemRandom random;
  const auto file = tests::fresh_folder("crypto") / name;
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
/// The form that sealed values had until version 11 of the store.
std::string as_before(const std::string& sealed) {
  const auto name = static_cast<std::size_t>(sealed[1]);
  return sealed.substr(2, name) + "." + base64(sealed.substr(2 + name));
}
TEST(Keys, what_was_sealed_as_text_still_opens) {
  SystemRandom random;
  const auto k = keys();
  const auto sealed = k.seal("over Miriam", "body:1", random);
  EXPECT_EQ(k.open(as_before(sealed), "body:1"), "over Miriam");
  EXPECT_EQ(k.key_of(sealed), k.id());
  EXPECT_EQ(k.key_of(as_before(sealed)), k.id());
  EXPECT_LT(sealed.size(), as_before(sealed).size());
  for (const char* broken : {"", "\x01", "\x01\xff", "\x01\x02k", "k1", "k1.", "k1.????"})
    EXPECT_THROW(k.open(broken, "body:1"), std::runtime_error);
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
  EXPECT_EQ(one.find_hash("t", "bsn:999990639"), one.find_hash("t", "bsn:999990639"));
  EXPECT_NE(one.find_hash("t", "bsn:999990639"), one.find_hash("u", "bsn:999990639"));
  EXPECT_NE(one.find_hash("", "bsn:999990639"), one.find_hash("bsn:999990639"));
  EXPECT_EQ(one.scoped("t", one.find_hash("bsn:999990639")), one.find_hash("t", "bsn:999990639"));
  EXPECT_NE(one.digest("t", "inhoud"), one.digest("u", "inhoud"));
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
