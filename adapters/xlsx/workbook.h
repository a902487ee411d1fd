#pragma once
// A workbook of Excel or of what writes the same (ECMA-376, SpreadsheetML; transitional and strict): its
// sheets and what stands in their cells. Formulas are not reckoned out: what was saved with them counts.
// Nothing outside of the file is ever looked at.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/xlsx/package.h"
#include "adapters/xlsx/table.h"
#include "adapters/xlsx/value.h"
#include "schemas/fault.h"

namespace inburgering::adapters::xlsx {

/// Whether these bytes begin as a workbook of any kind does, so that `open` can say what it is: a zip, or the
/// older container (MS-CFB).
bool looks_like_workbook(std::string_view bytes);

struct Sheet {
  std::string name;
  std::string part;
  bool hidden = false;
};

class Workbook {
 public:
  static constexpr std::size_t most_sheets = 100;

  /// `bytes` outlive it. Refuses, each with its own advice: a workbook with macros, with a password, of Excel
  /// from before 2007 or binary, of LibreOffice, a document that is no workbook, a damaged one, a bomb.
  /// `gets_on` is called again and again while it is read, now and later.
  static schemas::Result<Workbook> open(std::string_view bytes, std::function<void()> gets_on = {});

  /// In the order of the tabs.
  const std::vector<Sheet>& sheets() const { return sheets_; }
  /// The first `rows_at_most` rows with something in them, of at most a million.
  schemas::Result<Table> read(const Sheet& sheet, std::size_t rows_at_most) const;

 private:
  explicit Workbook(Package package) : package_(std::move(package)) {}

  Package package_;
  std::vector<Sheet> sheets_;
  std::vector<std::string> shared_;
  std::vector<Shown> styles_;
  bool since_1904_ = false;
};

}  // namespace inburgering::adapters::xlsx
