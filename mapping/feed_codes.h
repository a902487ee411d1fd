#pragma once
// How the codes of the feeds become codes of the canonical lists. A feed whose codes are those of the list
// needs no table; a code that is in neither is kept as it came, and flagged (schemas::Code).
#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "schemas/value/code.h"
#include "schemas/value/stated.h"

namespace inburgering::mapping {

struct FeedCode {
  std::string_view theirs;
  std::string_view ours;
};

/// DUO PIP 1.2.0 Leerroute; the taalschool-API uses the same letters.
inline constexpr FeedCode leerroutes[] = {{"B", "B1-route"}, {"O", "Onderwijsroute"}, {"Z", "Z-route"}};

template <const schemas::CodeList& list>
schemas::Code<list> by_table(std::span<const FeedCode> table, std::string_view code) {
  const auto row = std::ranges::find(table, code, &FeedCode::theirs);
  return row == table.end() ? schemas::Code<list>::unlisted(code) : schemas::Code<list>::of(row->ours);
}

/// Of a feed that delivers whole resources: a code that it leaves out has no value.
template <const schemas::CodeList& list>
schemas::Stated<schemas::Code<list>> whole_code(const std::optional<std::string>& code) {
  if (!code) return schemas::Stated<schemas::Code<list>>::no_value();
  return schemas::Code<list>::of(*code);
}

template <const schemas::CodeList& list>
schemas::Stated<schemas::Code<list>> whole_code(std::span<const FeedCode> table,
                                                const std::optional<std::string>& code) {
  if (!code) return schemas::Stated<schemas::Code<list>>::no_value();
  return by_table<list>(table, *code);
}

}  // namespace inburgering::mapping
