#include "mapping/brp/stuf_values.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "mapping/brp/landelijke_codes.h"

namespace inburgering::mapping::brp {
namespace {

std::string in_digits(const std::string& digits, std::size_t width) {
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

Stated<std::string> known_or_not(std::string code) {
  return is_onbekend(code) ? Stated<std::string>::unknown() : Stated<std::string>(std::move(code));
}

/// How much of a date is told: 3 the day, 2 the month, 1 the year, 0 nothing.
int parts_told(const Gegeven& gegeven) {
  const std::string_view digits = gegeven.waarde;
  const int said = gegeven.ind_onvolledige_datum == 'J'   ? 0
                   : gegeven.ind_onvolledige_datum == 'M' ? 1
                   : gegeven.ind_onvolledige_datum == 'D' ? 2
                                                          : 3;
  const int written = is_onbekend(digits) ? 0 : digits.ends_with("0000") ? 1 : digits.ends_with("00") ? 2 : 3;
  return std::min(said, written);
}

}  // namespace

std::string in_four_digits(const std::string& digits) { return in_digits(digits, 4); }

Stated<std::string> as_text(const Gegeven& gegeven, Faults&) {
  return gegeven.waarde == "." ? Stated<std::string>::unknown() : Stated<std::string>(gegeven.waarde);
}

Stated<std::string> as_table(const Gegeven& gegeven, Faults&) { return known_or_not(gegeven.waarde); }
Stated<std::string> as_table2(const Gegeven& gegeven, Faults&) {
  return known_or_not(in_digits(gegeven.waarde, 2));
}
Stated<std::string> as_table4(const Gegeven& gegeven, Faults&) {
  return known_or_not(in_four_digits(gegeven.waarde));
}

Stated<std::string> as_place(const Gegeven& gegeven, Faults& faults) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return std::ranges::all_of(gegeven.waarde, is_digit) ? as_table4(gegeven, faults)
                                                       : as_text(gegeven, faults);
}

Stated<std::int64_t> as_number(const Gegeven& gegeven, Faults& faults) {
  std::int64_t number = 0;
  const auto* begin = gegeven.waarde.data() + (gegeven.waarde.starts_with('+') ? 1 : 0);
  const auto* end = gegeven.waarde.data() + gegeven.waarde.size();
  if (std::from_chars(begin, end, number).ptr == end) return number;
  faults.push_back({gegeven.plaats(), "getal", "dit is geen geheel getal"});
  return {};
}

Stated<IncompleteDay> as_date(const Gegeven& gegeven, Faults& faults) {
  const int parts = parts_told(gegeven);
  auto digits = gegeven.waarde;
  // A part that is not known need not be a day or a month that there is.
  if (digits.size() == 8) {
    if (digits.ends_with("00")) digits.replace(6, 2, "01");
    if (digits.substr(4, 2) == "00" && gegeven.waarde.ends_with("0000")) digits.replace(4, 2, "01");
  }
  if (parts == 0) return Stated<IncompleteDay>::unknown();
  if (const auto day = schemas::day_from_digits(digits)) return IncompleteDay::of(*day).cut_to(parts);
  faults.push_back({gegeven.plaats(), "dag", "dit is geen bestaande dag; schrijf jjjjmmdd"});
  return {};
}

}  // namespace inburgering::mapping::brp
