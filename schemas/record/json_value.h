#pragma once
// How one value of each type stands in JSON: `JsonValue<T>::read` and `::write`. A new value type is one more
// specialisation here; records follow by themselves. `read` answers whether `into` now holds what stood
// there.
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/fault.h"
#include "schemas/record/fields.h"
#include "schemas/record/json_text.h"
#include "schemas/record/reading.h"
#include "schemas/value/bsn.h"
#include "schemas/value/code.h"
#include "schemas/value/day.h"
#include "schemas/value/hours.h"
#include "schemas/value/moment.h"
#include "schemas/value/oin.h"
#include "schemas/value/stated.h"
#include "schemas/value/two_decimals.h"

namespace inburgering::schemas {

template <class T>
struct JsonValue;

/// Stands once a type of value: inlined it would stand once a field, and there are hundreds.
template <class T>
[[gnu::noinline]] bool read_value(const boost::json::value& json, const Limits& limits, Reading& reading,
                                  T& into) {
  return JsonValue<T>::read(json, limits, reading, into);
}

/// What stands there, without saying what it says: "tekst van 12 tekens".
std::string kind_of(const boost::json::value& json);

/// Faults about one value. Each tells the kind of the value and never the value.
void wrong_type(std::string_view wanted, const boost::json::value& json, Reading& reading);
void wrong_text(Fault fault, std::string_view text, Reading& reading);
void check_text(std::string_view text, const Limits& limits, Reading& reading);
void check_number(std::int64_t number, const Limits& limits, Reading& reading);
void tell_unnamed(std::string_view type, Reading& reading);
void not_in_list(const CodeList& list, std::string_view text, Reading& reading);

/// A JSON number as hours; nothing when it is out of range or has more decimals.
std::optional<DecimalHours> hours_of(const boost::json::value& number);

/// A member object that says something of the value instead of being it: {"onbekend": true}.
bool is_marker(const boost::json::value& json, std::string_view name);

template <>
struct JsonValue<std::string> {
  static bool read(const boost::json::value& json, const Limits& limits, Reading& reading,
                   std::string& into) {
    const auto* text = json.if_string();
    if (text == nullptr) return wrong_type("tekst", json, reading), false;
    if (!limits.takes_any_text()) check_text(*text, limits, reading);
    into.assign(text->data(), text->size());
    return true;
  }
  static boost::json::value write(const std::string& value) { return boost::json::value(value); }
};

template <>
struct JsonValue<bool> {
  static bool read(const boost::json::value& json, const Limits&, Reading& reading, bool& into) {
    if (!json.is_bool()) return wrong_type("true of false", json, reading), false;
    into = json.get_bool();
    return true;
  }
  static boost::json::value write(bool value) { return boost::json::value(value); }
};

template <>
struct JsonValue<std::int64_t> {
  static bool read(const boost::json::value& json, const Limits& limits, Reading& reading,
                   std::int64_t& into) {
    boost::system::error_code error;
    const auto number = json.is_number() ? json.to_number<std::int64_t>(error) : 0;
    if (!json.is_number() || error) return wrong_type("een geheel getal", json, reading), false;
    check_number(number, limits, reading);
    into = number;
    return true;
  }
  static boost::json::value write(std::int64_t value) { return boost::json::value(value); }
};

template <>
struct JsonValue<Hours> {
  static bool read(const boost::json::value& json, const Limits&, Reading& reading, Hours& into) {
    std::int64_t count = 0;
    if (!read_value(json, {.minimum = 0, .maximum = Hours::maximum}, reading, count)) return false;
    const auto hours = Hours::of(count);
    if (hours) into = *hours;
    return hours.has_value();
  }
  static boost::json::value write(Hours value) { return boost::json::value(value.count()); }
};

/// Values that stand in JSON as a string and have a `parse` of their own.
template <class T>
struct JsonTextValue {
  static bool read(const boost::json::value& json, const Limits&, Reading& reading, T& into) {
    const auto* text = json.if_string();
    if (text == nullptr) return wrong_type("tekst", json, reading), false;
    auto parsed = T::parse(*text);
    if (!parsed) return wrong_text(std::move(parsed.error()), *text, reading), false;
    into = std::move(*parsed);
    return true;
  }
};

template <>
struct JsonValue<Day> : JsonTextValue<Day> {
  static boost::json::value write(Day value) { return boost::json::value(value.text()); }
};
template <>
struct JsonValue<IncompleteDay> : JsonTextValue<IncompleteDay> {
  static boost::json::value write(const IncompleteDay& value) { return boost::json::value(value.text()); }
};
template <>
struct JsonValue<Moment> : JsonTextValue<Moment> {
  static boost::json::value write(Moment value) { return boost::json::value(value.text()); }
};
template <>
struct JsonValue<Bsn> : JsonTextValue<Bsn> {
  static boost::json::value write(const Bsn& value) { return boost::json::value(value.digits()); }
};
template <>
struct JsonValue<Oin> : JsonTextValue<Oin> {
  static boost::json::value write(const Oin& value) { return boost::json::value(value.digits()); }
};
template <int digits>
struct JsonValue<TwoDecimals<digits>> : JsonTextValue<TwoDecimals<digits>> {
  static boost::json::value write(TwoDecimals<digits> value) { return boost::json::value(value.text()); }
};

/// Hours may also stand as a number, of at most two decimals: 12.5 is what a program has at hand.
template <>
struct JsonValue<DecimalHours> {
  static bool read(const boost::json::value& json, const Limits& limits, Reading& reading,
                   DecimalHours& into) {
    if (!json.is_number()) return JsonTextValue<DecimalHours>::read(json, limits, reading, into);
    const auto hours = hours_of(json);
    if (hours) into = *hours;
    if (!hours)
      reading.fault("getal", "hier hoort een aantal uren van 0 tot 10000 met hoogstens twee decimalen");
    return hours.has_value();
  }
  static boost::json::value write(DecimalHours value) { return boost::json::value(value.text()); }
};

/// A code of the list as a string; another as {"onbekendeCode": "as it came"}.
bool read_code(const boost::json::value& json, const CodeList& list, Reading& reading, AnyCode& into);
boost::json::value write_code(const AnyCode& code);

template <const CodeList& list>
struct JsonValue<Code<list>> {
  static bool read(const boost::json::value& json, const Limits&, Reading& reading, Code<list>& into) {
    return read_code(json, list, reading, into);
  }
  static boost::json::value write(const Code<list>& code) { return write_code(code); }
};

template <class T>
struct JsonValue<Stated<T>> {
  static bool read(const boost::json::value& json, const Limits& limits, Reading& reading, Stated<T>& into) {
    if (json.is_null()) {
      into = Stated<T>::no_value();
      return true;
    }
    if (is_marker(json, "onbekend")) {
      const auto& unknown = json.get_object().begin()->value();
      const bool well_said = unknown.is_bool() && unknown.get_bool();
      if (well_said)
        into = Stated<T>::unknown();
      else
        reading.fault("onbekend", "schrijf een onbekende waarde als {\"onbekend\": true}");
      return well_said;
    }
    return read_value(json, limits, reading, into.make_value());
  }
  static boost::json::value write(const Stated<T>& stated) {
    if (stated.has_value()) return JsonValue<T>::write(stated.value());
    if (stated == Stated<T>::unknown()) return boost::json::object{{"onbekend", true}};
    return nullptr;
  }
};

template <class T>
struct JsonValue<std::optional<T>> {
  static bool read(const boost::json::value& json, const Limits& limits, Reading& reading,
                   std::optional<T>& into) {
    return read_value(json, limits, reading, into.emplace());
  }
  static boost::json::value write(const std::optional<T>& value) { return JsonValue<T>::write(*value); }
};

template <class T>
struct JsonValue<std::vector<T>> {
  static bool read(const boost::json::value& json, const Limits& limits, Reading& reading,
                   std::vector<T>& into) {
    const auto* array = json.if_array();
    if (array == nullptr) return wrong_type("een lijst", json, reading), false;
    into.reserve(array->size());
    for (std::size_t index = 0; index < array->size(); ++index) {
      const Place here(reading, index);
      T item{};
      if (read_value((*array)[index], limits, reading, item)) into.push_back(std::move(item));
    }
    return true;
  }
  static boost::json::value write(const std::vector<T>& list) {
    boost::json::array array;
    for (const auto& item : list) array.push_back(JsonValue<T>::write(item));
    return array;
  }
};

}  // namespace inburgering::schemas
