#pragma once
// What an element of StUF-BG states, as a canonical value (StUF 03.01 §3.4).
#include <cstdint>
#include <string>

#include "adapters/brp/natuurlijk_persoon.h"
#include "mapping/canonical/field_types.h"
#include "schemas/fault.h"

namespace inburgering::mapping::brp {

using adapters::brp::Gegeven;
using schemas::Faults;
using schemas::IncompleteDay;
using schemas::Stated;

/// The sender may not tell, or does not keep it: what is known stays.
inline bool is_withheld(Gegeven::NoValue no_value) {
  return no_value == Gegeven::NoValue::niet_geautoriseerd || no_value == Gegeven::NoValue::niet_ondersteund;
}
/// There is a value, and it is not known.
inline bool is_unknown(Gegeven::NoValue no_value) {
  return no_value == Gegeven::NoValue::waarde_onbekend || no_value == Gegeven::NoValue::vastgesteld_onbekend;
}

// Conversions of the text of an element that has a value. One that cannot be is a fault, and states nothing.

Stated<std::string> as_text(const Gegeven& gegeven, Faults& faults);
/// A code of a national table. Those of countries, nationalities and gemeenten are integers in the schema:
/// 518 and 0518 are the same.
Stated<std::string> as_table(const Gegeven& gegeven, Faults& faults);
Stated<std::string> as_table2(const Gegeven& gegeven, Faults& faults);
Stated<std::string> as_table4(const Gegeven& gegeven, Faults& faults);
/// The name of a place, or the code of a gemeente.
Stated<std::string> as_place(const Gegeven& gegeven, Faults& faults);
Stated<std::int64_t> as_number(const Gegeven& gegeven, Faults& faults);
/// A day as far as it is known. What is not stands as zeros, as the GBA writes it, or is filled in and said
/// to be so (indOnvolledigeDatum).
Stated<IncompleteDay> as_date(const Gegeven& gegeven, Faults& faults);

template <const schemas::CodeList& list>
Stated<schemas::Code<list>> as_code(const Gegeven& gegeven, Faults&) {
  return schemas::Code<list>::of(gegeven.waarde);
}

template <class T>
Stated<T> stated(const Gegeven& gegeven, Stated<T> (*convert)(const Gegeven&, Faults&), Faults& faults) {
  if (gegeven.no_value == Gegeven::NoValue::geen_waarde) return Stated<T>::no_value();
  if (is_unknown(gegeven.no_value)) return Stated<T>::unknown();
  if (is_withheld(gegeven.no_value)) return {};
  return convert(gegeven, faults);
}

/// A code of a national table in four digits.
std::string in_four_digits(const std::string& digits);

}  // namespace inburgering::mapping::brp
