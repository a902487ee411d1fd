#include "gateway/base/json_line.h"

#include <boost/json/parse.hpp>
#include <utility>

namespace inburgering::gateway {

std::optional<JsonLine> JsonLine::parse(std::string_view line) {
  boost::system::error_code error;
  auto value = boost::json::parse(line, error);
  if (error || !value.is_object()) return std::nullopt;
  return JsonLine(std::move(value.get_object()));
}

std::string JsonLine::text(std::string_view name) const {
  const auto* member = object_.if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
}

std::optional<std::int64_t> JsonLine::number(std::string_view name) const {
  const auto* member = object_.if_contains(name);
  return member != nullptr && member->is_int64() ? std::optional(member->get_int64()) : std::nullopt;
}

}  // namespace inburgering::gateway
