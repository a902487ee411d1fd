#pragma once
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

namespace inburgering::gateway::cli {

/// The whole of a file, or of standard input for "-"; says so when it cannot be read.
inline std::optional<std::string> read_input(const std::string& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(file, std::ios::binary);
  if (in) return std::string(std::istreambuf_iterator<char>(in), {});
  std::cerr << file << ": dit bestand is niet te lezen\n";
  return std::nullopt;
}

}  // namespace inburgering::gateway::cli
