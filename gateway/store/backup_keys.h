#pragma once
// The keys of dossiers beside backups: in one file of a folder, of which only the newest is kept, so that a
// person who was forgotten is dark in each backup that was made before.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "gateway/store/dossiers.h"

namespace inburgering::gateway::store {

/// The keys that lie in a folder of backups open those that were made before: where they are of another
/// store, nothing may come in their place. Throws BadArchive.
void keep_those_of_another(const StorePlace& from, const Keys& keys, const std::filesystem::path& folder);

/// Puts the keys in a folder of backups, after the store, so that each dossier in `copy` has its key; in the
/// place of what a backup before left there. Those that were destroyed go from that first: what a disk keeps
/// of it is dark about them too. One that the store lost, and that it needs, is kept as the folder has it.
/// Where they are. Throws BadArchive and Unavailable.
std::filesystem::path back_up_keys(const StorePlace& from, const Keys& keys,
                                   const std::filesystem::path& folder, Session& copy);

/// What a folder's own attempt at that is called, which one that was broken off leaves.
std::filesystem::path unfinished_keys(const std::filesystem::path& folder, const Keys& keys);

/// Puts the keys of dossiers from a file of a backup beside a store of SQLite. Where that has keys already,
/// those that were destroyed in either stay destroyed, one that was lost in either is taken from the other;
/// keys of another store make way, and the answer is false. `needs` says of a key that what stands there has
/// not whether it is missed: older versions destroyed without a mark. Throws BadArchive and Unavailable.
bool put_dossier_keys(const std::filesystem::path& from, const std::filesystem::path& store_file,
                      const std::function<bool(std::int64_t number)>& needs);

}  // namespace inburgering::gateway::store
