#pragma once
// A store as it was at one moment, in one sealed file (archive.h), made while others write; and back. What
// stands in it is a store of SQLite, page by page, of whichever engine it was made: so it can be put back on
// either. The keys are never in it: those of dossiers go beside it, in one file of which only the newest is
// kept, because a person who was forgotten must stay dark in each backup that was made before.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "gateway/store/archive.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// What stands in a backup, at its end.
struct Manifest {
  std::string engine{};  ///< that it was made of: "sqlite" or "postgresql"
  std::int64_t page_size = 0;
  std::int64_t pages = 0;                      ///< of the whole store
  std::int64_t stored = 0;                     ///< of those: that stand in this file
  std::string digest{};                        ///< SHA-256 over all pages, in their order
  std::map<std::string, std::int64_t> rows{};  ///< by table
  std::int64_t log_seq = 0;                    ///< the last entry of the log, and its hash
  std::string log_hash{};
  std::string checkpoint{};  ///< what the gateway signed of that (log/chain.h); empty: the log was empty
  std::string signer{};      ///< certificate of who signed
  std::string keys;          ///< name of the file of keys of dossiers; empty: there were none
  std::int64_t key_count = 0;
};

struct BackupWish {
  std::filesystem::path to;
  std::filesystem::path since{};  ///< a backup that this one adds to: only what changed since; empty = all
  std::string program;
  /// Looks at what stands in it, and signs that.
  std::function<void(Session& sql, Manifest& manifest)> look;
  std::function<void(std::int64_t done, std::int64_t of, std::string_view what)> progress;
};
struct MadeBackup {
  ArchiveHead head;
  Manifest manifest;
  std::filesystem::path keys;  ///< of dossiers; empty: there are none
};
/// Throws BadArchive and Unavailable: then nothing was made.
MadeBackup back_up(const StorePlace& from, const Sealing& sealing, const BackupWish& wish);

struct ReadBackup {
  ArchiveHead head;
  Manifest manifest;
  std::filesystem::path keys;  ///< where those of dossiers should be; empty: it has none
};
/// Writes the store that stands in a backup, and in those that it adds to, which lie beside it; all of it is
/// looked at. `into` is a file that is not there. Throws BadArchive and Unavailable.
ReadBackup take_out(const std::filesystem::path& archive, const Keys& keys, const std::filesystem::path& into,
                    const std::function<void(std::int64_t done, std::int64_t of)>& progress);

/// Puts the keys of dossiers from a file of a backup beside a store of SQLite. Where that has keys already,
/// those that were destroyed in either stay destroyed; keys of another store make way, and the answer is
/// false. Throws BadArchive and Unavailable.
bool put_dossier_keys(const std::filesystem::path& from, const std::filesystem::path& store_file);

/// How many rows each table has.
std::map<std::string, std::int64_t> rows_of(Session& sql);

}  // namespace inburgering::gateway::store
