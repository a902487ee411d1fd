#pragma once
// What is wrong with a document and where. Faults are collected, so that a sender sees all of them at once.
// They never hold the value that was wrong: a fault may be logged, a value may be personal data.
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::schemas {

struct Fault {
  std::string pointer;  ///< JSON Pointer (RFC 6901), or "regel 3, kolom 14, /npsLk01/object" for XML
  std::string rule;     ///< short name of the rule, e.g. "verplicht", "type", "codelijst", "elfproef"
  std::string message;  ///< Dutch: what is wrong and what to do
  bool operator==(const Fault&) const = default;
};

using Faults = std::vector<Fault>;

template <class T>
using Result = std::expected<T, Faults>;

inline std::unexpected<Faults> refuse(std::string_view pointer, std::string_view rule,
                                      std::string_view message) {
  return std::unexpected(Faults{{std::string(pointer), std::string(rule), std::string(message)}});
}

/// One readable line a fault: "<pointer>: <message> [<rule>]"; the whole document is called "(document)".
std::string to_text(const Fault& fault);
/// All of them, parted by "; ".
std::string to_text(const Faults& faults);

}  // namespace inburgering::schemas
