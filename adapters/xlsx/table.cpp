#include "adapters/xlsx/table.h"

#include <algorithm>

namespace inburgering::adapters::xlsx {

void Table::begin_row(std::int64_t number) {
  rows_.push_back({number, static_cast<std::uint32_t>(cells_.size())});
}

bool Table::add(int column, Holds holds, std::string_view text) {
  if (cells_.size() >= most_cells || text_.size() + text.size() > most_text) return false;
  text_ += text;
  cells_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint16_t>(column), holds});
  return true;
}

void Table::end_row() {
  if (rows_.back().first == cells_.size()) rows_.pop_back();
}

std::vector<Cell> Table::cells(std::size_t row) const {
  std::vector<Cell> found;
  const auto end = row + 1 < rows_.size() ? rows_[row + 1].first : cells_.size();
  for (std::size_t i = rows_[row].first; i < end; ++i) {
    const std::size_t begin = i == 0 ? 0 : cells_[i - 1].end;
    found.push_back(
        {cells_[i].column, cells_[i].holds, std::string_view(text_).substr(begin, cells_[i].end - begin)});
  }
  return found;
}

Holds Table::holds(std::int64_t number, int column) const {
  const auto row = std::ranges::lower_bound(rows_, number, {}, &Row::number);
  if (row == rows_.end() || row->number != number) return Holds::value;
  for (const auto& cell : cells(static_cast<std::size_t>(row - rows_.begin())))
    if (cell.column == column) return cell.holds;
  return Holds::value;
}

}  // namespace inburgering::adapters::xlsx
