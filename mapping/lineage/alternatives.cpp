#include "mapping/lineage/alternatives.h"

#include <algorithm>

#include "mapping/document/walk.h"
#include "mapping/feed_codes.h"

namespace inburgering::mapping::lineage {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The last sign for which `is` holds, each other way that `of` makes of it.
template <class Is, class Other>
void change_last(std::string_view text, Is&& is, int ways, Other&& other, std::vector<std::string>& into) {
  const auto last = std::find_if(text.rbegin(), text.rend(), is);
  if (last == text.rend()) return;
  const auto place = static_cast<std::size_t>(text.rend() - last) - 1;
  for (int way = 1; way <= ways; ++way) {
    std::string changed(text);
    changed[place] = other(changed[place], way);
    into.push_back(std::move(changed));
  }
}

void other_codes(std::string_view text, std::vector<std::string>& into) {
  document::for_each_code_list([&](const schemas::CodeList& list) {
    if (std::ranges::none_of(list.rows, [&](const auto& row) { return row.code == text; })) return;
    for (const auto& row : list.rows)
      if (row.code != text) into.emplace_back(row.code);
  });
  if (std::ranges::find(leerroutes, text, &FeedCode::theirs) != std::end(leerroutes))
    for (const auto& row : leerroutes)
      if (row.theirs != text) into.emplace_back(row.theirs);
}

}  // namespace

std::vector<std::string> alternatives(std::string_view text) {
  std::vector<std::string> list;
  other_codes(text, list);
  constexpr int other_digits = 9;
  change_last(
      text, is_digit, other_digits,
      [](char c, int way) { return static_cast<char>('0' + (c - '0' + way) % 10); }, list);
  change_last(
      text, is_letter, 2,
      [](char c, int way) {
        const char first = c >= 'a' ? 'a' : 'A';
        return static_cast<char>(first + (c - first + way) % 26);
      },
      list);
  if (text == "true" || text == "false") list.insert(list.begin(), text == "true" ? "false" : "true");
  if (text == "J" || text == "N") list.insert(list.begin(), text == "J" ? "N" : "J");
  list.push_back(std::string(text) + "a");
  return list;
}

std::vector<boost::json::value> alternatives(const boost::json::value& value) {
  std::vector<boost::json::value> list;
  if (value.is_bool()) {
    list.emplace_back(!value.get_bool());
  } else if (value.is_int64()) {
    list = {value.get_int64() + 1, value.get_int64() - 1};
  } else if (value.is_double()) {
    list = {value.get_double() + 1, value.get_double() - 1};
  } else if (value.is_string()) {
    for (auto& text : alternatives(std::string_view(value.get_string()))) list.emplace_back(std::move(text));
  } else if (value.is_null()) {
    list = {boost::json::value("2000-01-01"), boost::json::value(1), boost::json::value(true),
            boost::json::value("A")};
  }
  return list;
}

}  // namespace inburgering::mapping::lineage
