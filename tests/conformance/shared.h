#pragma once
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace inburgering::tests {

/// The folder with the official standards, which is not part of this project: beside it, or where
/// INBURGERING_STANDARDS says. Tests that need it are skipped when it is not there.
inline std::filesystem::path standards() {
  if (const char* given = std::getenv("INBURGERING_STANDARDS")) return given;
  return std::filesystem::path(PROJECT_DIR).parent_path() / "shared" / "standards";
}

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace inburgering::tests
