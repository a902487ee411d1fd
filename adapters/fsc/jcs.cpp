#include "adapters/fsc/jcs.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "schemas/record/json_text.h"

namespace inburgering::adapters::fsc {
namespace {

namespace json = boost::json;

constexpr std::int64_t largest = (std::int64_t{1} << 53) - 1;

/// Collects the doubles of a document in their order. The parser of the library may be one unit in the last
/// place beside the nearest double, and then the hash would be another than everybody else's.
struct Doubles {
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  using Error = boost::system::error_code;
  using Text = json::string_view;

  std::vector<double> found{};
  bool good = true;

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return true; }
  bool on_object_end(std::size_t, Error&) { return true; }
  bool on_array_begin(Error&) { return true; }
  bool on_array_end(std::size_t, Error&) { return true; }
  bool on_key_part(Text, std::size_t, Error&) { return true; }
  bool on_key(Text, std::size_t, Error&) { return true; }
  bool on_string_part(Text, std::size_t, Error&) { return true; }
  bool on_string(Text, std::size_t, Error&) { return true; }
  bool on_number_part(Text, Error&) { return true; }
  bool on_int64(std::int64_t number, Text, Error&) {
    good = good && number <= largest && number >= -largest;
    return true;
  }
  bool on_uint64(std::uint64_t, Text, Error&) {
    good = false;  // only what is larger than an int64 comes here
    return true;
  }
  bool on_double(double, Text text, Error&) {
    double nearest = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), nearest);
    // Up to here its canonical form is one without a point or an exponent, and is read as a whole number.
    constexpr double first_with_exponent = 1e21;
    const bool whole = text.find_first_of(".eE") == Text::npos || std::abs(nearest) < first_with_exponent;
    good = good && error == std::errc() && end == text.data() + text.size() && std::isfinite(nearest) &&
           !(whole && std::abs(nearest) > static_cast<double>(largest));
    found.push_back(nearest);
    return true;
  }
  bool on_bool(bool, Error&) { return true; }
  bool on_null(Error&) { return true; }
  bool on_comment_part(Text, Error&) { return true; }
  bool on_comment(Text, Error&) { return true; }
};

/// Puts the nearest doubles in the place of those that the library read; both in the order of the document.
void put(json::value& value, const std::vector<double>& doubles, std::size_t& next) {
  if (auto* object = value.if_object())
    for (auto& member : *object) put(member.value(), doubles, next);
  else if (auto* array = value.if_array())
    for (auto& item : *array) put(item, doubles, next);
  else if (auto* number = value.if_double(); number != nullptr && next < doubles.size())
    *number = doubles[next++];
}

void write_text(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    constexpr std::string_view short_forms = "\b\t\n\f\r\"\\", letters = "btnfr\"\\";
    constexpr char first_printable = 0x20;
    if (const auto at = short_forms.find(c); at != std::string_view::npos) {
      out += '\\';
      out += letters[at];
    } else if (static_cast<unsigned char>(c) < first_printable) {
      constexpr std::string_view digits = "0123456789abcdef";
      out += "\\u00";
      out += digits[static_cast<unsigned char>(c) >> 4U];
      out += digits[static_cast<unsigned char>(c) & 0xFU];
    } else {
      out += c;
    }
  }
  out += '"';
}

