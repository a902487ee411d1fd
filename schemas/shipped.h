#pragma once
// What is shipped beside a program: found from where the program lies, so that no place of the machine that
// built it stands in it.
#include <filesystem>
#include <string_view>

namespace inburgering::schemas {

/// "../share/inburgering-gateway/FOLDER" of the folder of the program that runs (Linux: /proc/self/exe). It
/// need not exist.
std::filesystem::path shipped(std::string_view folder);

}  // namespace inburgering::schemas
