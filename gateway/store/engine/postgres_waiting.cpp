#include "gateway/store/engine/postgres_waiting.h"

#include <algorithm>
#include <utility>

namespace inburgering::gateway::store::postgres {
namespace {

constexpr std::size_t most_rows = 32;  // the last of Prepared::of_rows
constexpr std::size_t most_bytes = 1 << 20;

/// Of a waiting row, and of what comes.
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

bool is_in_one_row(const Waiting& waiting, const ValuesAndRows& run, const Pairs& parameters) {
  const auto width = waiting.of->types.size();
  for (std::size_t row = 0; row < waiting.rows; ++row)
    if (std::ranges::all_of(parameters, [&](const auto& pair) {
          const auto& own = waiting.values[row * width + pair.first - 1];
          const auto given = run.value(pair.second);
          return own && given && *own == *given;
        }))
      return true;
  return false;
}

}  // namespace

std::optional<Waiting> WaitingRows::add(const ValuesAndRows& run) {
  auto found = std::ranges::find(waiting_, &run.prepared(), &Waiting::of);
  if (found == waiting_.end())
    found = waiting_.insert(waiting_.end(), {.of = &run.prepared(), .name = std::string(run.name())});
  for (std::size_t i = 1; i <= run.values().size(); ++i) {
    found->values.emplace_back(run.value(i));
    found->size += run.value(i).value_or("").size();
  }
  found->formats.insert(found->formats.end(), run.formats().begin(), run.formats().end());
  if (++found->rows < most_rows && found->size < most_bytes) return std::nullopt;
  auto full = std::move(*found);
  waiting_.erase(found);
  return full;
}

std::vector<Waiting> WaitingRows::met_by(const ValuesAndRows& run) {
  std::vector<Waiting> met;
  std::erase_if(waiting_, [&](Waiting& waiting) {
    if (!meets(waiting, run)) return false;
    met.push_back(std::move(waiting));
    return true;
  });
  return met;
}

bool WaitingRows::meets(const Waiting& waiting, const ValuesAndRows& run) {
  const auto& now = run.prepared();
  const auto& own = *waiting.of->insertion;
  Pairs same;
  if (waiting.of == &now) {
    // One statement may not come to a row that it put there itself.
    for (const auto parameter : own.key) same.emplace_back(parameter, parameter);
    return !same.empty() && is_in_one_row(waiting, run, same);
  }
  if (waiting.of->touches(now.writes)) return true;
  if (!now.touches(own.table)) return false;
  if (!now.question || now.question->table != own.table) return true;
  for (const auto& [column, asked] : now.question->columns)
    if (const auto parameter = own.parameter_of(column); parameter != 0) same.emplace_back(parameter, asked);
  return is_in_one_row(waiting, run, same);
}

}  // namespace inburgering::gateway::store::postgres
