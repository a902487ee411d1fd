#pragma once
// What each type of value is called in the page, in JSON Schema and in XML Schema.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

#include "schemas/record/json_record.h"

namespace inburgering::mapping::document {

namespace json = boost::json;
using schemas::CodeList;
using schemas::Limits;

/// A link to the chapter of that name in the page.
std::string link(std::string_view chapter);

/// A simple type of XML Schema: its name and what defines it. The same name always has the same definition.
struct SimpleType {
  std::string name;
  std::string definition;
  bool is_code = false;
};

/// xs:restriction of `base` to a pattern.
std::string restriction(std::string_view base, std::string_view pattern);
SimpleType xsd_of(const CodeList& list);
SimpleType xsd_of(const schemas::Format& format);
json::object json_schema_of(const CodeList& list);

template <class T>
struct Kind;

template <>
struct Kind<std::string> {
  static std::string name(const Limits& limits) {
    return limits.format == nullptr ? "tekst" : "tekst: " + std::string(limits.format->words);
  }
  static json::object schema(const Limits& limits) {
    json::object schema{{"type", "string"}};
    if (limits.format != nullptr) schema["pattern"] = "^" + std::string(limits.format->regex) + "$";
    return schema;
  }
  static SimpleType xsd(const Limits& limits) {
    if (limits.format != nullptr) return xsd_of(*limits.format);
    return {"Tekst", R"(<xs:restriction base="xs:string"/>)"};
  }
};
template <>
struct Kind<bool> {
  static std::string name(const Limits&) { return "true of false"; }
  static json::object schema(const Limits&) { return {{"type", "boolean"}}; }
  static SimpleType xsd(const Limits&) { return {"JaNee", R"(<xs:restriction base="xs:boolean"/>)"}; }
};
template <>
struct Kind<std::int64_t> {
  static std::string name(const Limits&) { return "geheel getal"; }
  static json::object schema(const Limits&) { return {{"type", "integer"}}; }
  static SimpleType xsd(const Limits&) { return {"GeheelGetal", restriction("xs:long", "-?[0-9]+")}; }
};
template <>
struct Kind<schemas::Hours> {
  static std::string name(const Limits&) { return "uren, 0 tot en met 9999"; }
  static json::object schema(const Limits&) {
    return {{"type", "integer"}, {"minimum", 0}, {"maximum", schemas::Hours::maximum}};
  }
  static SimpleType xsd(const Limits&) {
    return {
        "Uren",
        R"(<xs:restriction base="xs:nonNegativeInteger"><xs:maxInclusive value="9999"/></xs:restriction>)"};
  }
};
template <int digits>
struct Kind<schemas::TwoDecimals<digits>> {
  static std::string pattern() { return "[0-9]{1," + std::to_string(digits) + "}\\.[0-9]{2}"; }
  static std::string name(const Limits&) {
    return digits == 3   ? "score, `\"63.50\"`"
           : digits == 4 ? "uren, `\"12.50\"`"
                         : "bedrag in euro, `\"250.00\"`";
  }
  static json::object schema(const Limits&) {
    return {{"type", "string"}, {"pattern", "^" + pattern() + "$"}};
  }
  static SimpleType xsd(const Limits&) {
    return {digits == 3   ? "Score"
            : digits == 4 ? "UrenInDecimalen"
                          : "Bedrag",
            restriction("xs:decimal", pattern())};
  }
};
template <>
struct Kind<schemas::Day> {
  static std::string name(const Limits&) { return "dag"; }
  static json::object schema(const Limits&) { return {{"type", "string"}, {"format", "date"}}; }
  static SimpleType xsd(const Limits&) {
    return {"Dag", restriction("xs:date", "[0-9]{4}-[0-9]{2}-[0-9]{2}")};
  }
};
template <>
struct Kind<schemas::IncompleteDay> {
  static std::string name(const Limits&) { return "dag, mogelijk onvolledig"; }
  static json::object schema(const Limits&) {
    return {{"type", "string"}, {"pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}};
  }
  static SimpleType xsd(const Limits&) {
    return {"OnvolledigeDag", "<xs:union memberTypes=\"Dag\"><xs:simpleType>" +
                                  restriction("xs:gYearMonth", "[0-9]{4}-[0-9]{2}") +
                                  "</xs:simpleType><xs:simpleType>" + restriction("xs:gYear", "[0-9]{4}") +
                                  "</xs:simpleType></xs:union>"};
  }
};
template <>
struct Kind<schemas::Moment> {
  static std::string name(const Limits&) { return "moment"; }
  static json::object schema(const Limits&) { return {{"type", "string"}, {"format", "date-time"}}; }
  static SimpleType xsd(const Limits&) {
    return {"Moment", restriction("xs:dateTime", ".+(Z|[+\\-][0-9]{2}:[0-9]{2})")};
  }
};
template <const CodeList& list>
struct Kind<schemas::Code<list>> {
  static std::string name(const Limits&) { return "code: " + link(list.name); }
  static json::object schema(const Limits&) {
    return {{"anyOf",
             {json::object{{"$ref", "#/$defs/" + std::string(list.name)}},
              json::object{{"$ref", "#/$defs/OnbekendeCode"}}}}};
  }
  static SimpleType xsd(const Limits&) { return xsd_of(list); }
};
template <class T>
struct Kind<std::optional<T>> : Kind<T> {};
template <class T>
struct Kind<schemas::Stated<T>> : Kind<T> {
  static json::object schema(const Limits& limits) {
    auto value = Kind<T>::schema(limits);
    json::array any;
    if (auto* inner = value.if_contains("anyOf"))
      any = std::move(inner->as_array());
    else
      any.emplace_back(std::move(value));
    any.emplace_back(json::object{{"type", "null"}});
    any.emplace_back(json::object{{"$ref", "#/$defs/Onbekend"}});
    return {{"anyOf", std::move(any)}};
  }
};
template <schemas::Described T>
struct Kind<T> {
  static std::string name(const Limits&) { return link(schemas::fields<T>.name); }
  static json::object schema(const Limits&) {
    return {{"$ref", "#/$defs/" + std::string(schemas::fields<T>.name)}};
  }
};

}  // namespace inburgering::mapping::document
