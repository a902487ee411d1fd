#include "schemas/xml/document.h"

#include <algorithm>

namespace inburgering::schemas::xml {

const Element* Element::child(std::string_view child_ns, std::string_view child_name) const {
  const auto found = std::ranges::find_if(
      children, [&](const Element& each) { return each.name == child_name && each.ns == child_ns; });
  return found == children.end() ? nullptr : &*found;
}

const std::string* Element::attribute(std::string_view attribute_ns, std::string_view attribute_name) const {
  const auto found = std::ranges::find_if(attributes, [&](const Attribute& each) {
    return each.name == attribute_name && each.ns == attribute_ns;
  });
  return found == attributes.end() ? nullptr : &found->value;
}

std::string escape(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&apos;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace inburgering::schemas::xml
