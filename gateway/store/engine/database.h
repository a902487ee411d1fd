#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>

#include "gateway/base/milliseconds.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

/// One SQLite file in WAL mode with synchronous=FULL. Sessions are for one thread each.
class Database {
 public:
  /// Opens or creates the file and brings its tables to the present version, in one transaction.
  /// Throws Unavailable, or std::runtime_error when the file was written by a newer version.
  explicit Database(std::filesystem::path file);

  std::unique_ptr<Session> session() const;
  /// Whether the file that was opened still stands where it stood. SQLite would go on writing to a file that
  /// was removed, and all that was acknowledged since would be lost at the next start.
  bool in_place() const;
  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
  unsigned long device_ = 0;
  unsigned long inode_ = 0;
};

}  // namespace inburgering::gateway::store
