#pragma once
// What contracts (OpenAPI 3.1, by the NL API Design Rules) are built from. What a body may hold comes from
// the field tables that read it, so that contract and gateway cannot part.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <initializer_list>
#include <string>
#include <string_view>

#include "mapping/document/kinds.h"

namespace inburgering::gateway::openapi {

template <class Member>
boost::json::object member_schema(const schemas::Limits& limits) {
  if constexpr (schemas::is_optional<Member>) {
    return member_schema<typename Member::value_type>(limits);
  } else if constexpr (schemas::is_list<Member>) {
    return {{"type", "array"}, {"items", member_schema<typename Member::value_type>(limits)}};
  } else if constexpr (std::is_same_v<Member, schemas::Oin>) {
    return {{"type", "string"}, {"pattern", "^[0-9]{20}$"}};
  } else if constexpr (std::is_same_v<Member, std::int64_t>) {
    auto schema = mapping::document::Kind<std::int64_t>::schema(limits);
    if (limits.minimum != std::numeric_limits<std::int64_t>::min()) schema["minimum"] = limits.minimum;
    if (limits.maximum != std::numeric_limits<std::int64_t>::max()) schema["maximum"] = limits.maximum;
    return schema;
  } else if constexpr (std::is_same_v<Member, schemas::Bsn>) {
    return {{"type", "string"}, {"pattern", "^[0-9]{9}$"}};
  } else if constexpr (std::is_same_v<Member, schemas::DecimalHours>) {
    auto text = mapping::document::Kind<schemas::DecimalHours>::schema(limits);
    constexpr double most = 9999.99;
    constexpr double step = 0.01;
    return {
        {"oneOf",
         {boost::json::object{{"type", "number"}, {"minimum", 0}, {"maximum", most}, {"multipleOf", step}},
          std::move(text)}}};
  } else if constexpr (std::is_same_v<Member, std::string>) {
    auto schema = mapping::document::Kind<std::string>::schema(limits);
    if (!limits.codes.empty()) schema["enum"] = boost::json::array(limits.codes.begin(), limits.codes.end());
    if (limits.max_length != std::numeric_limits<std::size_t>::max()) schema["maxLength"] = limits.max_length;
    return schema;
  } else {
    return mapping::document::Kind<Member>::schema(limits);
  }
}

boost::json::object ref(std::string_view kind, std::string_view name);
boost::json::object content(std::string_view type, boost::json::object schema);
boost::json::object answer(std::string_view description, boost::json::object body);
/// With 400 besides: any request may have an address or a framing that cannot be read.
boost::json::object with_faults(boost::json::object responses,
                                std::initializer_list<std::string_view> statuses);
boost::json::object operation(std::string_view id, std::string_view tag, std::string_view summary,
                              boost::json::object responses);
boost::json::object body_of(boost::json::object schema);
boost::json::object parameter(std::string_view name, std::string_view in, bool required,
                              std::string_view description, boost::json::object schema);
boost::json::object problem_response(std::string_view description);
boost::json::object text(std::string_view description);
boost::json::object number(std::string_view description);
/// A vreemdelingennummer that is taken.
boost::json::object v_nummer_schema();
boost::json::object list_of(boost::json::object items);
boost::json::object object_of(boost::json::object properties);
/// The schemas Fout and Probleem, of application/problem+json.
void add_problem(boost::json::object& schemas);

/// Of each API: what is added raises the second number, what goes or comes to mean something else the first,
/// which also stands in its addresses. tests/structure compares each contract with what is kept of its
/// version.
namespace version {
inline constexpr std::string_view taalschool = "1.1.0";
inline constexpr std::string_view gemeente = "1.1.0";
inline constexpr std::string_view beheer = "1.2.0";
}  // namespace version

/// What differs between contracts.
struct Document {
  std::string_view title;
  std::string_view version;
  std::string_view base;  ///< path
  std::string_view introduction;
  std::string_view holder;  ///< whose certificate is asked
  boost::json::array tags;
  boost::json::object paths;
  boost::json::object schemas;
  boost::json::object responses;
  boost::json::object parameters;
};
boost::json::object document(Document parts);

/// JSON as YAML in block style.
std::string to_yaml(const boost::json::value& value);

}  // namespace inburgering::gateway::openapi
