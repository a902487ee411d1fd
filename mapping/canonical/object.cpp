#include "mapping/canonical/object.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "schemas/record/difference.h"

namespace inburgering::mapping::canonical {
namespace {

template <class T>
const T& same_type(const T&, const Object& other) {
  const auto* typed = std::get_if<T>(&other);
  if (typed == nullptr) throw std::logic_error("objects of different types");
  return *typed;
}

template <class T>
constexpr std::size_t count_of = std::tuple_size_v<decltype(schemas::fields<T>.list)>;

template <class T>
constexpr auto names_in_table = [] {
  std::array<std::string_view, count_of<T>> names{};
  std::size_t place = 0;
  schemas::for_each_field<T>([&](const auto& field) { names[place++] = field.name; });
  return names;
}();

template <class T>
constexpr schemas::Precedence precedence_of_type =
    schemas::fields<T>.about.precedence.empty() ? schemas::Precedence(voorrang::gewoon)
                                                : schemas::fields<T>.about.precedence;

template <class T>
constexpr auto precedence_in_table = [] {
  std::array<schemas::Precedence, count_of<T>> orders{};
  std::size_t place = 0;
  schemas::for_each_field<T>([&](const auto& field) {
    orders[place++] = field.precedence.empty() ? precedence_of_type<T> : field.precedence;
  });
  return orders;
}();

/// Of a Stated; what is not stated but always there, a key, counts for none.
template <class Member>
[[gnu::noinline]] bool holds_value(const Member& member) {
  if constexpr (requires { member.has_value(), member.is_absent(); })
    return member.has_value();
  else
    return false;
}

/// `visit(field, place)` for each field of T.
template <class T, class Visit>
void for_each_place(Visit&& visit) {
  static_assert(count_of<T> <= most_fields);
  std::size_t place = 0;
  schemas::for_each_field<T>([&](const auto& field) { visit(field, place++); });
}

template <class Member>
[[gnu::noinline]] void copy(Member& into, const Member& from) {
  into = from;
}

}  // namespace

std::string_view objecttype(const Object& object) {
  return std::visit([]<class T>(const T&) { return schemas::fields<T>.name; }, object);
}

std::vector<std::string_view> objecttypes() {
  std::vector<std::string_view> names;
  for_each_objecttype([&]<class T>() { names.push_back(schemas::fields<T>.name); });
  return names;
}

boost::json::object key_of(const Object& object) {
  return std::visit([](const auto& typed) { return schemas::key_of(typed); }, object);
}

bool same_identity(const Object& one, const Object& other) {
  if (one.index() != other.index()) return false;
  return std::visit([&](const auto& typed) { return schemas::same_key(typed, same_type(typed, other)); },
                    one);
}

std::vector<std::string> update(Object& known, const Object& said) {
  return std::visit(
      [&]<class T>(const T& typed) {
        const T before = same_type(typed, known);
        auto& target = std::get<T>(known);
        schemas::lay_over(target, typed);
        return schemas::difference(before, target);
      },
      said);
}

std::span<const std::string_view> field_names(const Object& object) {
  return std::visit([]<class T>(const T&) { return std::span<const std::string_view>(names_in_table<T>); },
                    object);
}

Fields key_fields(const Object& object) {
  return std::visit(
      []<class T>(const T&) {
        Fields keys;
        for_each_place<T>([&](const auto& field, std::size_t place) { keys[place] = field.is_key; });
        return keys;
      },
      object);
}

Fields stated(const Object& object) {
  return std::visit(
      []<class T>(const T& typed) {
        Fields found;
        for_each_place<T>([&](const auto& field, std::size_t place) {
          found[place] = !schemas::says_nothing(typed.*field.member);
        });
        return found;
      },
      object);
}

Fields valued(const Object& object) {
  return std::visit(
      []<class T>(const T& typed) {
        Fields found;
        for_each_place<T>(
            [&](const auto& field, std::size_t place) { found[place] = holds_value(typed.*field.member); });
        return found;
      },
      object);
}

Fields differing(const Object& one, const Object& other) {
  return std::visit(
      [&]<class T>(const T& typed) {
        const auto& with = same_type(typed, other);
        Fields found;
        for_each_place<T>([&](const auto& field, std::size_t place) {
          found[place] = !schemas::is_same(typed.*field.member, with.*field.member);
        });
        return found;
      },
      one);
}

void take(Object& into, const Object& from, const Fields& these) {
  std::visit(
      [&]<class T>(const T& typed) {
        same_type(typed, into);
        auto& target = std::get<T>(into);
        for_each_place<T>([&](const auto& field, std::size_t place) {
          if (these[place]) copy(target.*field.member, typed.*field.member);
        });
      },
      from);
}

std::vector<std::string> names_of(const Object& object, const Fields& these) {
  const auto all = field_names(object);
  std::vector<std::string> names;
  for (std::size_t place = 0; place < all.size(); ++place)
    if (these[place]) names.emplace_back(all[place]);
  return names;
}

schemas::Precedence precedence_of(const Object& object, std::size_t field) {
  return std::visit([&]<class T>(const T&) { return precedence_in_table<T>[field]; }, object);
}

schemas::Precedence precedence_of_object(const Object& object) {
  return std::visit([]<class T>(const T&) { return precedence_of_type<T>; }, object);
}

std::string_view source_of(const Object& object, std::size_t field, std::string_view feed) {
  std::string_view sources = std::visit(
      [&]<class T>(const T&) {
        std::string_view found;
        for_each_place<T>([&](const auto& each, std::size_t place) {
          if (place == field) found = each.source;
        });
        return found;
      },
      object);
  constexpr std::string_view separator = "; ";
  while (!sources.empty()) {
    const auto end = sources.find(separator);
    const auto part = sources.substr(0, end);
    if (part.starts_with(feed) && part.substr(feed.size()).starts_with(':'))
      return part.substr(feed.size() + 1);
    sources = end == std::string_view::npos ? "" : sources.substr(end + separator.size());
  }
  return {};
}

bool on_request(std::string_view name) {
  bool found = false;
  for_each_objecttype([&]<class T>() {
    if (schemas::fields<T>.name == name) found = schemas::fields<T>.about.on_request;
  });
  return found;
}

std::vector<std::string> stated_fields(const Object& object) { return names_of(object, stated(object)); }

void leave_out(Object& object, std::span<const std::string> fields) {
  std::visit(
      [&]<class T>(T& typed) {
        schemas::for_each_field<T>([&](const auto& field) {
          if (field.is_key || std::ranges::find(fields, field.name) == fields.end()) return;
          typed.*field.member = {};
        });
      },
      object);
}

std::vector<Difference> differences(std::span<const Object> before, std::span<const Object> after) {
  std::vector<Difference> found;
  std::vector<bool> matched(before.size());
  // Both mostly come in the same order: the search for one begins behind the match of the one before it.
  std::size_t expected = 0;
  for (const auto& object : after) {
    std::size_t steps = 0;
    while (steps < before.size() && !same_identity(before[(expected + steps) % before.size()], object))
      ++steps;
    if (steps == before.size()) {
      found.push_back({nullptr, &object, {}});
      continue;
    }
    const auto match = (expected + steps) % before.size();
    matched[match] = true;
    expected = match + 1;
    auto fields = std::visit(
        [&](const auto& typed) { return schemas::difference(same_type(typed, before[match]), typed); },
        object);
    if (!fields.empty()) found.push_back({&before[match], &object, std::move(fields)});
  }
  for (std::size_t index = 0; index < before.size(); ++index)
    if (!matched[index]) found.push_back({&before[index], nullptr, {}});
  return found;
}

}  // namespace inburgering::mapping::canonical
