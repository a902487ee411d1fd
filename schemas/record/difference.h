#pragma once
// What distinguishes two records, and how a later statement is laid over an earlier one.
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "schemas/record/json_record.h"

namespace inburgering::schemas {

/// Both stand once a type of member, as the readers and writers do.
template <class Member>
[[gnu::noinline]] bool is_same(const Member& one, const Member& other) {
  return one == other;
}
template <class Member>
[[gnu::noinline]] void replace(Member& known, const Member& said) {
  // A list is stated whole: an empty one says that there is nothing.
  if (is_list<Member> || !says_nothing(said)) known = said;
}

/// Names of the fields that differ, in the order of the table.
template <Described T>
std::vector<std::string> difference(const T& before, const T& after) {
  std::vector<std::string> names;
  for_each_field<T>([&](const auto& field) {
    if (!is_same(before.*field.member, after.*field.member)) names.emplace_back(field.name);
  });
  return names;
}

/// Lays `said` over `known`: what is said replaces, what is absent leaves what was known.
template <Described T>
void lay_over(T& known, const T& said) {
  for_each_field<T>([&](const auto& field) { replace(known.*field.member, said.*field.member); });
}

/// Whether two records have the same natural key.
template <Described T>
bool same_key(const T& one, const T& other) {
  bool same = true;
  for_each_field<T>([&](const auto& field) {
    if (field.is_key && same) same = is_same(one.*field.member, other.*field.member);
  });
  return same;
}

/// The natural key of a record inside its dossier, as JSON with the key fields in table order.
template <Described T>
boost::json::object key_of(const T& record) {
  boost::json::object key;
  for_each_field<T>([&](const auto& field) {
    if (field.is_key) write_member(key, field.name, record.*field.member);
  });
  return key;
}

}  // namespace inburgering::schemas
