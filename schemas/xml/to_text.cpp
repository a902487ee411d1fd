#include <map>

#include "schemas/xml/document.h"

namespace inburgering::schemas::xml {
namespace {

constexpr std::string_view xml_ns = "http://www.w3.org/XML/1998/namespace";

/// Writes a tree so that each tag ends on the line and column where it ended in its source: what a parser
/// then says of a place is true of the source. White space inside a tag means nothing.
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
    for (const char c : part) {
      if (c == '\n') {
        ++line_;
        column_ = 1;
      } else if (const auto byte = static_cast<unsigned char>(c); byte < 0x80 || byte >= 0xC0) {
        // A parser counts UTF-16: four bytes of UTF-8 are two there.
        column_ += byte >= 0xF0 ? 2 : 1;
      }
    }
  }

  /// Ends a tag where it ended in its source: its position is that of the character behind it.
  void end_tag(std::uint64_t line, std::uint64_t column, std::string_view end) {
    while (line_ < line) put("\n");
    if (line_ == line && column_ + end.size() < column) put(std::string(column - column_ - end.size(), ' '));
    put(end);
  }

  void write(const Element& element, bool root) {
    const auto tag = qualified(element.ns, element.name);
    put("<" + tag);
    if (root)
      for (const auto& [ns, prefix] : prefixes_) put(" xmlns:" + prefix + "=\"" + escape(ns) + "\"");
    for (const auto& attribute : element.attributes)
      put(" " + qualified(attribute.ns, attribute.name) + "=\"" + escape(attribute.value) + "\"");
    const bool is_one_tag = element.children.empty() && element.text.empty() &&
                            element.line == element.end_line && element.column == element.end_column;
    end_tag(element.line, element.column, is_one_tag ? "/>" : ">");
    if (is_one_tag) return;
    // Between elements white space is layout, and would not be allowed everywhere.
    if (element.children.empty() || !trimmed(element.text).empty()) put(escape(element.text));
    for (const auto& child : element.children) write(child, false);
    put("</" + tag);
    end_tag(element.end_line, element.end_column, ">");
  }

  std::map<std::string, std::string> prefixes_;
  std::string text_;
  std::uint64_t line_ = 1;
  std::uint64_t column_ = 1;
};

}  // namespace

std::string to_text(const Element& root) { return Writer(root).text(); }

}  // namespace inburgering::schemas::xml
