#include "schemas/xml/document.h"

#include <algorithm>

namespace inburgering::schemas::xml {

namespace {

/// The first with this namespace and local name, or null.
template <class Container>
auto* named(Container& list, std::string_view ns, std::string_view name) {
  const auto found =
      std::ranges::find_if(list, [&](const auto& each) { return each.name == name && each.ns == ns; });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

const Element* Element::child(std::string_view child_ns, std::string_view child_name) const {
  return named(children, child_ns, child_name);
}

Element* Element::child(std::string_view child_ns, std::string_view child_name) {
  return named(children, child_ns, child_name);
}

const std::string* Element::attribute(std::string_view attribute_ns, std::string_view attribute_name) const {
  const auto* found = named(attributes, attribute_ns, attribute_name);
  return found == nullptr ? nullptr : &found->value;
}

std::string* Element::attribute(std::string_view attribute_ns, std::string_view attribute_name) {
  auto* found = named(attributes, attribute_ns, attribute_name);
  return found == nullptr ? nullptr : &found->value;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view white = " \t\r\n";
  const auto begin = text.find_first_not_of(white);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(white) - begin + 1);
}

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// What stands for one byte; empty when the byte stands for itself.
std::string_view escaped(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&apos;";
    case '\t':  // a parser makes these three spaces or line ends of its own, unless they come as references
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    default:
      return static_cast<unsigned char>(c) < 0x20 ? replacement : std::string_view();
  }
}

bool is_noncharacter(std::string_view at) {
  return at.starts_with("\xEF\xBF\xBE") || at.starts_with("\xEF\xBF\xBF");
}

}  // namespace

std::string escape(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\xEF' && is_noncharacter(text.substr(i, 3))) {
      result += replacement;
      i += 2;
    } else if (const auto instead = escaped(text[i]); !instead.empty()) {
      result += instead;
    } else {
      result += text[i];
    }
  }
  return result;
}

}  // namespace inburgering::schemas::xml
