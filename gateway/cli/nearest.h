#pragma once
#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::gateway::cli {

/// How many signs differ, are missing or are too many (Levenshtein), capitals alike.
inline std::size_t distance(std::string_view one, std::string_view other) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= one.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const auto changed = diagonal + (lower(one[i - 1]) == lower(other[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

/// What somebody may have meant: one that begins so, else the one that differs least. Empty of no words.
inline std::string nearest(std::string_view meant, const std::vector<std::string>& words) {
  std::string best;
  auto least = static_cast<std::size_t>(-1);
  for (const auto& word : words) {
    const auto differs = word.starts_with(meant) && !meant.empty() ? 0 : distance(meant, word);
    if (differs < least) {
      least = differs;
      best = word;
    }
  }
  return best;
}

}  // namespace inburgering::gateway::cli
