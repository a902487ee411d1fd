#pragma once
// What readers and writers of any form ask of a field table: which member comes where, and which may be
// absent.
#include <array>
#include <bitset>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/record/fields.h"
#include "schemas/record/reading.h"
#include "schemas/value/code.h"
#include "schemas/value/stated.h"

namespace inburgering::schemas {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_stated = false;
template <class T>
inline constexpr bool is_stated<Stated<T>> = true;
template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;
template <class T>
inline constexpr bool is_code = false;
template <const CodeList& list>
inline constexpr bool is_code<Code<list>> = true;

/// A member that may be left out of a document.
template <class T>
inline constexpr bool may_be_absent = is_optional<T> || is_stated<T> || is_list<T>;

/// Whether a member says nothing, so that a document leaves it out.
template <class Member>
bool says_nothing(const Member& member) {
  if constexpr (is_optional<Member>)
    return !member.has_value();
  else if constexpr (is_stated<Member>)
    return member.is_absent();
  else if constexpr (is_list<Member>)
    return member.empty();
  else
    return false;
}

template <class Owner, class Member>
Member member_type(Member Owner::*);

/// The fields of T by their place in the table, for readers that meet them in the order of the document.
template <Described T>
struct Members {
  static constexpr std::size_t count = std::tuple_size_v<decltype(fields<T>.list)>;
  static constexpr std::array<std::string_view, count> names =
      std::apply([](const auto&... field) { return std::array<std::string_view, count>{field.name...}; },
                 fields<T>.list);
  static constexpr std::array<bool, count> required = std::apply(
      [](const auto&... field) {
        return std::array<bool, count>{!may_be_absent<decltype(member_type(field.member))>...};
      },
      fields<T>.list);

  /// The place of a name; `count` when there is none. Documents mostly keep the order of the table, so the
  /// search begins at `expected`.
  static std::size_t find(std::string_view name, std::size_t expected) {
    for (std::size_t index = expected; index < count; ++index)
      if (names[index] == name) return index;
    for (std::size_t index = 0; index < expected; ++index)
      if (names[index] == name) return index;
    return count;
  }

  /// A fault for each required member that was not seen.
  static void tell_missing(const std::bitset<count>& seen, Reading& reading) {
    for (std::size_t index = 0; index < count; ++index) {
      if (!required[index] || seen[index]) continue;
      const Place here(reading, names[index]);
      reading.fault("verplicht", "dit gegeven ontbreekt en is verplicht");
    }
  }
};

}  // namespace inburgering::schemas
