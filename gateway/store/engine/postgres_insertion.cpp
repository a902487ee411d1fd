#include "gateway/store/engine/postgres_insertion.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace inburgering::gateway::store::postgres {
namespace {

bool in_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Reads on where the text goes on with this.
bool skip(std::string_view& text, std::string_view expected) {
  text = trimmed(text);
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

std::string_view name(std::string_view& text) {
  text = trimmed(text);
  std::size_t end = 0;
  while (end < text.size() && in_name(text[end])) ++end;
  const auto found = text.substr(0, end);
  text.remove_prefix(end);
  return found;
}

/// What stands between the brackets that the text begins with, with them; empty: they are not there.
std::string_view in_brackets(std::string_view& text) {
  text = trimmed(text);
  if (!text.starts_with('(')) return {};
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\'') quoted = !quoted;
    if (quoted) continue;
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && --depth == 0) {
      const auto found = text.substr(0, at + 1);
      text.remove_prefix(at + 1);
      return found;
    }
  }
  return {};
}

/// The parts between the commas of a list in brackets.
std::vector<std::string_view> parts_of(std::string_view list) {
  list = list.substr(1, list.size() - 2);
  std::vector<std::string_view> parts;
  int depth = 0;
  bool quoted = false;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= list.size(); ++at) {
    if (at == list.size() || (list[at] == ',' && depth == 0 && !quoted)) {
      parts.push_back(trimmed(list.substr(from, at - from)));
      from = at + 1;
      continue;
    }
    if (list[at] == '\'') quoted = !quoted;
    if (!quoted && list[at] == '(') ++depth;
    if (!quoted && list[at] == ')') --depth;
  }
  return parts;
}

/// "$12" and nothing else; 0: it is something else.
std::size_t parameter_in(std::string_view text) {
  std::size_t number = 0;
  if (!text.starts_with('$')) return 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

}  // namespace

std::size_t Insertion::parameter_of(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &Column::name);
  return found == columns.end() ? 0 : found->parameter;
}

std::string Insertion::of_rows(std::size_t rows, std::size_t parameters) const {
  auto text = head;
  for (std::size_t i = 0; i < rows; ++i) {
    if (i > 0) text += ", ";
    for (std::size_t at = 0; at < row.size(); ++at) {
      text += row[at];
      if (row[at] != '$') continue;
      std::size_t number = 0;
      const auto* end = std::from_chars(row.data() + at + 1, row.data() + row.size(), number).ptr;
      text += std::to_string(number + i * parameters);
      at = static_cast<std::size_t>(end - row.data()) - 1;
    }
  }
  return text + tail;
}

std::optional<Insertion> insertion_of(std::string_view text) {
  auto rest = text;
  if (!skip(rest, "INSERT INTO ")) return std::nullopt;
  Insertion made;
  made.table = name(rest);
  const auto columns = in_brackets(rest);
  if (made.table.empty() || columns.empty() || !skip(rest, "VALUES")) return std::nullopt;
  made.head = text.substr(0, text.size() - rest.size());
  made.head += ' ';
  const auto row = in_brackets(rest);
  if (row.empty() || rest.contains('$') || rest.contains("RETURNING")) return std::nullopt;
  made.row = row;
  made.tail = rest;
  const auto names = parts_of(columns);
  const auto values = parts_of(row);
  if (names.size() != values.size()) return std::nullopt;
  for (std::size_t i = 0; i < names.size(); ++i)
    made.columns.push_back({std::string(names[i]), parameter_in(values[i])});
  if (!skip(rest, "ON CONFLICT")) return rest.empty() ? std::optional(std::move(made)) : std::nullopt;
  const auto key = in_brackets(rest);
  if (key.empty()) return std::nullopt;
  for (const auto& column : parts_of(key)) {
    const auto place = std::ranges::find(names, column);
    if (place == names.end()) return std::nullopt;
    const auto& value = values[static_cast<std::size_t>(place - names.begin())];
    if (const auto parameter = parameter_in(value); parameter != 0)
      made.key.push_back(parameter);
    else if (value.contains('$') || value.contains('('))
      return std::nullopt;  // what else is there is the same in each row
  }
  if (made.key.empty()) return std::nullopt;
  return made;
}

std::optional<Question> question_of(std::string_view text) {
  const auto from = text.find(" FROM ");
  // One table, and conditions of which all hold.
  if (!text.starts_with("SELECT ") || from == std::string_view::npos || text.contains("(SELECT") ||
      text.contains(" OR ") || text.contains(" UNION ") || text.contains(" JOIN "))
    return std::nullopt;
  auto rest = text.substr(from + 6);
  Question made;
  made.table = name(rest);
  if (!skip(rest, "WHERE ")) return std::nullopt;
  do {
    const auto column = name(rest);
    if (column.empty() || !skip(rest, "= $")) return std::nullopt;
    std::size_t number = 0;
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (read.ec != std::errc()) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(read.ptr - rest.data()));
    made.columns.push_back({std::string(column), number});
  } while (skip(rest, "AND "));
  if (!trimmed(rest).empty()) return std::nullopt;
  return made;
}

std::string written_table(std::string_view text) {
  for (const std::string_view begins : {"INSERT INTO ", "UPDATE ", "DELETE FROM "})
    if (auto rest = text; skip(rest, begins)) return std::string(name(rest));
  return {};
}

std::unordered_set<std::string> tables_of(std::string_view text) {
  std::unordered_set<std::string> tables;
  std::string_view before;
  bool listed = false;  // tables may follow one another: FROM a, b x
  while (!text.empty()) {
    auto rest = text;
    const auto word = name(rest);
    if (word.empty()) {
      rest = trimmed(text);
      if (rest.empty()) break;
      if (rest.front() == ',' && listed)
        before = "FROM";
      else if (rest.front() != ',')
        before = {};
      text = rest.substr(1);
      continue;
    }
    const bool is_table = before == "FROM" || before == "JOIN" || before == "INTO" || before == "UPDATE";
    if (is_table) tables.emplace(word);
    // Until what stands there can be no table; after a join it can be one again.
    constexpr std::array ends{"WHERE",  "ORDER",  "GROUP", "LIMIT",    "SET",
                              "VALUES", "SELECT", "UNION", "RETURNING"};
    if (is_table)
      listed = listed || before == "FROM";
    else if (std::ranges::find(ends, word) != ends.end())
      listed = false;
    before = word;
    text = rest;
  }
  return tables;
}

}  // namespace inburgering::gateway::store::postgres
