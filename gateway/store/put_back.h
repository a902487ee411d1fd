#pragma once
// The last steps of putting a SQLite store back from a backup: its keys of dossiers, its -wal and its file
// change places one by one. So what will be done is written down before the first: broken off at whatever
// moment, it was not begun, or is finished by who comes next.
#include <filesystem>
#include <optional>
#include <string>

namespace inburgering::gateway::store {

/// Where the store is made ready that will come in the place of another; its keys beside it, as theirs are.
std::filesystem::path ready_beside(const std::filesystem::path& place);
/// Removes what stands there, of one that was broken off before it was decided. Nobody works on the place.
void clean_ready(const std::filesystem::path& place);

struct PutBackWish {
  std::filesystem::path aside;   ///< what stands there gets this name
  bool replaces = false;         ///< a store stands there
  bool keys_of_another = false;  ///< the keys that stand there are of another store, and go aside too
};
/// From here on what is ready comes in its place, by finish_put_back. Throws Unavailable: then nothing
/// changed.
void decide_put_back(const std::filesystem::path& place, const PutBackWish& wish);
/// Whether it was decided and is not done: nobody may work on what stands there.
bool is_half_put_back(const std::filesystem::path& place);
/// What is told of such a store. Dutch.
std::string half_put_back(const std::filesystem::path& place);
/// Does what is left of what was decided; where what stood there went. Nothing when nothing was. Nobody works
/// on the place. Throws Unavailable: it may be called again.
std::optional<std::filesystem::path> finish_put_back(const std::filesystem::path& place);

}  // namespace inburgering::gateway::store
