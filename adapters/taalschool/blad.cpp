#include "adapters/taalschool/blad.h"

#include <limits>
#include <optional>

#include "adapters/xlsx/workbook.h"

namespace inburgering::adapters::taalschool {
namespace {

void read_line(const xlsx::Table& table, std::size_t row, Regel& line) {
  line.number = table.number(row);
  line.cells.clear();
  line.too_wide = false;
  line.without_value.clear();
  for (const auto& cell : table.cells(row)) {
    const auto place = static_cast<std::size_t>(cell.column);
    auto text = bijgesneden(std::string(cell.text));
    if (place >= widest_line) {
      line.too_wide = line.too_wide || !text.empty() || cell.holds != xlsx::Holds::value;
      continue;
    }
    if (cell.holds != xlsx::Holds::value) line.without_value.push_back(place);
    line.cells.resize(place + 1);
    line.cells[place] = std::move(text);
  }
}

/// The row of the header, if it has one.
std::optional<std::size_t> header_of(const xlsx::Table& table,
                                     const std::function<bool(const Regel&)>& is_header) {
  Regel line;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    read_line(table, row, line);
    if (is_header(line)) return row;
  }
  return std::nullopt;
}

std::unexpected<schemas::Faults> refused(const std::string& why) { return schemas::refuse("", "xlsx", why); }

}  // namespace

schemas::Result<BladReader> BladReader::open(std::string_view workbook,
                                             const std::function<bool(const Regel&)>& is_header,
                                             std::size_t lines_above, std::function<void()> gets_on) {
  const auto book = xlsx::Workbook::open(workbook, std::move(gets_on));
  if (!book) return std::unexpected(book.error());
  const xlsx::Sheet* chosen = nullptr;
  const xlsx::Sheet* first_seen = nullptr;
  for (const auto& sheet : book->sheets()) {
    if (sheet.hidden) continue;
    const auto top = book->read(sheet, lines_above + 1);
    if (!top) return std::unexpected(top.error());
    if (top->rows() > 0 && first_seen == nullptr) first_seen = &sheet;
    const auto header = header_of(*top, is_header);
    if (!header) continue;
    if (chosen == nullptr)
      chosen = &sheet;
    else if (*header + 1 < top->rows())
      return refused("op de bladen " + chosen->name + " en " + sheet.name +
                     " staan allebei rijen; lever elk blad aan als een eigen bestand");
  }
  if (first_seen == nullptr) return refused("het bestand is leeg");
  const auto& sheet = chosen == nullptr ? *first_seen : *chosen;
  auto table = book->read(sheet, std::numeric_limits<std::size_t>::max());
  if (!table) return std::unexpected(std::move(table.error()));
  return BladReader(sheet.name, std::move(*table));
}

bool BladReader::next(Regel& line) {
  if (row_ >= table_->rows()) return false;
  read_line(*table_, row_++, line);
  return true;
}

double BladReader::fraction_read() const {
  return table_->rows() == 0 ? 1 : static_cast<double>(row_) / static_cast<double>(table_->rows());
}

std::string_view BladReader::why_no_value(std::int64_t number, std::size_t place) const {
  switch (table_->holds(number, static_cast<int>(place))) {
    case xlsx::Holds::value:
      return {};
    case xlsx::Holds::error:
      return "deze cel toont een fout van Excel; verbeter de formule, of typ de waarde";
    case xlsx::Holds::nothing:
      return "van deze formule is geen uitkomst bewaard; open het bestand in Excel en sla het opnieuw op";
    case xlsx::Holds::elsewhere:
      return "deze formule haalt haar uitkomst buiten het bestand; kopieer de cel en plak haar als waarde";
  }
  return {};
}

}  // namespace inburgering::adapters::taalschool
