#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace inburgering::gateway {

/// One object of JSON on a line, as the gateway writes beside what it keeps: by who wrote it, it has its
/// members; by anyone else, it may have any.
class JsonLine {
 public:
  /// Nothing when it is no object.
  static std::optional<JsonLine> parse(std::string_view line);
  /// Empty when it is not there, or no text.
  std::string text(std::string_view name) const;
  /// Nothing when it is not there, or no whole number.
  std::optional<std::int64_t> number(std::string_view name) const;

 private:
  explicit JsonLine(boost::json::object object) : object_(std::move(object)) {}
  boost::json::object object_;
};

}  // namespace inburgering::gateway
