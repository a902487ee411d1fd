#pragma once
// A parsed and validated XML document as a plain tree, so that nothing above this folder sees Xerces.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::schemas::xml {

/// The URI of a namespace. A document has few and names them often: they are shared, not copied.
class Namespace {
 public:
  Namespace() = default;
  explicit Namespace(std::string_view uri) : uri_(std::make_shared<const std::string>(uri)) {}
  std::string_view uri() const { return uri_ ? std::string_view(*uri_) : std::string_view(); }
  bool empty() const { return uri().empty(); }
  bool operator==(std::string_view other) const { return uri() == other; }
  bool operator==(const Namespace& other) const { return uri_ == other.uri_ || uri() == other.uri(); }

 private:
  std::shared_ptr<const std::string> uri_;
};

struct Attribute {
  Namespace ns;
  std::string name;
  std::string value;
};

struct Element {
  Namespace ns;
  std::string name;  ///< local name
  std::vector<Attribute> attributes;
  std::string text;  ///< character data of this element itself, as it stands there
  std::vector<Element> children;
  std::uint64_t line = 0;  ///< where its start tag ends, in the text as it came
  std::uint64_t column = 0;
  std::uint64_t end_line = 0;  ///< where it ends itself
  std::uint64_t end_column = 0;

  /// First child with this namespace and local name; null when there is none.
  const Element* child(std::string_view child_ns, std::string_view child_name) const;
  Element* child(std::string_view child_ns, std::string_view child_name);
  /// Value of an attribute; null when absent.
  const std::string* attribute(std::string_view attribute_ns, std::string_view attribute_name) const;
  std::string* attribute(std::string_view attribute_ns, std::string_view attribute_name);
};

/// The tree as a document of its own. Tags end on the line where they ended in the source, and in the column
/// as far as they fit, so that what a parser says of a place in it is true of the source.
std::string to_text(const Element& root);

/// Text without the white space at both ends.
std::string_view trimmed(std::string_view text);

/// Text fit for element content and attribute values. What XML 1.0 cannot hold at all (control characters,
/// U+FFFE, U+FFFF; §2.2) becomes U+FFFD.
std::string escape(std::string_view text);

}  // namespace inburgering::schemas::xml
