#include "schemas/value/text.h"

#include <gtest/gtest.h>

namespace inburgering::schemas {
namespace {

TEST(Text, only_utf8_is_utf8) {
  for (const std::string_view good : {"", "abc", "é", "€", "😀", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(is_utf8(good)) << good;
  for (const std::string_view bad : {"\xFF", "\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
                                     "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "a\xE2\x82"})
    EXPECT_FALSE(is_utf8(bad));
}

TEST(Text, what_cannot_be_read_is_replaced_and_the_rest_stays) {
  EXPECT_EQ(to_utf8("goed é"), "goed é");
  EXPECT_EQ(to_utf8("a\xFF"
                    "b\xE2\x82"),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_TRUE(is_utf8(to_utf8("\xED\xA0\x80\xC3")));
}

TEST(Text, a_cut_falls_between_characters) {
  const std::string text = "aé€😀";
  for (std::size_t bytes = 0; bytes <= text.size() + 1; ++bytes) {
    const auto cut = cut_bytes(text, bytes);
    EXPECT_TRUE(is_utf8(cut)) << bytes;
    EXPECT_LE(cut.size(), bytes);
    EXPECT_TRUE(text.starts_with(cut));
  }
  EXPECT_EQ(cut_bytes(text, 3), "aé");
  EXPECT_EQ(cut_bytes(text, 5), "aé");
  EXPECT_EQ(cut_characters(text, 3), "aé€");
  EXPECT_EQ(cut_characters(text, 9), text);
}

TEST(Text, a_terminal_gets_no_control_character) {
  EXPECT_EQ(shown("gewoon é"), "gewoon é");
  EXPECT_EQ(shown("a\x1B[2Jb\r\nc\x7F"), "a\\x1B[2Jb\\x0D\\x0Ac\\x7F");
  EXPECT_EQ(shown("\xC2\x9B"), "\\x9B");        // C1: the eight-bit form of ESC [
  EXPECT_EQ(shown("\xE2\x80\xAE"), "\\u202E");  // turns the direction of what follows
  EXPECT_EQ(shown("\xFF"), "\\xFF");
}

TEST(Text, a_bsn_is_seen_however_it_is_written) {
  for (const std::string_view with : {"999996617", "ZAAK-999996617", "bsn 9999.96.617 van", "999 996 617",
                                      "999-996-617", "bsn = \"999996617\"", "x999996617y"})
    EXPECT_TRUE(may_hold_bsn(with)) << with;
  for (const std::string_view without :
       {"", "ZAAK-2026-0001", "999996618", "00000099000000002000", "1999996617", "2026-11-02",
        "AW-2026-01-109", "AW-2026-01-118", "9999-96-617", "2026-11-02 09:30", "99 999 66 17",
        "0193f2aa-7b6e-7e10-8a4f-1c2d3e4f5a6b", "0193f2aa-7b6e-7e10-8a4f-a999996617bc",
        "urn:uuid:0193f2aa-7b6e-7e10-8a4f-a999996617bc"})
    EXPECT_FALSE(may_hold_bsn(without)) << without;
  EXPECT_TRUE(may_hold_bsn("0193f2aa-7b6e-7e10-8a4f-a999996617bc 999996617"));
}

TEST(Text, a_number_that_may_be_a_bsn_is_not_shown) {
  EXPECT_EQ(without_bsn("ZAAK-999996617/9999.96.617 é 999 996 617."),
            "ZAAK-*********/********* é *********.");
  EXPECT_EQ(without_bsn("999996618 en 1999996617"), "999996618 en 1999996617");
  EXPECT_EQ(without_bsn(""), "");
}

}  // namespace
}  // namespace inburgering::schemas
