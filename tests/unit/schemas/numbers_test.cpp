#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <cerrno>

#include "schemas/reason.h"
#include "schemas/value/bsn.h"
#include "schemas/value/counted.h"
#include "schemas/value/format.h"
#include "schemas/value/host_name.h"
#include "schemas/value/oin.h"
#include "schemas/value/v_nummer.h"
#include "schemas/value/whole_number.h"

namespace inburgering::schemas {
namespace {

TEST(Counted, says_one_of_one) {
  EXPECT_EQ(counted(0, "gemeente", "gemeenten"), "0 gemeenten");
  EXPECT_EQ(counted(1U, "gemeente", "gemeenten"), "1 gemeente");
  EXPECT_EQ(counted(std::int64_t{-1}, "dag", "dagen"), "-1 dagen");
  EXPECT_EQ(counted(std::size_t{21}, "gemeente", "gemeenten"), "21 gemeenten");
}

TEST(VNummer, is_a_number_of_one_to_ten_digits) {
  const auto good = [](const char* text) {
    return read_v_nummer(boost::json::parse(text), "/vNummer").has_value();
  };
  for (const auto* text : {"1", "1234567890", "9999999999"}) EXPECT_TRUE(good(text)) << text;
  for (const auto* text :
       {"0", "-1", "10000000000", "18446744073709551615", "1.0", "\"1234567890\"", "null", "true", "[1]"})
    EXPECT_FALSE(good(text)) << text;
}

/// Each has one way to be written: one digit more, one fewer or another sign is another number.
TEST(Identifiers, take_what_is_as_long_as_they_are_alone) {
  struct Of {
    const char* name;
    std::string good;
    bool (*takes)(std::string_view);
  };
  const Of all[]{
      {"bsn", "999990639", [](std::string_view text) { return Bsn::parse(text).has_value(); }},
      {"oin", "00000099000000001000", [](std::string_view text) { return Oin::parse(text).has_value(); }},
      {"gemeentecode", "0518", formats::gemeentecode.matches}};
  for (const auto& each : all) {
    EXPECT_TRUE(each.takes(each.good)) << each.name;
    for (const auto& bad :
         {each.good + "0", "0" + each.good, each.good.substr(1), " " + each.good, each.good + "\n",
          "x" + each.good.substr(1), "-" + each.good.substr(1), std::string()})
      EXPECT_FALSE(each.takes(bad)) << each.name << " '" << bad << "'";
  }
}

TEST(WholeNumber, has_one_way_to_be_written) {
  EXPECT_EQ(whole_number("0", 0, 9), 0);
  EXPECT_EQ(whole_number("9", 0, 9), 9);
  for (const auto* text :
       {"", "01", "00", "-1", "+1", "10", " 1", "1 ", "1.0", "0x1", "99999999999999999999"})
    EXPECT_FALSE(whole_number(text, 0, 9)) << text;
}

TEST(HostName, is_of_parts_that_are_there) {
  for (const auto* good : {"localhost", "gateway.gemeente.nl", "a-b.c1", "10.0.0.1"})
    EXPECT_TRUE(is_host_name(good)) << good;
  const std::string long_part(64, 'a');
  for (const std::string& bad : {std::string(), std::string("a..b"), std::string(".a"), std::string("a."),
                                 std::string("-a.nl"), std::string("a-.nl"), std::string("A.nl"),
                                 std::string("a_b.nl"), std::string("a b"), std::string("a:1"), long_part})
    EXPECT_FALSE(is_host_name(bad)) << bad;
}

TEST(Reason, is_dutch_for_what_an_operator_meets) {
  EXPECT_EQ(reason_of(ENOSPC), "de schijf is vol");
  EXPECT_EQ(reason_of(std::error_code(EACCES, std::generic_category())), "toegang geweigerd");
  EXPECT_EQ(reason_of(ENOSPC, Tongue::en), "No space left on device");
  EXPECT_EQ(reason_of(99999), "systeemfout 99999");
}

}  // namespace
}  // namespace inburgering::schemas
