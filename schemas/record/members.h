#pragma once
// What readers and writers of any form ask of a field table: which member comes where, and which may be
// absent.
#include <array>
#include <bitset>
#include <optional>
#include <span>
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

/// A field table as readers go through it, whatever the type of the record: what they do stands once, and
/// only what depends on a member's type stands once a member.
struct MemberTable {
  std::string_view type;
  Unnamed unnamed;
  std::span<const std::string_view> names;
  std::span<const bool> required;

  std::size_t count() const { return names.size(); }
  /// The place of a name; `count` when there is none. Documents mostly keep the order of the table, so the
  /// search begins at `expected`.
  std::size_t find(std::string_view name, std::size_t expected) const {
    for (std::size_t index = expected; index < count(); ++index)
      if (names[index] == name) return index;
    for (std::size_t index = 0; index < expected; ++index)
      if (names[index] == name) return index;
    return count();
  }
};

/// Which members were seen.
using Seen = std::bitset<128>;

/// A fault for each required member that was not seen.
void tell_missing(const MemberTable& table, const Seen& seen, Reading& reading);

/// The table of T.
template <Described T>
struct Members {
  static constexpr std::size_t count = std::tuple_size_v<decltype(fields<T>.list)>;
  static_assert(count <= Seen().size());
  static constexpr std::array<std::string_view, count> names =
      std::apply([](const auto&... field) { return std::array<std::string_view, count>{field.name...}; },
                 fields<T>.list);
  static constexpr std::array<bool, count> required = std::apply(
      [](const auto&... field) {
        return std::array<bool, count>{!may_be_absent<decltype(member_type(field.member))>...};
      },
      fields<T>.list);
  static constexpr MemberTable table{fields<T>.name, fields<T>.unnamed, names, required};
};

}  // namespace inburgering::schemas
