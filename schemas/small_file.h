#pragma once
// The one way in which a file that somebody names in a configuration is read: keys, passwords, certificates.
#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>

namespace inburgering::schemas {

/// What a key, a password or a chain of certificates never exceeds.
constexpr std::size_t small_file = 4UL << 20;

/// The whole of an ordinary file of at most `most` bytes. Never waits for a pipe that nobody writes to, and
/// reads no device that has no end. Dutch error: why not, and what to do; without the name of the file.
std::expected<std::string, std::string> read_small_file(const std::filesystem::path& file,
                                                        std::size_t most = small_file);

}  // namespace inburgering::schemas
