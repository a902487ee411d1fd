#include <gtest/gtest.h>

#include <regex>

#include "schemas/value/bsn.h"
#include "schemas/value/day.h"
#include "schemas/value/format.h"
#include "schemas/value/hours.h"
#include "schemas/value/moment.h"
#include "schemas/value/oin.h"
#include "schemas/value/two_decimals.h"

namespace inburgering::schemas {
namespace {

struct Case {
  const char* name;
  const char* text;
  bool good;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class BsnParse : public testing::TestWithParam<Case> {};
TEST_P(BsnParse, takes_only_what_passes_the_elfproef) {
  EXPECT_EQ(Bsn::parse(GetParam().text).has_value(), GetParam().good);
}
INSTANTIATE_TEST_SUITE_P(Bsn, BsnParse,
                         testing::Values(Case{"valid", "999990639", true},
                                         Case{"fails_the_elfproef", "123456789", false},
                                         Case{"eight_digits", "99999063", false},
                                         Case{"ten_digits", "9999906390", false},
                                         Case{"letters", "99999063x", false},
                                         Case{"zeros", "000000000", false}, Case{"empty", "", false}),
                         [](const auto& each) { return each.param.name; });

class DayParse : public testing::TestWithParam<Case> {};
TEST_P(DayParse, takes_only_days_that_exist) {
  EXPECT_EQ(Day::parse(GetParam().text).has_value(), GetParam().good);
}
INSTANTIATE_TEST_SUITE_P(Day, DayParse,
                         testing::Values(Case{"plain", "2026-11-02", true},
                                         Case{"leap_day", "2028-02-29", true},
                                         Case{"no_leap_day", "2026-02-29", false},
                                         Case{"thirtieth_of_february", "2026-02-30", false},
                                         Case{"month_13", "2026-13-01", false},
                                         Case{"dutch_order", "02-11-2026", false},
                                         Case{"with_time", "2026-11-02T00:00:00Z", false},
                                         Case{"signs", "2026--1-02", false}, Case{"empty", "", false}),
                         [](const auto& each) { return each.param.name; });

TEST(Day, is_written_as_it_was_read) { EXPECT_EQ(Day::parse("0987-01-09")->text(), "0987-01-09"); }

class IncompleteDayParse : public testing::TestWithParam<Case> {};
TEST_P(IncompleteDayParse, keeps_as_much_as_is_known) {
  const auto parsed = IncompleteDay::parse(GetParam().text);
  EXPECT_EQ(parsed.has_value(), GetParam().good);
  if (parsed) {
    EXPECT_EQ(parsed->text(), GetParam().text);
  }
}
INSTANTIATE_TEST_SUITE_P(IncompleteDay, IncompleteDayParse,
                         testing::Values(Case{"whole", "1990-01-31", true}, Case{"month", "1990-01", true},
                                         Case{"year", "1990", true}, Case{"month_13", "1990-13", false},
                                         Case{"bad_day", "1990-02-31", false},
                                         Case{"short_year", "199", false}),
                         [](const auto& each) { return each.param.name; });

TEST(Moment, is_read_with_any_offset_and_written_in_utc) {
  EXPECT_EQ(Moment::parse("2026-11-02T09:30:15.123+01:00")->text(), "2026-11-02T08:30:15.123Z");
  EXPECT_EQ(Moment::parse("2026-01-01T00:30:00+01:00")->text(), "2025-12-31T23:30:00.000Z");
  EXPECT_EQ(Moment::parse("2026-11-02T09:30:15.1234567Z")->text(), "2026-11-02T09:30:15.123Z");
}
TEST(Moment, without_offset_is_no_moment) {
  EXPECT_FALSE(Moment::parse("2026-11-02T09:30:15"));
  EXPECT_FALSE(Moment::parse("2026-11-02 09:30:15Z"));
  EXPECT_FALSE(Moment::parse("2026-11-02T24:30:15Z"));
  EXPECT_FALSE(Moment::parse("2026-11-02T09:30:15+1:00"));
}
TEST(Moment, of_stuf_is_dutch_local_time) {
  EXPECT_EQ(moment_from_stuf("20261102093015123")->text(), "2026-11-02T08:30:15.123Z");
  EXPECT_EQ(moment_from_stuf("20260702093015")->text(), "2026-07-02T07:30:15.000Z");
  EXPECT_EQ(moment_from_stuf("202611020930151")->text(), "2026-11-02T08:30:15.100Z");
  EXPECT_EQ(moment_from_stuf("20261102")->text(), "2026-11-01T23:00:00.000Z");
}
TEST(Moment, of_stuf_in_the_hour_that_occurs_twice_is_the_first) {
  EXPECT_EQ(moment_from_stuf("20261025023000")->text(), "2026-10-25T00:30:00.000Z");
}
TEST(Moment, of_stuf_in_the_hour_that_does_not_exist_is_the_first_that_does) {
  EXPECT_EQ(moment_from_stuf("20260329023000")->text(), "2026-03-29T01:00:00.000Z");
}
TEST(Moment, of_stuf_refuses_lengths_and_days_that_do_not_exist) {
  for (const char* text : {"2026110", "202611020", "20261102093", "20261399", "20261102250000", "2026110a"})
    EXPECT_FALSE(moment_from_stuf(text)) << text;
}
TEST(Moment, is_written_for_stuf_with_seventeen_digits) {
  EXPECT_EQ(to_stuf(*Moment::parse("2026-11-02T08:30:15.123Z")), "20261102093015123");
}

TEST(Oin, has_twenty_digits_and_knows_the_test_register) {
  EXPECT_FALSE(Oin::parse("0000009900000000100"));
  EXPECT_FALSE(Oin::parse("0000009900000000100X"));
  EXPECT_TRUE(Oin::parse("00000099000000001000")->is_test());
  EXPECT_FALSE(Oin::parse("00000001821002193000")->is_test());
}

class ScoreParse : public testing::TestWithParam<Case> {};
TEST_P(ScoreParse, takes_exactly_two_decimals_behind_a_comma) {
  const auto read = Score::parse_with_comma(GetParam().text, "/score");
  EXPECT_EQ(read.has_value(), GetParam().good);
  if (!read) {
    EXPECT_EQ(read.error().pointer, "/score");
  }
  EXPECT_FALSE(Score::parse(GetParam().text)) << "the canonical form has a point";
}
INSTANTIATE_TEST_SUITE_P(Score, ScoreParse,
                         testing::Values(Case{"plain", "63,50", true}, Case{"zero", "0,00", true},
                                         Case{"most", "999,99", true}, Case{"four_digits", "1000,00", false},
                                         Case{"one_decimal", "63,5", false}, Case{"no_digits", ",50", false},
                                         Case{"negative", "-1,00", false}, Case{"spaces", " 1,00", false},
                                         Case{"no_decimals", "63", false}, Case{"empty", "", false}),
                         [](const auto& each) { return each.param.name; });
TEST(Score, is_kept_in_hundredths_and_written_with_a_point) {
  for (const char* text : {"0.00", "0.05", "7.10", "63.50", "999.99"})
    EXPECT_EQ(Score::parse(text)->text(), text);
  EXPECT_EQ(Score::parse_with_comma("63,05")->hundredths(), 6305);
  EXPECT_EQ(Amount::parse("250000.00")->text(), "250000.00");
}
TEST(Hours, are_whole_and_at_most_9999) {
  EXPECT_EQ(Hours::of(9999)->count(), 9999);
  EXPECT_FALSE(Hours::of(10000));
  EXPECT_FALSE(Hours::of(-1));
}
TEST(Format, its_regular_expression_and_its_function_say_the_same) {
  const std::regex regex{std::string(formats::gemeentecode.regex)};
  for (const std::string text : {"0518", "518", "05180", "O518", "", " 0518", "9999"})
    EXPECT_EQ(std::regex_match(text, regex), formats::gemeentecode.matches(text)) << text;
}

}  // namespace
}  // namespace inburgering::schemas
