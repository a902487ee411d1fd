#pragma once
// Canonical objects made at random from their field tables: whatever the table allows, and little that anyone
// would write by hand. The same seed makes the same objects.
#include <random>
#include <string>

#include "mapping/canonical/object.h"
#include "schemas/record/members.h"

namespace inburgering::tests {

using Dice = std::mt19937_64;

inline std::size_t throw_of(Dice& dice, std::size_t sides) {
  return std::uniform_int_distribution<std::size_t>(0, sides - 1)(dice);
}

template <class T>
struct Random;

template <class T>
T random_value(Dice& dice, const schemas::Limits& limits) {
  return Random<T>::make(dice, limits);
}

template <>
struct Random<std::string> {
  static std::string make(Dice& dice, const schemas::Limits& limits) {
    if (limits.format == &schemas::formats::gemeentecode) return std::to_string(1000 + throw_of(dice, 9000));
    static const std::string pieces[] = {
        "a", "Z", " ", "  ", "<",  ">", "&", "\"", "'",    "]]>",  "\t",   "\n", "\r",   "\\",    "é",
        "ß", "ğ", "ر", "語", "😀", "~", "/", "0",  "&#0;", "null", "true", "-",  "<!--", "\u00a0"};
    std::string text;
    for (auto count = throw_of(dice, 12); count > 0; --count)
      text += pieces[throw_of(dice, std::size(pieces))];
    return text;
  }
};
template <>
struct Random<bool> {
  static bool make(Dice& dice, const schemas::Limits&) { return throw_of(dice, 2) == 1; }
};
template <>
struct Random<std::int64_t> {
  static std::int64_t make(Dice& dice, const schemas::Limits& limits) {
    const std::int64_t corners[] = {limits.minimum, limits.maximum, 0, 1, -1};
    const auto corner = throw_of(dice, 2 * std::size(corners));
    const auto any = corner < std::size(corners) ? corners[corner] : static_cast<std::int64_t>(dice());
    if (any >= limits.minimum && any <= limits.maximum) return any;
    const auto span = static_cast<std::uint64_t>(limits.maximum) - static_cast<std::uint64_t>(limits.minimum);
    return limits.minimum + static_cast<std::int64_t>(throw_of(dice, span + 1));
  }
};
template <>
struct Random<schemas::Hours> {
  static schemas::Hours make(Dice& dice, const schemas::Limits&) {
    return *schemas::Hours::of(static_cast<std::int64_t>(throw_of(dice, 10000)));
  }
};
template <>
struct Random<schemas::Day> {
  static schemas::Day make(Dice& dice, const schemas::Limits&) {
    const auto year = std::chrono::year(static_cast<int>(1 + throw_of(dice, 9999)));
    return schemas::Day(std::chrono::sys_days(year / 1 / 1) + std::chrono::days(throw_of(dice, 365)));
  }
};
template <>
struct Random<schemas::IncompleteDay> {
  static schemas::IncompleteDay make(Dice& dice, const schemas::Limits& limits) {
    return schemas::IncompleteDay::of(random_value<schemas::Day>(dice, limits))
        .cut_to(static_cast<int>(1 + throw_of(dice, 3)));
  }
};
template <>
struct Random<schemas::Moment> {
  static schemas::Moment make(Dice& dice, const schemas::Limits&) {
    return schemas::Moment(
        schemas::Moment::Time(std::chrono::milliseconds(throw_of(dice, std::size_t{4'000'000'000'000}))));
  }
};
template <int digits>
struct Random<schemas::TwoDecimals<digits>> {
  static schemas::TwoDecimals<digits> make(Dice& dice, const schemas::Limits&) {
    const auto decimals = throw_of(dice, 100);
    return *schemas::TwoDecimals<digits>::parse(std::to_string(throw_of(dice, 1000)) +
                                                (decimals < 10 ? ".0" : ".") + std::to_string(decimals));
  }
};
template <const schemas::CodeList& list>
struct Random<schemas::Code<list>> {
  static schemas::Code<list> make(Dice& dice, const schemas::Limits& limits) {
    const auto row = throw_of(dice, list.rows.size() + 1);
    if (row < list.rows.size()) return schemas::Code<list>::of(list.rows[row].code);
    return schemas::Code<list>::unlisted(random_value<std::string>(dice, limits));
  }
};
template <class T>
struct Random<std::optional<T>> {
  static std::optional<T> make(Dice& dice, const schemas::Limits& limits) {
    if (throw_of(dice, 2) == 0) return std::nullopt;
    return random_value<T>(dice, limits);
  }
};
template <class T>
struct Random<schemas::Stated<T>> {
  static schemas::Stated<T> make(Dice& dice, const schemas::Limits& limits) {
    switch (throw_of(dice, 5)) {
      case 0:
        return {};
      case 1:
        return schemas::Stated<T>::no_value();
      case 2:
        return schemas::Stated<T>::unknown();
      default:
        return random_value<T>(dice, limits);
    }
  }
};
template <schemas::Described T>
struct Random<T> {
  static T make(Dice& dice, const schemas::Limits&) {
    T record;
    schemas::for_each_field<T>([&]<class Field>(const Field& field) {
      using Member = decltype(schemas::member_type(field.member));
      record.*field.member = random_value<Member>(dice, field.limits);
    });
    return record;
  }
};

/// One object of each type.
inline std::vector<mapping::canonical::Object> random_objects(Dice& dice) {
  std::vector<mapping::canonical::Object> objects;
  mapping::canonical::for_each_objecttype(
      [&]<class T>() { objects.emplace_back(random_value<T>(dice, schemas::Limits{})); });
  return objects;
}

}  // namespace inburgering::tests
