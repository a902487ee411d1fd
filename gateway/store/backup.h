#pragma once
// A store as it was at one moment, in one sealed file (archive.h), made while others write; and back. What
// stands in it is a store of SQLite, page by page, of whichever engine it was made: so it can be put back on
// either. The keys are never in it: those of dossiers go beside it, in one file of which only the newest is
// kept, because a person who was forgotten must stay dark in each backup that was made before.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "gateway/store/archive.h"
#include "gateway/store/engine/database.h"
#include "gateway/store/manifest.h"

namespace inburgering::gateway::store {

struct BackupWish {
  std::filesystem::path to;
  std::filesystem::path since{};  ///< a backup that this one adds to: only what changed since; empty = all
  std::string program;
  /// Puts the keys of dossiers beside it too. Not where it lies beside the store itself: those that stand
  /// there open it, and of a person who is forgotten later no key is left in a copy.
  bool with_keys = true;
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

}  // namespace inburgering::gateway::store
