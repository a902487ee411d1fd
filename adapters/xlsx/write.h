#pragma once
// A small workbook of our own: texts, widths, lists to choose from. What is asked of whoever fills it in
// stands in the sheet itself.
#include <string>
#include <vector>

namespace inburgering::adapters::xlsx {

enum class Style : unsigned char { plain, text, day, decimal, heading, required_heading, wrapped };

/// How a column looks, and what may be filled in under its first row.
struct ColumnShape {
  int width = 12;  ///< in characters
  Style style = Style::plain;
  std::string choices;  ///< a range with what may be chosen, as Keuzes!$A$1:$A$4; empty = anything
  std::string hint;     ///< shown beside a cell that is chosen; at most 255 characters
  std::string title;    ///< above the hint; at most 32
};

struct NewCell {
  std::string text;
  Style style = Style::plain;
};

struct NewSheet {
  std::string name;  ///< at most 31 characters, without : \ / ? * [ ]
  std::vector<ColumnShape> columns;
  std::vector<std::vector<NewCell>> rows;
  bool keeps_first_row_in_sight = false;
  bool hidden = false;
};

/// The bytes of the workbook; the same each time.
std::string write(const std::vector<NewSheet>& sheets);

}  // namespace inburgering::adapters::xlsx
