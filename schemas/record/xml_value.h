#pragma once
// How one value of each type stands in XML as the text of an element: `XmlText<T>::read` and `::write`.
#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/record/json_value.h"
#include "schemas/xml/document.h"

namespace inburgering::schemas {

template <class T>
struct XmlText;

template <>
struct XmlText<std::string> {
  static bool read(std::string_view text, const Limits& limits, Reading& reading, std::string& into) {
    if (!limits.takes_any_text()) check_text(text, limits, reading);
    into = text;
    return true;
  }
  static std::string write(const std::string& value) { return value; }
};

template <>
struct XmlText<bool> {
  static bool read(std::string_view text, const Limits& limits, Reading& reading, bool& into);
  static std::string write(bool value) { return value ? "true" : "false"; }
};

template <>
struct XmlText<std::int64_t> {
  static bool read(std::string_view text, const Limits& limits, Reading& reading, std::int64_t& into);
  static std::string write(std::int64_t value) { return std::to_string(value); }
};

template <>
struct XmlText<Hours> {
  static bool read(std::string_view text, const Limits& limits, Reading& reading, Hours& into);
  static std::string write(Hours value) { return std::to_string(value.count()); }
};

/// Values that stand in XML as they stand in a JSON string. White space around them says nothing.
template <class T>
struct XmlParsedText {
  static bool read(std::string_view text, const Limits&, Reading& reading, T& into) {
    auto parsed = T::parse(xml::trimmed(text));
    if (!parsed) return wrong_text(std::move(parsed.error()), text, reading), false;
    into = std::move(*parsed);
    return true;
  }
  static std::string write(const T& value) { return value.text(); }
};
template <>
struct XmlText<Day> : XmlParsedText<Day> {};
template <>
struct XmlText<IncompleteDay> : XmlParsedText<IncompleteDay> {};
template <>
struct XmlText<Moment> : XmlParsedText<Moment> {};
template <int digits>
struct XmlText<TwoDecimals<digits>> : XmlParsedText<TwoDecimals<digits>> {};

template <const CodeList& list>
struct XmlText<Code<list>> {
  static bool read(std::string_view text, const Limits&, Reading& reading, Code<list>& into) {
    into.set(list, text);
    if (!into.is_listed()) not_in_list(list, text, reading);
    return into.is_listed();
  }
  static std::string write(const Code<list>& value) { return std::string(value.text()); }
};

}  // namespace inburgering::schemas
