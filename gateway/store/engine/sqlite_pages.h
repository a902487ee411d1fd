#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace inburgering::gateway::store {

/// The pages of a SQLite store at one moment, while others write in it, in a file of their own; each page
/// where it stood. `progress` hears how many of how many. Throws Failure.
void copy_pages(const std::filesystem::path& from, const std::filesystem::path& to,
                const std::function<void(std::int64_t done, std::int64_t of)>& progress);

/// Writes a store anew without the pages that hold nothing, so that from then on it gives those back in
/// steps. Nobody else has it open. Throws Failure: then it is as it was.
void rewrite(const std::filesystem::path& file);

/// What SQLite finds wrong in a store; empty when nothing. Goes over all of it. Throws Failure.
std::string found_damaged(const std::filesystem::path& file);

}  // namespace inburgering::gateway::store
