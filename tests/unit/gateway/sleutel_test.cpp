// The natural key in an address: what is written can be read, and what cannot be read is refused.
#include "gateway/http/sleutel.h"

#include <gtest/gtest.h>

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;

std::string rule(std::string_view text) {
  const auto read = read_sleutel(text);
  return read ? "" : read.error()[0].rule;
}

TEST(Sleutel, is_readable_and_read_back) {
  const json::object key{{"beroep", "Legal"}, {"taak", "a;b=c/d %é"}, {"taakVan", "2026-11-02"}};
  const auto text = write_sleutel(key);
  EXPECT_EQ(text, "beroep=Legal;taak=a%3Bb%3Dc%2Fd%20%25%C3%A9;taakVan=2026-11-02");
  const auto read = read_sleutel(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, key);
  EXPECT_EQ(write_sleutel({}), "enig");
  EXPECT_TRUE(read_sleutel("enig")->empty());
}

TEST(Sleutel, what_is_none_is_refused) {
  for (const auto* text : {"doel", "=x", "doel=%zz", "doel=%ff", "a=1;;b=2", "a=1;a=2"})
    EXPECT_EQ(rule(text), "sleutel") << text;
  EXPECT_EQ(rule("kenmerk=999996617"), "bsn");
  EXPECT_EQ(rule("kenmerk=%39%39%39996617"), "bsn");
  EXPECT_EQ(rule("taak=99999%206617"), "bsn");
  EXPECT_EQ(rule("instelling=00000099000000000518;kenmerk=A-1"), "");
}

}  // namespace
}  // namespace inburgering::gateway::http
