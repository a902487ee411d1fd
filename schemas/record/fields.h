#pragma once
// One table a record: each field listed once, and everything else (reading, checking, writing, difference,
// documentation) derived from it. The same mechanism serves wire records and the canonical model.
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <tuple>

#include "schemas/value/format.h"

namespace inburgering::schemas {

/// Limits of a value beyond its type. Lengths are in characters, as OpenAPI counts them.
struct Limits {
  std::span<const std::string_view> codes{};  ///< closed list; empty = any
  std::size_t min_length = 0;
  std::size_t max_length = std::numeric_limits<std::size_t>::max();
  std::int64_t minimum = std::numeric_limits<std::int64_t>::min();
  std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
  const Format* format = nullptr;  ///< how the text must look; null = any text

  /// Whether any text is good, so that nobody need count its characters.
  constexpr bool takes_any_text() const {
    return codes.empty() && min_length == 0 && max_length == std::numeric_limits<std::size_t>::max() &&
           format == nullptr;
  }
};

/// Sources by rank, the one that is believed over all others first. Empty: as the type has it, or the model.
using Precedence = std::span<const std::string_view>;

template <class Owner, class Member>
struct Field {
  std::string_view name;  ///< the member's name in JSON
  Member Owner::* member;
  /// Where the field comes from, parted by "; ": "ggm:<type>.<attribute>", "duo:<API>/<schema>.<property>"
  /// (DUO tells it), "naar-duo:…" (the gemeente tells DUO), "brp", "taalschool", "gemeente" (registers it by
  /// its own system), "gateway" (says it of itself), "afgeleid:<regel>" (mapping/afgeleid: follows from what
  /// others told). In a wire record: the schema.
  std::string_view source;
  std::string_view description;  ///< one line, Dutch
  Limits limits;
  bool is_key;              ///< part of the natural key inside a dossier
  Precedence precedence{};  ///< whom to believe where two sources speak of it

  /// The same, with a precedence of its own.
  constexpr Field believing(Precedence order) const {
    auto copy = *this;
    copy.precedence = order;
    return copy;
  }
};

template <class Owner, class Member>
constexpr Field<Owner, Member> key(std::string_view name, Member Owner::* member, std::string_view source,
                                   std::string_view description, Limits limits = {}) {
  return {name, member, source, description, limits, true, {}};
}

template <class Owner, class Member>
constexpr Field<Owner, Member> field(std::string_view name, Member Owner::* member, std::string_view source,
                                     std::string_view description, Limits limits = {}) {
  return {name, member, source, description, limits, false, {}};
}

/// Whether a document may hold members that the table does not name. Ours may not (a typing error must not
/// pass unseen); a partner's may, because its specification allows it to grow.
enum class Unnamed { refused, ignored };

/// A pair of fields by which an object points at the one it belongs to.
struct Via {
  std::string_view own;
  std::string_view theirs;
};

/// The object type to which one belongs, and by which fields. Without fields: the only one in the dossier.
struct Relation {
  std::string_view to;
  std::string_view role;  ///< as the standard names the relation
  std::array<Via, 2> via{};
};

template <class... V>
constexpr Relation belongs_to(std::string_view to, std::string_view role, V... via) {
  return {to, role, {via...}};
}

/// What a type is called, what it is for in one line (Dutch), and what it belongs to.
struct About {
  std::string_view name;
  std::string_view text{};
  std::array<Relation, 3> relations{};
  Precedence precedence{};  ///< of all fields that have none of their own
  bool on_request = false;  ///< goes to nobody who did not ask for this type by its name

  constexpr About(const char* type_name) : name(type_name) {}  // NOLINT: most wire records say no more
  template <class... R>
  constexpr About(std::string_view type_name, std::string_view in_a_line, R... belongs)
      : name(type_name), text(in_a_line), relations{belongs...} {}

  constexpr About believing(Precedence order) const {
    auto copy = *this;
    copy.precedence = order;
    return copy;
  }
  constexpr About only_on_request() const {
    auto copy = *this;
    copy.on_request = true;
    return copy;
  }
};

template <class... F>
struct Description {
  std::string_view name;
  About about;
  Unnamed unnamed;
  std::tuple<F...> list;
};

template <class T, class... F>
constexpr Description<F...> describe(About about, F... list) {
  return {about.name, about, Unnamed::refused, {list...}};
}

template <class T, class... F>
constexpr Description<F...> describe_open(About about, F... list) {
  return {about.name, about, Unnamed::ignored, {list...}};
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
