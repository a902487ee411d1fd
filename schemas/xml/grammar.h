#pragma once
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "schemas/fault.h"
#include "schemas/xml/document.h"

namespace inburgering::schemas::xml {

/// What parsing gave: the tree as far as it was read, and what was wrong. `root` is present whenever the root
/// element was reached, so that a caller can tell a foreign document from a faulty one.
struct Parsed {
  std::optional<Element> root;
  Faults faults;
  bool well_formed = true;
};

/// XML Schemas compiled once, locked, and shared between threads. Parsers are kept and reused.
/// No DTD is accepted, no entity resolved, nothing fetched, no schemaLocation followed.
/// Limits: 64 levels deep, 50 faults, so many elements, attributes and text as large as the caller's body
/// limit.
class Grammar {
 public:
  /// Elements of one message; a kennisgeving has some hundreds.
  static constexpr std::size_t elements_of_a_message = 50'000;
  /// Elements of a file of messages.
  static constexpr std::size_t elements_of_a_file = 20'000'000;

  /// Compiles these XSD files together. Faults name the file, line and column.
  static Result<Grammar> compile(const std::vector<std::filesystem::path>& files);

  /// No schema: parses what is well-formed, for readers that check by a field table.
  static Grammar none(std::size_t most_elements = elements_of_a_message);

  Grammar(Grammar&&) noexcept;
  Grammar& operator=(Grammar&&) noexcept;
  ~Grammar();

  /// Parses and validates. `encoding` is what the carrier says of it (charset of Content-Type) and goes
  /// before the document's own declaration; empty when it says nothing. Safe to call from several threads at
  /// once.
  Parsed parse(std::string_view document, std::string_view encoding = {}) const;

 private:
  class Pool;
  explicit Grammar(std::unique_ptr<Pool> pool);
  std::unique_ptr<Pool> pool_;
};

}  // namespace inburgering::schemas::xml
