#pragma once
// What a taalschool tells comes in rows: one JSON object, or one line of a file. Every row begins the same.
#include <string>

#include "schemas/fault.h"
#include "schemas/record/fields.h"
#include "schemas/value/bsn.h"

namespace inburgering::adapters::taalschool {

/// Where the fields of these records come from.
inline constexpr std::string_view source = "taalschool-API";

/// An ASCII letter or digit.
constexpr bool is_plain(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || schemas::formats::is_digit(c);
}

/// The school's own reference. It stands in addresses and logs, so it may hold nothing that needs escaping.
inline constexpr schemas::Format kenmerk_format{
    "Kenmerk", "[A-Za-z0-9][A-Za-z0-9._\\-]{0,39}",
    "1 tot 40 letters, cijfers, punten, streepjes of lage streepjes, te beginnen met een letter of cijfer",
    [](std::string_view text) {
      return !text.empty() && text.size() <= 40 && is_plain(text.front()) &&
             std::ranges::all_of(text,
                                 [](char c) { return is_plain(c) || c == '.' || c == '_' || c == '-'; });
    }};

struct Rij {
  std::string kenmerk;
  std::string gemeentecode;
  schemas::Bsn bsn;
};

// The same three rows in each field table.
inline constexpr auto kenmerk_field = schemas::field(
    "kenmerk", &Rij::kenmerk, source, "eigen kenmerk van de taalschool; hetzelfde kenmerk vervangt",
    {.format = &kenmerk_format});
inline constexpr auto gemeentecode_field =
    schemas::field("gemeentecode", &Rij::gemeentecode, source, "gemeente waarvoor de taalschool werkt",
                   {.format = &schemas::formats::gemeentecode});
inline constexpr auto bsn_field =
    schemas::field("bsn", &Rij::bsn, source, "burgerservicenummer van de deelnemer");

/// What no field alone shows: a reference that gives the person away.
void check_rij(const Rij& rij, schemas::Faults& faults);

}  // namespace inburgering::adapters::taalschool
