#pragma once
// The cells of one sheet that hold something, kept close together: a hundred thousand rows fit in some tens
// of megabytes.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::adapters::xlsx {

/// Why a cell has no value to go by.
enum class Holds : unsigned char {
  value,
  error,     ///< Excel shows #N/B, #DEEL/0! and the like
  nothing,   ///< a formula of which no outcome was saved
  elsewhere  ///< a formula that asks another file, or the network
};

struct Cell {
  int column = 0;  ///< from 0
  Holds holds = Holds::value;
  std::string_view text;  ///< UTF-8
};

class Table {
 public:
  static constexpr std::size_t most_cells = 3'000'000;
  static constexpr std::size_t most_text = std::size_t{64} << 20U;

  /// Rows come in order, and in each its cells. False: that is more than is kept.
  void begin_row(std::int64_t number);
  bool add(int column, Holds holds, std::string_view text);
  void end_row();

  std::size_t rows() const { return rows_.size(); }
  /// As the spreadsheet counts, from 1.
  std::int64_t number(std::size_t row) const { return rows_[row].number; }
  std::vector<Cell> cells(std::size_t row) const;
  /// What a cell holds; `value` where there is none.
  Holds holds(std::int64_t number, int column) const;

 private:
  struct Row {
    std::int64_t number = 0;
    std::uint32_t first = 0;  ///< of its cells
  };
  struct Kept {
    std::uint32_t end = 0;  ///< of its text, which begins where the one before it ends
    std::uint16_t column = 0;
    Holds holds = Holds::value;
  };
  std::vector<Row> rows_;
  std::vector<Kept> cells_;
  std::string text_;
};

}  // namespace inburgering::adapters::xlsx
