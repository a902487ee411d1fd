#include "schemas/value/nearest.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace inburgering::schemas {
namespace {

/// A longer word is no name of ours, and is not worth the time.
constexpr std::size_t longest = 64;

std::string plain(std::string_view text) {
  std::string made(text.substr(0, longest));
  for (auto& c : made) c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return made;
}

}  // namespace

std::size_t letters_apart(std::string_view one, std::string_view other) {
  const auto a = plain(one);
  const auto b = plain(other);
  std::vector<std::vector<std::size_t>> apart(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) apart[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) apart[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t differs = a[i - 1] == b[j - 1] ? 0 : 1;
      apart[i][j] = std::min({apart[i - 1][j] + 1, apart[i][j - 1] + 1, apart[i - 1][j - 1] + differs});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        apart[i][j] = std::min(apart[i][j], apart[i - 2][j - 2] + 1);
    }
  return apart[a.size()][b.size()];
}

std::string nearest(std::string_view typed, std::span<const std::string> names) {
  constexpr std::size_t one_in = 3;
  constexpr std::size_t enough_of_a_beginning = 3;
  const auto begin = plain(typed);
  std::string found;
  auto least = std::max<std::size_t>(1, std::min(typed.size(), longest) / one_in) + 1;
  for (const auto& name : names)
    if (const auto apart = letters_apart(typed, name); apart < least && apart < name.size()) {
      least = apart;
      found = name;
    }
  if (!found.empty() || begin.size() < enough_of_a_beginning) return found;
  const auto starts = [&](const std::string& name) { return plain(name).starts_with(begin); };
  const auto first = std::ranges::find_if(names, starts);
  return first == names.end() ? std::string() : *first;
}

std::string meant(std::string_view typed, std::span<const std::string> names) {
  const auto name = nearest(typed, names);
  return name.empty() ? std::string() : "; bedoelt u " + name + "?";
}

}  // namespace inburgering::schemas
