#pragma once
// A parsed and validated XML document as a plain tree, so that nothing above this folder sees Xerces.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::schemas::xml {

struct Attribute {
  std::string ns;
  std::string name;
  std::string value;
};

struct Element {
  std::string ns;    ///< namespace URI, empty when none
  std::string name;  ///< local name
  std::vector<Attribute> attributes;
  std::string text;  ///< character data of this element itself, white space trimmed at both ends
  std::vector<Element> children;
  std::uint64_t line = 0;
  std::uint64_t column = 0;

  /// First child with this namespace and local name; null when there is none.
  const Element* child(std::string_view child_ns, std::string_view child_name) const;
  /// Value of an attribute; null when absent.
  const std::string* attribute(std::string_view attribute_ns, std::string_view attribute_name) const;
};

/// Text with the five predefined entities escaped, fit for element content and attribute values.
std::string escape(std::string_view text);

}  // namespace inburgering::schemas::xml
