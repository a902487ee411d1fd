#pragma once
// How one value of each type stands in JSON: `JsonValue<T>::read` and `::write`. A new value type is one more
// specialisation here; records follow by themselves.
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "schemas/fault.h"
#include "schemas/record/fields.h"
#include "schemas/record/json_text.h"
#include "schemas/value/bsn.h"
#include "schemas/value/day.h"
#include "schemas/value/moment.h"
#include "schemas/value/oin.h"
#include "schemas/value/stated.h"

namespace inburgering::schemas {

/// Where reading stands, and what it found wrong so far.
struct Reading {
  std::string pointer;
  Faults faults;
  void fault(std::string_view rule, std::string message) {
    faults.push_back({pointer, std::string(rule), std::move(message)});
  }
};

template <class T>
struct JsonValue;

template <class T>
std::optional<T> read_value(const boost::json::value& json, const Limits& limits, Reading& reading) {
  return JsonValue<T>::read(json, limits, reading);
}

inline std::string kind_of(const boost::json::value& json) {
  switch (json.kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return "een boolean";
    case boost::json::kind::string:
      return "tekst";
    case boost::json::kind::array:
      return "een lijst";
    case boost::json::kind::object:
      return "een object";
    default:
      return "een getal";
  }
}

inline void wrong_type(std::string_view wanted, const boost::json::value& json, Reading& reading) {
  reading.fault("type", "hier hoort " + std::string(wanted) + ", er staat " + kind_of(json));
}

inline void check_text(std::string_view text, const Limits& limits, Reading& reading) {
  const auto length = length_in_characters(text);
  if (length < limits.min_length)
    reading.fault("lengte", "te kort: minstens " + std::to_string(limits.min_length) + " tekens");
  if (length > limits.max_length)
    reading.fault("lengte", "te lang: hoogstens " + std::to_string(limits.max_length) + " tekens");
  if (limits.matches != nullptr && !limits.matches(text))
    reading.fault("patroon", "voldoet niet aan het voorgeschreven patroon: " + std::string(limits.pattern));
  if (limits.codes.empty()) return;
  std::string allowed;
  for (const auto code : limits.codes) {
    if (code == text) return;
    allowed += (allowed.empty() ? "" : ", ") + std::string(code);
  }
  reading.fault("codelijst", "onbekende code; toegestaan: " + allowed);
}

template <>
struct JsonValue<std::string> {
  static std::optional<std::string> read(const boost::json::value& json, const Limits& limits,
                                         Reading& reading) {
    const auto* text = json.if_string();
    if (text == nullptr) return wrong_type("tekst", json, reading), std::nullopt;
    check_text(*text, limits, reading);
    return std::string(*text);
  }
  static boost::json::value write(const std::string& value) { return boost::json::value(value); }
};

template <>
struct JsonValue<bool> {
  static std::optional<bool> read(const boost::json::value& json, const Limits&, Reading& reading) {
    if (!json.is_bool()) return wrong_type("true of false", json, reading), std::nullopt;
    return json.get_bool();
  }
  static boost::json::value write(bool value) { return boost::json::value(value); }
};

template <>
struct JsonValue<std::int64_t> {
  static std::optional<std::int64_t> read(const boost::json::value& json, const Limits& limits,
                                          Reading& reading) {
    boost::system::error_code error;
    const auto number = json.is_number() ? json.to_number<std::int64_t>(error) : 0;
    if (!json.is_number() || error) return wrong_type("een geheel getal", json, reading), std::nullopt;
    if (number < limits.minimum || number > limits.maximum)
      reading.fault("bereik", "buiten het bereik " + std::to_string(limits.minimum) + " tot en met " +
                                  std::to_string(limits.maximum));
    return number;
  }
  static boost::json::value write(std::int64_t value) { return boost::json::value(value); }
};

/// Values that stand in JSON as a string and have a `parse` of their own.
template <class T>
struct JsonTextValue {
  static std::optional<T> read(const boost::json::value& json, const Limits&, Reading& reading) {
    const auto* text = json.if_string();
    if (text == nullptr) return wrong_type("tekst", json, reading), std::nullopt;
    auto parsed = T::parse(*text, reading.pointer);
    if (parsed) return std::move(*parsed);
    reading.faults.push_back(std::move(parsed.error()));
    return std::nullopt;
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

template <class T>
struct JsonValue<Stated<T>> {
  static std::optional<Stated<T>> read(const boost::json::value& json, const Limits& limits,
                                       Reading& reading) {
    if (json.is_null()) return Stated<T>::no_value();
    if (const auto* object = json.if_object())
      if (const auto* unknown = object->if_contains("onbekend"); unknown != nullptr && object->size() == 1) {
        if (unknown->is_bool() && unknown->get_bool()) return Stated<T>::unknown();
        reading.fault("onbekend", "schrijf een onbekende waarde als {\"onbekend\": true}");
        return std::nullopt;
      }
    auto value = read_value<T>(json, limits, reading);
    if (!value) return std::nullopt;
    return Stated<T>(std::move(*value));
  }
  static boost::json::value write(const Stated<T>& stated) {
    if (stated.has_value()) return JsonValue<T>::write(stated.value());
    if (stated == Stated<T>::unknown()) return boost::json::object{{"onbekend", true}};
    return nullptr;
  }
};

template <class T>
struct JsonValue<std::vector<T>> {
  static std::optional<std::vector<T>> read(const boost::json::value& json, const Limits& limits,
                                            Reading& reading) {
    const auto* array = json.if_array();
    if (array == nullptr) return wrong_type("een lijst", json, reading), std::nullopt;
    std::vector<T> list;
    const auto outer = reading.pointer;
    for (std::size_t index = 0; index < array->size(); ++index) {
      reading.pointer = outer + '/' + std::to_string(index);
      if (auto item = read_value<T>((*array)[index], limits, reading)) list.push_back(std::move(*item));
    }
    reading.pointer = outer;
    return list;
  }
  static boost::json::value write(const std::vector<T>& list) {
    boost::json::array array;
    for (const auto& item : list) array.push_back(JsonValue<T>::write(item));
    return array;
  }
};

}  // namespace inburgering::schemas
