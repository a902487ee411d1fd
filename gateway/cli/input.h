#pragma once
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

#include "schemas/small_file.h"

namespace inburgering::gateway::cli {

/// The whole of a file, or of standard input for "-"; says so when it cannot be read.
inline std::optional<std::string> read_input(const std::string& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  constexpr std::size_t most = std::size_t{1} << 30;
  auto text = schemas::read_small_file(file, most);
  if (text) return std::move(*text);
  std::cerr << file << ": " << text.error() << "; - leest van standaardinvoer\n";
  return std::nullopt;
}

}  // namespace inburgering::gateway::cli
