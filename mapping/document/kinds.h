#pragma once
// What each type of value is called, and what JSON Schema says of it.
#include <boost/json/object.hpp>
#include <string>

#include "schemas/record/json_record.h"

namespace inburgering::mapping::document {

template <class T>
struct Kind;

inline boost::json::object text_schema(const schemas::Limits& limits) {
  boost::json::object schema{{"type", "string"}};
  if (!limits.codes.empty()) {
    boost::json::array codes;
    for (const auto code : limits.codes) codes.emplace_back(code);
    schema["enum"] = std::move(codes);
  }
  if (limits.min_length > 0) schema["minLength"] = limits.min_length;
  if (limits.max_length != std::numeric_limits<std::size_t>::max()) schema["maxLength"] = limits.max_length;
  return schema;
}

template <>
struct Kind<std::string> {
  static std::string name() { return "tekst"; }
  static boost::json::object schema(const schemas::Limits& limits) { return text_schema(limits); }
};
template <>
struct Kind<bool> {
  static std::string name() { return "true of false"; }
  static boost::json::object schema(const schemas::Limits&) { return {{"type", "boolean"}}; }
};
template <>
struct Kind<std::int64_t> {
  static std::string name() { return "geheel getal"; }
  static boost::json::object schema(const schemas::Limits& limits) {
    boost::json::object schema{{"type", "integer"}};
    if (limits.minimum != std::numeric_limits<std::int64_t>::min()) schema["minimum"] = limits.minimum;
    if (limits.maximum != std::numeric_limits<std::int64_t>::max()) schema["maximum"] = limits.maximum;
    return schema;
  }
};
template <>
struct Kind<schemas::Day> {
  static std::string name() { return "dag"; }
  static boost::json::object schema(const schemas::Limits&) {
    return {{"type", "string"}, {"format", "date"}};
  }
};
template <>
struct Kind<schemas::IncompleteDay> {
  static std::string name() { return "dag, mogelijk onvolledig"; }
  static boost::json::object schema(const schemas::Limits&) {
    return {{"type", "string"}, {"pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}};
  }
};
template <>
struct Kind<schemas::Moment> {
  static std::string name() { return "moment"; }
  static boost::json::object schema(const schemas::Limits&) {
    return {{"type", "string"}, {"format", "date-time"}};
  }
};
template <class T>
struct Kind<std::optional<T>> : Kind<T> {};
template <class T>
struct Kind<schemas::Stated<T>> {
  static std::string name() { return Kind<T>::name(); }
  static boost::json::object schema(const schemas::Limits& limits) {
    return {{"anyOf",
             {Kind<T>::schema(limits), boost::json::object{{"type", "null"}},
              boost::json::object{{"$ref", "#/$defs/Onbekend"}}}}};
  }
};
template <schemas::Described T>
struct Kind<T> {
  static std::string name() {
    return "[" + std::string(schemas::fields<T>.name) + "](#" + std::string(schemas::fields<T>.name) + ")";
  }
  static boost::json::object schema(const schemas::Limits&) {
    return {{"$ref", "#/$defs/" + std::string(schemas::fields<T>.name)}};
  }
};

}  // namespace inburgering::mapping::document
