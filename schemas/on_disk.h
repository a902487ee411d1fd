#pragma once
// What outlives a power cut. The content of a file is on disk when the file was synced; its name, and a
// folder's, when the folder it stands in was (fsync(2)).
#include <filesystem>
#include <string_view>
#include <system_error>

namespace inburgering::schemas {

/// Makes a folder and those on the way to it, each on disk before anything is put in it.
[[nodiscard]] std::error_code make_folders(const std::filesystem::path& folder);

/// Puts on disk which names stand in a folder. What cannot be asked to (a file system that has no such thing,
/// a folder that is another's) is left at that.
[[nodiscard]] std::error_code sync_folder(const std::filesystem::path& folder);

/// Adds a line to a file, made where it was not there, and puts both on disk. What a line before it was left
/// half is ended first.
[[nodiscard]] std::error_code add_line(const std::filesystem::path& file, std::string_view line);

}  // namespace inburgering::schemas
