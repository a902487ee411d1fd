// What a workbook says, in time that grows with its size alone.
#include <gtest/gtest.h>

#include <chrono>

#include "adapters/xlsx/parts.h"
#include "adapters/xlsx/value.h"

namespace inburgering::adapters::xlsx {
namespace {

std::string many(std::size_t times, const std::string& piece) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(XlsxValue, a_formula_points_outside_or_not) {
  struct Case {
    std::string formula;
    bool outside;
  };
  for (const auto& [formula, outside] :
       {Case{"[1]Blad1!A1", true}, Case{"SUM([12]Blad1!A1:A3)", true}, Case{"'[ander.xlsx]Blad1'!A1", true},
        Case{"Tabel1[Kolom]", false}, Case{"Tabel1[[#This Row],[Kolom]]", false}, Case{"SUM(A1:A3)", false},
        Case{"", false}, Case{"[", false}, Case{"[]", false}, Case{"([a([1]", true}, Case{"([a.([b]", true},
        Case{"([1]", true}, Case{"([1([a]", false}, Case{"Tabel1[a]+[2]B!A1", true},
        Case{"WEB SERVICE(A1)", true}, Case{many(10'000, "([") + "a]", false}})
    EXPECT_EQ(points_outside(formula), outside) << formula.substr(0, 40);
}

TEST(XlsxValue, what_is_escaped_is_what_it_stands_for) {
  struct Case {
    std::string stored, meant;
  };
  for (const auto& [stored, meant] :
       {Case{"a_x000D_b", "a\rb"}, Case{"_x0041__x0042_", "AB"}, Case{"_x005F_x0041_", "_x0041_"},
        Case{"_x0041", "_x0041"}, Case{"_x00G1_", "_x00G1_"}, Case{"_x0000_", "_x0000_"},
        Case{"_x00E9_", "_x00E9_"}, Case{"_x_x0041_", "_xA"}, Case{"", ""}, Case{"_", "_"}, Case{"_x", "_x"},
        Case{many(3, "_x0041_") + "!", "AAA!"}})
    EXPECT_EQ(unescaped(stored), meant) << stored;
}

TEST(XlsxValue, a_place_quotes_the_name_of_its_sheet) {
  struct Case {
    std::string sheet, place;
  };
  for (const auto& [sheet, told] : {Case{"Blad1", "Blad1!C7"}, Case{"Uren nov", "'Uren nov'!C7"},
                                    Case{"a'b", "'a''b'!C7"}, Case{"''", "''''''!C7"}, Case{"", "''!C7"}})
    EXPECT_EQ(place(sheet, 2, 7), told);
  EXPECT_EQ(place("1", -1, 7), "'1'!7:7");
}

TEST(XlsxValue, a_name_of_a_sheet_is_no_longer_than_excel_makes_it) {
  WorkbookPart part;
  part.opened("sheet", {{"name", many(100, "é'")}, {"id", "r"}});
  ASSERT_EQ(part.sheets.size(), 1U);
  EXPECT_EQ(part.sheets.front().name, many(15, "é'") + "é");
}

TEST(XlsxValue, a_text_of_megabytes_takes_no_longer_than_it_is) {
  constexpr std::size_t times = 500'000;
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(unescaped(many(times, "_x0041_")).size(), times);
  EXPECT_FALSE(points_outside(many(times, "([")));
  EXPECT_EQ(place(many(times, "'"), 0, 1).size(), 2 * times + 5);
  // Quadratic they take minutes, each.
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

}  // namespace
}  // namespace inburgering::adapters::xlsx
