#pragma once
// Walks over the whole model: types, the types that are parts of others, code lists. Each is visited once.
#include <set>
#include <string_view>

#include "mapping/canonical/object.h"
#include "schemas/record/members.h"

namespace inburgering::mapping::document {

/// The value that a member holds when it holds one.
template <class T>
struct Held {
  using Type = T;
};
template <class T>
struct Held<std::optional<T>> : Held<T> {};
template <class T>
struct Held<schemas::Stated<T>> : Held<T> {};
template <class Field>
using ValueOf = typename Held<decltype(schemas::member_type(std::declval<Field>().member))>::Type;
template <class Field>
using MemberOf = decltype(schemas::member_type(std::declval<Field>().member));

/// The list behind a code type.
template <const schemas::CodeList& list>
constexpr const schemas::CodeList& list_of(const schemas::Code<list>*) {
  return list;
}

/// `visit.operator()<T>()` for each object type and then for each type that only occurs inside another.
template <class Visit>
void for_each_type(Visit&& visit) {
  canonical::for_each_objecttype(visit);
  std::set<std::string_view> seen;
  canonical::for_each_objecttype([&]<class T>() {
    schemas::for_each_field<T>([&]<class Field>(const Field&) {
      if constexpr (schemas::Described<ValueOf<Field>>) {
        using Part = ValueOf<Field>;
        if (seen.insert(schemas::fields<Part>.name).second) visit.template operator()<Part>();
      }
    });
  });
}

/// `visit(list)` for each code list that a field uses, in the order of first use.
template <class Visit>
void for_each_code_list(Visit&& visit) {
  std::set<std::string_view> seen;
  for_each_type([&]<class T>() {
    schemas::for_each_field<T>([&]<class Field>(const Field&) {
      if constexpr (schemas::is_code<ValueOf<Field>>) {
        const auto& list = list_of(static_cast<const ValueOf<Field>*>(nullptr));
        if (seen.insert(list.name).second) visit(list);
      }
    });
  });
}

}  // namespace inburgering::mapping::document
