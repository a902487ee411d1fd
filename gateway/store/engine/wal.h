#pragma once
// Whether the write-ahead log of SQLite (-wal; sqlite.org/fileformat2.html, §4) can be read until its end.
//
// The engine reads it until the first frame that is not whole, for a power cut leaves one: what was under way
// and was told to nobody. It takes damage for that same end, and all that was committed after it is gone
// without a word. But no transaction is begun before the one before it is on disk: where after such a frame
// one goes on from another, what is not whole had been committed.
#include <cstdint>
#include <filesystem>
#include <optional>

namespace inburgering::gateway::store {

struct WalDamage {
  std::int64_t frame = 0;     ///< the first that is not whole; 0 = the head of the file
  std::int64_t readable = 0;  ///< bytes before it, until the end of a transaction
  std::int64_t lost = 0;      ///< transactions after it, as far as they can be told
};

/// Of the -wal beside a store that nobody has open. Empty where it is whole, or not there.
std::optional<WalDamage> damage_of_wal(const std::filesystem::path& store_file);

}  // namespace inburgering::gateway::store