/// Number::toString of ECMAScript (ECMA-262 §6.1.6.1.20): the shortest digits that read back as the same
/// double.
void write_number(double value, std::string& out) {
  if (!std::isfinite(value)) throw std::invalid_argument("a number that JSON has no form for");
  if (value == 0) {
    out += '0';  // also for minus zero
    return;
  }
  std::array<char, 40> buffer{};
  const auto written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
  std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
  if (text.front() == '-') {
    out += '-';
    text.remove_prefix(1);
  }
  const auto e = text.find('e');
  std::string digits(text.substr(0, e));
  std::erase(digits, '.');
  auto power = text.substr(e + 1);
  if (power.front() == '+') power.remove_prefix(1);
  int exponent = 0;
  std::from_chars(power.data(), power.data() + power.size(), exponent);
  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // the value is 0.digits times ten to this power
  constexpr int most_zeros = 21, smallest = -6;
  if (count <= point && point <= most_zeros) {
    out += digits;
    out.append(static_cast<std::size_t>(point - count), '0');
  } else if (0 < point && point <= most_zeros) {
    out.append(digits, 0, static_cast<std::size_t>(point)) += '.';
    out.append(digits, static_cast<std::size_t>(point));
  } else if (smallest < point && point <= 0) {
    out.append("0.").append(static_cast<std::size_t>(-point), '0') += digits;
  } else {
    out += digits.front();
    if (count > 1) out.append(".").append(digits, 1);
    out.append(exponent < 0 ? "e-" : "e+") += std::to_string(std::abs(exponent));
  }
}

/// Names are sorted by their UTF-16 code units (RFC 8785 §3.2.3).
std::u16string utf16(std::string_view utf8) {
  std::u16string units;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto byte = [&](std::size_t index) {
      return index < utf8.size() ? static_cast<unsigned char>(utf8[index]) : 0U;
    };
    const unsigned first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) point = (point << 6U) | (byte(at + i) & 0x3FU);
    at += length;
    if (point < 0x10000) {
      units += static_cast<char16_t>(point);
    } else {
      point -= 0x10000;
      units += static_cast<char16_t>(0xD800 + (point >> 10U));
      units += static_cast<char16_t>(0xDC00 + (point & 0x3FFU));
    }
  }
  return units;
}

void write(const json::value& value, std::string& out) {
  switch (value.kind()) {
    case json::kind::null:
      out += "null";
      return;
    case json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      return;
    case json::kind::int64:
      if (std::abs(value.get_int64()) > largest) throw std::invalid_argument("a whole number beyond 2^53-1");
      out += std::to_string(value.get_int64());
      return;
    case json::kind::uint64:
      if (value.get_uint64() > static_cast<std::uint64_t>(largest))
        throw std::invalid_argument("a whole number beyond 2^53-1");
      out += std::to_string(value.get_uint64());
      return;
    case json::kind::double_:
      return write_number(value.get_double(), out);
    case json::kind::string:
      return write_text(std::string_view(value.get_string()), out);
    case json::kind::array: {
      out += '[';
      const char* between = "";
      for (const auto& item : value.get_array()) {
        out += std::exchange(between, ",");
        write(item, out);
      }
      out += ']';
      return;
    }
    case json::kind::object:
      break;
  }
  std::vector<std::pair<std::u16string, const json::key_value_pair*>> members;
  for (const auto& member : value.get_object()) members.emplace_back(utf16(member.key()), &member);
  std::ranges::sort(members, {}, [](const auto& each) -> const std::u16string& { return each.first; });
  out += '{';
  const char* between = "";
  for (const auto& [units, member] : members) {
    out += std::exchange(between, ",");
    write_text(member->key(), out);
    out += ':';
    write(member->value(), out);
  }
  out += '}';
}

}  // namespace

schemas::Result<json::value> read_ijson(std::string_view text) {
  auto value = schemas::parse_json(text);
  if (!value) return value;
  json::basic_parser<Doubles> parser{json::parse_options()};
  boost::system::error_code error;
  parser.write_some(false, text.data(), text.size(), error);
  if (error || !parser.handler().good)
    return schemas::refuse("", "getal",
                           "hier staat een getal dat niet iedereen hetzelfde leest: een geheel getal buiten "
                           "2^53-1, of een dat geen double kan zijn; schrijf het als tekst");
  std::size_t next = 0;
  put(*value, parser.handler().found, next);
  return value;
}

std::string canonical(const json::value& value) {
  std::string text;
  write(value, text);
  return text;
}

}  // namespace inburgering::adapters::fsc
