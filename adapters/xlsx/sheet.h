#pragma once
// One sheet as it is read (ECMA-376 part 1, §18.3).
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "adapters/xlsx/table.h"
#include "adapters/xlsx/value.h"
#include "schemas/xml/stream.h"

namespace inburgering::adapters::xlsx {

/// What cells point at.
struct Around {
  std::span<const std::string> shared;
  std::span<const Shown> styles;
  bool since_1904 = false;
};

class SheetPart : public schemas::xml::Listener {
 public:
  SheetPart(Around around, std::size_t rows_at_most) : around_(around), rows_at_most_(rows_at_most) {}
  bool opened(std::string_view name, const schemas::xml::Attributes& attributes) override;
  bool closed(std::string_view name) override;
  void text(std::string_view piece) override;

  Table table;
  bool damaged = false;   ///< rows or cells out of order, or a number that is none
  bool too_much = false;  ///< more than a table keeps

 private:
  enum class In : unsigned char { elsewhere, value, formula, text };
  bool open_row(const schemas::xml::Attributes& attributes);
  bool open_cell(const schemas::xml::Attributes& attributes);
  bool open_formula(const schemas::xml::Attributes& attributes);
  bool close_cell();
  /// The text of a cell without a formula, or of what its formula gave; nothing: that is damaged.
  std::optional<std::string> said() const;

  Around around_;
  std::size_t rows_at_most_;
  bool in_data_ = false;
  bool in_cell_ = false;
  int in_phonetic_ = 0;
  In in_ = In::elsewhere;
  std::int64_t row_ = 0;
  int column_ = -1;
  std::string type_, value_, formula_, shared_formula_;
  std::size_t style_ = 0;
  bool has_formula_ = false;
  bool has_value_ = false;
  std::set<std::string, std::less<>> outside_;  ///< formulas that cells share, and that ask elsewhere
};

}  // namespace inburgering::adapters::xlsx
