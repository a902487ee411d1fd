#include "schemas/record/json_text.h"

#include <algorithm>
#include <boost/json/stream_parser.hpp>
#include <utility>

#include "schemas/record/doubled_name.h"

namespace inburgering::schemas {
namespace json = boost::json;

namespace {

/// RFC 8259 §4 leaves it open which of two members with one name counts, so two readers may understand a
/// message differently. The parser reserves room for each member that it met and keeps one a name: room left
/// over tells.
bool repeats_a_name(const json::value& value) {
  if (const auto* object = value.if_object())
    return object->capacity() != object->size() ||
           std::ranges::any_of(*object, [](const auto& member) { return repeats_a_name(member.value()); });
  const auto* array = value.if_array();
  return array != nullptr && std::ranges::any_of(*array, repeats_a_name);
}

}  // namespace

Result<json::value> parse_json(std::string_view text, json::storage_ptr storage) {
  json::parse_options options;
  options.max_depth = 32;
  unsigned char scratch[4096];
  json::stream_parser parser({}, options, scratch, sizeof scratch);
  parser.reset(std::move(storage));
  boost::system::error_code error;
  const std::size_t read = parser.write_some(text.data(), text.size(), error);
  if (!error && read == text.size()) parser.finish(error);
  if (!error && read == text.size()) {
    auto value = parser.release();
    if (repeats_a_name(value))
      return refuse(doubled_name(text).value_or(""), "dubbel",
                    "deze naam staat meer dan eens in hetzelfde object; noem elk gegeven één keer");
    return value;
  }

  const auto before = text.substr(0, read);
  const auto line = 1 + std::ranges::count(before, '\n');
  const auto newline = before.rfind('\n');
  const auto column = before.size() - (newline == std::string_view::npos ? 0 : newline + 1) + 1;
  const std::string place = " (regel " + std::to_string(line) + ", kolom " + std::to_string(column) + ")";
  if (error == json::error::too_deep)
    return refuse("", "diepte", "de JSON is dieper genest dan 32 niveaus" + place);
  return refuse("", "json", "dit is geen geldige JSON" + place);
}

std::string pointer_token(std::string_view name) {
  std::string token;
  for (const char c : name) {
    if (c == '~')
      token += "~0";
    else if (c == '/')
      token += "~1";
    else
      token += c;
  }
  return token;
}

std::size_t length_in_characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace inburgering::schemas
