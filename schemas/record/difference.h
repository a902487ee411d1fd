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
    const auto& member = said.*field.member;
    // A list is stated whole: an empty one says that there is nothing.
    constexpr bool whole = is_list<std::remove_cvref_t<decltype(member)>>;
    if (whole || !says_nothing(member)) known.*field.member = member;
  });
}

/// Whether two records have the same natural key.
template <Described T>
bool same_key(const T& one, const T& other) {
  bool same = true;
  for_each_field<T>([&](const auto& field) {
    if (field.is_key && same) same = one.*field.member == other.*field.member;
  });
  return same;
}

/// The natural key of a record inside its dossier, as JSON with the key fields in table order.
template <Described T>
boost::json::object key_of(const T& record) {
  boost::json::object key;
  for_each_field<T>([&](const auto& field) {
    const auto& member = record.*field.member;
    if (field.is_key && !says_nothing(member))
      key[field.name] = JsonValue<std::remove_cvref_t<decltype(member)>>::write(member);
  });
  return key;
}

}  // namespace inburgering::schemas
