#pragma once
// Insertions of one row each that may wait for one another, and go to the server as one statement.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace inburgering::gateway::store::postgres {

/// "INSERT INTO table (columns) VALUES (row) ON CONFLICT …" with parameters `$1`, none of them behind the
/// row.
struct Insertion {
  std::string table;
  std::string head, row, tail;  ///< the text, in three
  struct Column {
    std::string name;
    std::size_t parameter = 0;  ///< whose value it gets as it is; 0: something else
  };
  std::vector<Column> columns;
  /// Parameters that tell which row is changed where there is one already. One statement may not come to the
  /// same row twice.
  std::vector<std::size_t> key;

  /// The parameter of a column; 0: it has none.
  std::size_t parameter_of(std::string_view column) const;
  /// The same of several rows. `parameters`: how many one row has.
  std::string of_rows(std::size_t rows, std::size_t parameters) const;
};

/// Nothing where a statement is something else, or what it changes cannot be foreseen from its values.
std::optional<Insertion> insertion_of(std::string_view text);

/// "SELECT … FROM table WHERE column = $1 AND …": rows that differ in one of these are not what is asked for.
struct Question {
  std::string table;
  std::vector<Insertion::Column> columns;
};
std::optional<Question> question_of(std::string_view text);

/// What a statement writes to; empty: nothing, or that is not known.
std::string written_table(std::string_view text);

/// The tables that a statement names, and no other: what it does not name it does not touch.
std::unordered_set<std::string> tables_of(std::string_view text);

}  // namespace inburgering::gateway::store::postgres
