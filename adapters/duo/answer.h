#pragma once
// Reading the body of a 200 answer: one record, or a list of them.
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/record/json_record.h"
#include "schemas/value/counted.h"

namespace inburgering::adapters::duo {

/// How many items DUO's specification lets a list hold (maxItems).
template <class Record>
inline constexpr std::size_t max_items = std::numeric_limits<std::size_t>::max();

/// Faults for each bsn in an answer that is not the one that was asked about.
schemas::Faults other_persons(const boost::json::value& json, const schemas::Bsn& asked);

/// The body, checked against the specification as the field tables say it; all faults together. With `asked`,
/// an answer that names another person is refused too.
template <class Body>
schemas::Result<Body> parse_answer(std::string_view text,
                                   const std::optional<schemas::Bsn>& asked = std::nullopt) {
  unsigned char first[4096];
  boost::json::monotonic_resource memory(first, sizeof first);
  const auto json = schemas::parse_json(text, &memory);
  if (!json) return std::unexpected(json.error());
  if (asked)
    if (auto faults = other_persons(*json, *asked); !faults.empty())
      return std::unexpected(std::move(faults));
  auto body = schemas::read_json<Body>(*json);
  if constexpr (schemas::is_list<Body>)
    if (constexpr auto most = max_items<typename Body::value_type>; body && body->size() > most)
      return schemas::refuse("", "aantal",
                             "meer dan " + schemas::counted(most, "regel", "regels") + " in één antwoord");
  return body;
}

}  // namespace inburgering::adapters::duo
