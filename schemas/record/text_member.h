#pragma once
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace inburgering::schemas {

/// A text in an object that the gateway wrote itself; empty when there is none of that name.
inline std::string text_member(const boost::json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
}

/// A whole number in it; nothing when there is none of that name.
inline std::optional<std::int64_t> number_member(const boost::json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  return member != nullptr && member->is_int64() ? std::optional(member->get_int64()) : std::nullopt;
}

/// A line that is an object of JSON, and nothing else.
inline std::optional<boost::json::object> object_in(std::string_view line) {
  boost::system::error_code error;
  auto value = boost::json::parse(line, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

}  // namespace inburgering::schemas
