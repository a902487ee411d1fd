#include <map>

#include "schemas/xml/document.h"

namespace inburgering::schemas::xml {
namespace {

constexpr std::string_view xml_ns = "http://www.w3.org/XML/1998/namespace";

/// Writes a tree so that each start tag ends on the line and column where it ended in its source: what a
/// parser then says of a place is true of the source. White space inside a tag means nothing.
class Writer {
 public:
  explicit Writer(const Element& root) {
    collect(root);
    write(root, true);
  }
  std::string text() && { return std::move(text_); }

 private:
  void collect(const Element& element) {
    name(element.ns);
    for (const auto& attribute : element.attributes) name(attribute.ns);
    for (const auto& child : element.children) collect(child);
  }

  void name(const Namespace& ns) {
    if (!ns.empty() && ns != xml_ns)
      prefixes_.try_emplace(std::string(ns.uri()), "n" + std::to_string(prefixes_.size()));
  }

  std::string qualified(const Namespace& ns, const std::string& local) const {
    if (ns.empty()) return local;
    return (ns == xml_ns ? "xml" : prefixes_.at(std::string(ns.uri()))) + ':' + local;
  }

  void put(std::string_view part) {
    text_ += part;
    column_ += part.size();
  }

  void go_to(std::uint64_t line, std::uint64_t column) {
    for (; line_ < line; ++line_, column_ = 1) text_ += '\n';
    // The position of a start tag is that of the character behind it.
    if (line_ == line && column_ + 1 < column) put(std::string(column - column_ - 1, ' '));
  }

  void write(const Element& element, bool root) {
    const auto tag = qualified(element.ns, element.name);
    put("<" + tag);
    if (root)
      for (const auto& [ns, prefix] : prefixes_) put(" xmlns:" + prefix + "=\"" + escape(ns) + "\"");
    for (const auto& attribute : element.attributes)
      put(" " + qualified(attribute.ns, attribute.name) + "=\"" + escape(attribute.value) + "\"");
    go_to(element.line, element.column);
    put(">");
    // Between elements white space is layout, and would not be allowed everywhere.
    if (element.children.empty() || !trimmed(element.text).empty()) put(escape(element.text));
    for (const auto& child : element.children) write(child, false);
    put("</" + tag + ">");
  }

  std::map<std::string, std::string> prefixes_;
  std::string text_;
  std::uint64_t line_ = 1;
  std::uint64_t column_ = 1;
};

}  // namespace

std::string to_text(const Element& root) { return Writer(root).text(); }

}  // namespace inburgering::schemas::xml
