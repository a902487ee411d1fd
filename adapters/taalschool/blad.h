#pragma once
// Lines of a workbook of Excel: of the one sheet in it that has rows of a school.
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/taalschool/regel.h"
#include "adapters/xlsx/table.h"
#include "schemas/fault.h"

namespace inburgering::adapters::taalschool {

class BladReader {
 public:
  /// Takes the first sheet that can be seen and on which one of the first `lines_above` lines is a header.
  /// Rows under a header on a second one are refused: they would be passed over unseen.
  /// `gets_on` is called again and again while the workbook is read.
  static schemas::Result<BladReader> open(std::string_view workbook,
                                          const std::function<bool(const Regel&)>& is_header,
                                          std::size_t lines_above, std::function<void()> gets_on = {});

  bool next(Regel& line);
  double fraction_read() const;
  const std::string& sheet() const { return sheet_; }
  /// Why a cell has no value, in words for who works with Excel; empty when it has one.
  std::string_view why_no_value(std::int64_t number, std::size_t place) const;

 private:
  BladReader(std::string sheet, xlsx::Table table)
      : sheet_(std::move(sheet)), table_(std::make_shared<xlsx::Table>(std::move(table))) {}

  std::string sheet_;
  std::shared_ptr<const xlsx::Table> table_;  ///< not changed any more
  std::size_t row_ = 0;
};

}  // namespace inburgering::adapters::taalschool
