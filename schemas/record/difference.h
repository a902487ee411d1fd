#pragma once
// What distinguishes two records, and how a later statement is laid over an earlier one.
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "schemas/record/json_record.h"

namespace inburgering::schemas {

/// Names of the fields that differ, in the order of the table.
template <Described T>
std::vector<std::string> difference(const T& before, const T& after) {
  std::vector<std::string> names;
  for_each_field<T>([&](const auto& field) {
    if (!(before.*field.member == after.*field.member)) names.emplace_back(field.name);
  });
  return names;
}

/// Lays `said` over `known`: what is said replaces, what is absent leaves what was known.
template <Described T>
void lay_over(T& known, const T& said) {
  for_each_field<T>([&](const auto& field) {
    const auto& value = said.*field.member;
    using Member = std::remove_cvref_t<decltype(value)>;
    if constexpr (is_stated<Member>) {
      if (value.is_absent()) return;
    } else if constexpr (is_optional<Member>) {
      if (!value) return;
    }
    known.*field.member = value;
  });
}

/// The natural key of a record inside its dossier, as JSON with the key fields in table order.
template <Described T>
boost::json::object key_of(const T& record) {
  boost::json::object key;
  for_each_field<T>([&](const auto& field) {
    if (!field.is_key) return;
    const auto& value = record.*field.member;
    using Member = std::remove_cvref_t<decltype(value)>;
    if constexpr (is_optional<Member>) {
      if (value) key[field.name] = JsonValue<typename Member::value_type>::write(*value);
    } else {
      key[field.name] = JsonValue<Member>::write(value);
    }
  });
  return key;
}

}  // namespace inburgering::schemas
