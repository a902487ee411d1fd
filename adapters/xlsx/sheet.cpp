#include "adapters/xlsx/sheet.h"

#include <charconv>

namespace inburgering::adapters::xlsx {
namespace {

using schemas::xml::Attributes;
using schemas::xml::find;

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

bool SheetPart::opened(std::string_view name, const Attributes& attributes) {
  in_ = In::elsewhere;
  if (name == "sheetData") {
    in_data_ = true;
  } else if (!in_data_) {
    return true;  // widths, lists to choose from, what is shown how
  } else if (name == "row") {
    return open_row(attributes);
  } else if (name == "c") {
    return open_cell(attributes);
  } else if (in_cell_ && name == "v") {
    in_ = In::value;
    has_value_ = true;
  } else if (in_cell_ && name == "f") {
    return open_formula(attributes);
  } else if (name == "rPh") {
    ++in_phonetic_;
  } else if (in_cell_ && name == "t" && in_phonetic_ == 0) {
    in_ = In::text;
    has_value_ = true;
  }
  return true;
}

bool SheetPart::open_row(const Attributes& attributes) {
  constexpr std::int64_t last_row = 1'048'576;
  if (table.rows() >= rows_at_most_) return false;
  const auto* told = find(attributes, "r");
  const auto number = told == nullptr ? row_ + 1 : whole(*told).value_or(0);
  damaged = damaged || number <= row_ || number > last_row;
  if (damaged) return false;
  row_ = number;
  column_ = -1;
  table.begin_row(row_);
  return true;
}

bool SheetPart::open_cell(const Attributes& attributes) {
  constexpr int last_column = 16383;
  const auto* told = find(attributes, "r");
  const auto column = told == nullptr ? column_ + 1 : column_of(*told).value_or(-1);
  damaged = damaged || row_ == 0 || column <= column_ || column > last_column;
  if (damaged) return false;
  column_ = column;
  in_cell_ = true;
  in_phonetic_ = 0;
  has_formula_ = has_value_ = false;
  value_.clear();
  formula_.clear();
  shared_formula_.clear();
  const auto* type = find(attributes, "t");
  type_ = type == nullptr ? "n" : *type;
  const auto* style = find(attributes, "s");
  style_ =
      style == nullptr ? 0 : static_cast<std::size_t>(std::max<std::int64_t>(whole(*style).value_or(0), 0));
  return true;
}

bool SheetPart::open_formula(const Attributes& attributes) {
  in_ = In::formula;
  has_formula_ = true;
  const auto* kind = find(attributes, "t");
  const auto* group = find(attributes, "si");
  if (kind != nullptr && *kind == "shared" && group != nullptr) shared_formula_ = *group;
  return true;
}

void SheetPart::text(std::string_view piece) {
  // A cell takes 32,767 characters, a formula 8,192, each of at most four bytes.
  const std::size_t longest = in_ == In::formula ? 4 * 8192 : 64 * 1024;
  auto* into = in_ == In::formula ? &formula_ : in_ == In::elsewhere ? nullptr : &value_;
  if (into != nullptr && into->size() < longest) *into += piece.substr(0, longest - into->size());
}

bool SheetPart::closed(std::string_view name) {
  in_ = In::elsewhere;
  if (name == "sheetData") return false;  // what follows is about how it looks
  if (!in_data_) return true;
  if (name == "rPh") --in_phonetic_;
  if (name == "row" && row_ > 0) table.end_row();
  if (name == "c" && in_cell_) return close_cell();
  return true;
}

bool SheetPart::close_cell() {
  constexpr std::size_t most_groups = 65'536;
  in_cell_ = false;
  auto holds = Holds::value;
  if (has_formula_) {
    const bool outside = points_outside(formula_) || outside_.contains(shared_formula_);
    if (outside && !shared_formula_.empty() && outside_.size() < most_groups)
      outside_.insert(shared_formula_);
    if (outside)
      holds = Holds::elsewhere;
    else if (!has_value_)
      holds = Holds::nothing;
  }
  if (holds == Holds::value && type_ == "e") holds = Holds::error;
  if (holds == Holds::value && !has_value_) return true;
  auto text = holds == Holds::value ? said() : std::string();
  damaged = damaged || !text;
  if (damaged) return false;
  if (holds == Holds::value && text->empty()) return true;
  too_much = too_much || !table.add(column_, holds, *text);
  return !too_much;
}

std::optional<std::string> SheetPart::said() const {
  if (type_ == "s") {
    const auto index = whole(value_);
    if (!index || *index < 0 || static_cast<std::size_t>(*index) >= around_.shared.size())
      return std::nullopt;
    return around_.shared[static_cast<std::size_t>(*index)];
  }
  if (type_ == "inlineStr" || type_ == "str") return unescaped(value_);
  if (type_ == "b") return value_ == "1" || value_ == "true" ? "WAAR" : "ONWAAR";
  if (type_ == "d") {  // §18.18.11: ISO 8601
    auto text = value_;
    if (const auto at = text.find('T'); at != std::string::npos) text[at] = ' ';
    return text;
  }
  if (value_.empty()) return std::string();
  const auto shown = style_ < around_.styles.size() ? around_.styles[style_] : Shown::number;
  return moment_text(value_, shown, around_.since_1904);
}

}  // namespace inburgering::adapters::xlsx
