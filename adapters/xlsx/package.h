#pragma once
// The container of a workbook: a zip of XML parts (ECMA-376 part 2, Open Packaging Conventions), read from
// memory with libzip. What a zip says of its own sizes is not believed.
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/fault.h"
#include "schemas/xml/stream.h"

namespace inburgering::adapters::xlsx {

/// One part inflates to at most so much, and to no more than so many times what it takes in the zip beyond
/// its first megabyte: sheets of people stay under 20.
inline constexpr std::size_t largest_part = std::size_t{256} << 20U;
inline constexpr std::size_t largest_ratio = 100;
/// All that is inflated of one package, however often a part is read.
inline constexpr std::size_t most_inflated = std::size_t{768} << 20U;
inline constexpr std::size_t most_parts = 2000;
inline constexpr std::size_t most_elements = 12'000'000;

class Package {
 public:
  /// `bytes` outlive it. Refuses what is no zip, holds a name twice, or is locked with a password. `gets_on`
  /// is called again and again while a part is read.
  static schemas::Result<Package> open(std::string_view bytes, std::function<void()> gets_on = {});

  /// Names of parts go without regard to case (OPC §6.2.2), and without a slash in front.
  bool has(std::string_view name) const;
  /// Some part whose name begins so.
  bool has_any_under(std::string_view folder) const;
  /// Tells the listener what stands in a part; nothing when all is well, or the listener had enough.
  std::optional<schemas::Fault> read(std::string_view name, schemas::xml::Listener& listener) const;

 private:
  struct Handle;
  explicit Package(std::shared_ptr<Handle> handle) : handle_(std::move(handle)) {}
  std::shared_ptr<Handle> handle_;
};

/// A package of these parts, each with its name.
std::string pack(const std::vector<std::pair<std::string, std::string>>& parts);

}  // namespace inburgering::adapters::xlsx
