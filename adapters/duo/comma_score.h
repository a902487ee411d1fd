#pragma once
#include "schemas/record/json_value.h"
#include "schemas/value/two_decimals.h"

namespace inburgering::adapters::duo {

/// A score as DUO writes it: a string with a decimal comma, `^\d{1,3},\d{2}$` (Leerbaarheidstoets 1.2.0).
struct CommaScore {
  schemas::Score score;
  static std::expected<CommaScore, schemas::Fault> parse(std::string_view text) {
    const auto score = schemas::Score::parse_with_comma(text);
    if (!score) return std::unexpected(score.error());
    return CommaScore{*score};
  }
};

}  // namespace inburgering::adapters::duo

template <>
struct inburgering::schemas::JsonValue<inburgering::adapters::duo::CommaScore>
    : inburgering::schemas::JsonTextValue<inburgering::adapters::duo::CommaScore> {};
