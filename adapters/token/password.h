#pragma once
#include <expected>
#include <filesystem>
#include <string>

namespace inburgering::adapters::token {

/// What opens a key or a token: the first line of a file. Nothing of it is kept. Dutch error.
std::expected<std::string, std::string> read_password(const std::filesystem::path& file);

}  // namespace inburgering::adapters::token
