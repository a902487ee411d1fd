#pragma once
// Whose a file is that is made: a command may be run by root, and what it makes is for the service.
#include <filesystem>

namespace inburgering::gateway::store {

/// Gives a file that was opened to whoever `like` is of, where that is there. Whether it is theirs.
bool give_to_owner_of(int opened, const std::filesystem::path& like);
void give_to_owner_of(const std::filesystem::path& file, const std::filesystem::path& like);
/// Gives what stands beside a store to whoever that is of; where it is not there yet, its folder. Only root
/// can.
void give_to_owner_of_store(int opened, const std::filesystem::path& store_file);

}  // namespace inburgering::gateway::store
