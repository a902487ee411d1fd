#pragma once
// What stands in a cell of a spreadsheet, as the value of a field: Dutch dates and decimal commas, ja and
// nee, numbers of which Excel took the leading zeros.
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "schemas/record/fields.h"
#include "schemas/record/members.h"
#include "schemas/value/bsn.h"
#include "schemas/value/day.h"
#include "schemas/value/two_decimals.h"

namespace inburgering::adapters::taalschool {

/// The value in the form that the JSON of the API has it; what cannot be one is given as it stands, and
/// refused with the other faults of its row.
boost::json::value datum_of(std::string_view cell);
boost::json::value getal_of(std::string_view cell);
boost::json::value ja_nee_of(std::string_view cell);
/// Digits, filled up with zeros at the left to `length`.
boost::json::value nummer_of(std::string_view cell, std::size_t length);
boost::json::value code_of(std::string_view cell, std::span<const std::string_view> codes);

template <class Member>
boost::json::value cel(std::string_view cell, const schemas::Limits& limits) {
  if constexpr (schemas::is_optional<Member>) {
    return cel<typename Member::value_type>(cell, limits);
  } else if constexpr (std::is_same_v<Member, schemas::Day>) {
    return datum_of(cell);
  } else if constexpr (std::is_same_v<Member, bool>) {
    return ja_nee_of(cell);
  } else if constexpr (std::is_same_v<Member, schemas::Bsn>) {
    return nummer_of(cell, 9);
  } else if constexpr (std::is_same_v<Member, std::string>) {
    if (limits.format == &schemas::formats::gemeentecode) return nummer_of(cell, 4);
    if (!limits.codes.empty()) return code_of(cell, limits.codes);
    return boost::json::string(cell);
  } else {
    return getal_of(cell);
  }
}

/// What kind of thing a column holds, for whoever fills it in.
enum class Soort : unsigned char { tekst, nummer, datum, getal, ja_nee, keuze };

template <class Member>
constexpr Soort soort(const schemas::Limits& limits) {
  if constexpr (schemas::is_optional<Member>) {
    return soort<typename Member::value_type>(limits);
  } else if constexpr (std::is_same_v<Member, schemas::Day>) {
    return Soort::datum;
  } else if constexpr (std::is_same_v<Member, bool>) {
    return Soort::ja_nee;
  } else if constexpr (std::is_same_v<Member, schemas::Bsn>) {
    return Soort::nummer;
  } else if constexpr (std::is_same_v<Member, std::string>) {
    if (limits.format == &schemas::formats::gemeentecode) return Soort::nummer;
    return limits.codes.empty() ? Soort::tekst : Soort::keuze;
  } else {
    return Soort::getal;
  }
}

/// What a fault says of a cell, where a spreadsheet needs other advice than JSON.
template <class Member>
std::string_view raad() {
  if constexpr (schemas::is_optional<Member>)
    return raad<typename Member::value_type>();
  else if constexpr (std::is_same_v<Member, schemas::Day>)
    return "dit is geen datum; schrijf hem als 31-12-2026";
  else if constexpr (std::is_same_v<Member, bool>)
    return "schrijf ja of nee";
  else if constexpr (std::is_same_v<Member, schemas::DecimalHours>)
    return "dit is geen aantal uren; schrijf het als 12 of 12,5";
  else if constexpr (std::is_same_v<Member, schemas::Score>)
    return "dit is geen score; schrijf haar als 63 of 63,5";
  else
    return {};
}

}  // namespace inburgering::adapters::taalschool
