#pragma once
// A file of rows of one resource, CSV or a workbook of Excel: which column is which field, and each line as a
// row. What is wrong is told by row and column, in words for who works with a spreadsheet.
#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/taalschool/blad.h"
#include "adapters/taalschool/cel.h"
#include "adapters/taalschool/csv.h"
#include "schemas/fault.h"

namespace inburgering::adapters::taalschool {

/// One thing that is wrong in a file.
struct Bevinding {
  std::int64_t rij = 0;  ///< as the spreadsheet counts; 0 = the file as a whole
  std::string kolom;     ///< as its header names it; empty = the row as a whole
  std::string melding;   ///< what is wrong and what to do
  std::string plek{};    ///< in a workbook: the sheet and the cell, Blad1!C7, or the row, Blad1!7:7
};

/// How a cell of one column is read.
struct Kolom {
  std::string_view veld;  ///< the field in the API
  bool verplicht = false;
  boost::json::value (*lees)(std::string_view cell) = nullptr;
  std::string_view raad;    ///< said in place of what JSON would be told; empty: that will do
  std::string_view uitleg;  ///< what the field is, in one line
  Soort soort = Soort::tekst;
  std::span<const std::string_view> codes{};  ///< what may be chosen; empty = anything
};

/// The columns of a resource, in the order of its field table; empty when there is no such resource.
std::vector<Kolom> kolommen(std::string_view resource);

/// A line that was read: the object as the API takes it, with its place.
struct BestandRij {
  std::int64_t nummer = 0;
  boost::json::object inhoud;
};

class Bestand {
 public:
  /// What it is is seen by its content, not by its name. Finds the header: the first line that names columns
  /// of the resource. Titles above it are passed over. What is wrong with it is told at once: unknown, double
  /// and missing columns. `gets_on` is called again and again while a workbook is read.
  static std::expected<Bestand, std::vector<Bevinding>> open(std::string_view text, std::string_view resource,
                                                             std::function<void()> gets_on = {});

  /// Back to the first line under the header.
  void rewind();
  /// The next line that is not empty; false at the end.
  bool next(BestandRij& rij);
  /// The faults of a row in words for a spreadsheet.
  std::vector<Bevinding> vertaal(std::int64_t nummer, const schemas::Faults& faults) const;
  /// What only the end of the file shows.
  std::vector<Bevinding> slot() const;
  double fraction_read() const;

 private:
  using Reader = std::variant<CsvReader, BladReader>;
  Bestand(Reader reader, std::vector<Kolom> columns)
      : reader_(std::move(reader)), columns_(std::move(columns)) {}
  bool next_line() {
    return std::visit([this](auto& reader) { return reader.next(line_); }, reader_);
  }
  /// A finding with its place in the workbook, if it is one; a column from 0, -1 = the row as a whole.
  Bevinding finding(std::int64_t rij, int place, std::string kolom, std::string melding) const;

  /// Stands in a row for a value under no header.
  static constexpr std::string_view overflow = "(zonder kolom)";

  Reader reader_;
  Reader under_header_ = reader_;
  std::vector<Kolom> columns_;
  std::vector<const Kolom*> by_place_;  ///< null: a column that is passed over
  std::vector<std::string> header_;     ///< as it stands in the file
  Regel line_;
  std::int64_t rows_ = 0;
};

}  // namespace inburgering::adapters::taalschool
