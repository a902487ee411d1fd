#pragma once
// Lines of a CSV file as spreadsheets write them (RFC 4180 and what Excel makes of it): quotes inside quotes,
// line ends inside quotes, CRLF, LF or CR; parted by semicolon, comma or tab; UTF-8 with or without byte
// order mark, or Windows-1252.
#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/taalschool/regel.h"
#include "schemas/fault.h"

namespace inburgering::adapters::taalschool {

/// Reads a text of which it does not own the bytes, one line at a time.
class CsvReader {
 public:
  /// Refuses what is no CSV at all: UTF-16, binary data.
  static schemas::Result<CsvReader> open(std::string_view text);

  /// The next line into `line`; false at the end.
  bool next(Regel& line);
  double fraction_read() const {
    return text_.empty() ? 1 : static_cast<double>(offset_) / static_cast<double>(text_.size());
  }
  /// A quote that was opened and never closed swallows the rest of a file: the line on which it began, else
  /// 0.
  std::int64_t unclosed_quote() const { return unclosed_; }

 private:
  CsvReader(std::string_view text, char separator, bool windows_1252)
      : text_(text), separator_(separator), windows_1252_(windows_1252) {}
  std::string read_cell();
  std::string finished(std::string raw) const;

  std::string_view text_;
  char separator_;
  bool windows_1252_;
  std::size_t offset_ = 0;
  std::int64_t number_ = 0;
  std::int64_t unclosed_ = 0;
};

}  // namespace inburgering::adapters::taalschool
