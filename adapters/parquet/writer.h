#pragma once
// Writes a Parquet file (Apache Parquet, format 2.x): flat columns, plain encoding, no compression, one data
// page (v1) a column and row group. Debian 12 has no library that writes it; any reader reads this.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace inburgering::adapters::parquet {

enum class Type : unsigned char {
  text,     ///< UTF-8
  number,   ///< 64 bits
  truth,    ///< true or false
  day,      ///< days since 1970-01-01
  moment,   ///< milliseconds since 1970-01-01T00:00:00Z
  decimal2  ///< hundredths, told as a decimal of at most 18 digits with two behind the point
};

struct Column {
  std::string name;
  Type type;
  bool optional = true;  ///< may be without a value
};

/// Nothing, a text, a truth, or a number: of numbers, days, moments and hundredths.
using Value = std::variant<std::monostate, std::string, bool, std::int64_t>;

class Writer {
 public:
  /// Takes bytes in the order of the file; what it throws goes through.
  using Sink = std::function<void(std::string_view)>;
  /// Rows of a group are kept in memory until there are so many, or so many bytes.
  static constexpr std::int64_t rows_at_most = 50'000;
  static constexpr std::size_t bytes_at_most = 1U << 20U;

  Writer(std::vector<Column> columns, std::string created_by, Sink sink);
  /// A value for each column, of its type; a column that is not optional has one. Throws std::logic_error.
  void add(const std::vector<Value>& row);
  /// Writes what is left, and the footer: until then it is no Parquet file.
  void finish();
  std::int64_t rows() const { return rows_; }

 private:
  /// Of one column, since the last group.
  struct Gathered {
    std::string values;
    std::vector<bool> truths;
    std::vector<bool> present;  ///< of a column that is optional
  };
  struct Chunk {
    std::int64_t offset = 0, size = 0, values = 0;
  };
  struct Group {
    std::vector<Chunk> chunks;
    std::int64_t rows = 0, size = 0;
  };

  void write(std::string_view bytes);
  void end_group();

  std::vector<Column> columns_;
  std::string created_by_;
  Sink sink_;
  std::vector<Gathered> gathered_;
  std::vector<Group> groups_;
  std::int64_t in_group_ = 0;
  std::size_t bytes_ = 0;
  std::int64_t rows_ = 0;
  std::int64_t offset_ = 0;
};

}  // namespace inburgering::adapters::parquet
