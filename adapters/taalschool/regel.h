#pragma once
// One line of a file with rows, whatever wrote the file.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace inburgering::adapters::taalschool {

/// Its number as a spreadsheet counts (from 1; a cell with line ends in it is one line still), and its cells
/// in UTF-8 without white space at the ends.
struct Regel {
  std::int64_t number = 0;
  std::vector<std::string> cells;  ///< the first 200
  bool too_wide = false;           ///< there were more, with something in them
  /// Places of cells that show something and yet have no value to go by: see blad.h.
  std::vector<std::size_t> without_value{};
  bool is_empty() const {
    return !too_wide && without_value.empty() &&
           std::ranges::all_of(cells, [](const std::string& cell) { return cell.empty(); });
  }
};

inline constexpr std::size_t widest_line = 200;

/// Without white space at both ends, and with no-break spaces as spaces.
std::string bijgesneden(std::string text);

}  // namespace inburgering::adapters::taalschool
