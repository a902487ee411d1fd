#pragma once
// One table a record: each field listed once, and everything else (reading, checking, writing, difference,
// documentation) derived from it. The same mechanism serves wire records and the canonical model.
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <tuple>

namespace inburgering::schemas {

/// Limits of a value beyond its type. Lengths are in characters, as OpenAPI counts them.
struct Limits {
  std::span<const std::string_view> codes{};  ///< closed list; empty = any
  std::size_t min_length = 0;
  std::size_t max_length = std::numeric_limits<std::size_t>::max();
  std::int64_t minimum = std::numeric_limits<std::int64_t>::min();
  std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
  bool (*matches)(std::string_view) = nullptr;  ///< the pattern, as a function
  std::string_view pattern{};                   ///< the same pattern in words, for faults and documents
};

template <class Owner, class Member>
struct Field {
  std::string_view name;  ///< the member's name in JSON
  Member Owner::* member;
  std::string_view source;  ///< where the field comes from: GGM attribute, or property of a specification
  std::string_view description;  ///< one line, Dutch
  Limits limits;
  bool is_key;  ///< part of the natural key inside a dossier
};

template <class Owner, class Member>
constexpr Field<Owner, Member> key(std::string_view name, Member Owner::* member, std::string_view source,
                                   std::string_view description, Limits limits = {}) {
  return {name, member, source, description, limits, true};
}

template <class Owner, class Member>
constexpr Field<Owner, Member> field(std::string_view name, Member Owner::* member, std::string_view source,
                                     std::string_view description, Limits limits = {}) {
  return {name, member, source, description, limits, false};
}

/// Whether a document may hold members that the table does not name. Ours may not (a typing error must not
/// pass unseen); a partner's may, because its specification allows it to grow.
enum class Unnamed { refused, ignored };

template <class... F>
struct Description {
  std::string_view name;
  Unnamed unnamed;
  std::tuple<F...> list;
};

template <class T, class... F>
constexpr Description<F...> describe(std::string_view name, F... list) {
  return {name, Unnamed::refused, {list...}};
}

template <class T, class... F>
constexpr Description<F...> describe_open(std::string_view name, F... list) {
  return {name, Unnamed::ignored, {list...}};
}

/// The table of T; specialised beside each record.
template <class T>
inline constexpr int fields = 0;

template <class T>
concept Described = requires { fields<T>.list; };

/// Calls `visit(field)` for each field of T, in the order of the table.
template <Described T, class Visit>
constexpr void for_each_field(Visit&& visit) {
  std::apply([&](const auto&... field) { (visit(field), ...); }, fields<T>.list);
}

}  // namespace inburgering::schemas
