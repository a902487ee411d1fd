#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "gateway/base/milliseconds.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

/// Hears before each step that brings a store of before to the present version: which of how many.
using Migrating = std::function<void(std::size_t step, std::size_t of)>;

/// One SQLite file in WAL mode with synchronous=FULL. Sessions are for one thread each.
class Database {
 public:
  /// Opens or creates the file and brings its tables to the present version, in one transaction.
  /// Throws Unavailable, or std::runtime_error when the file was written by a newer version.
  explicit Database(std::filesystem::path file, const Migrating& migrating = {});

  /// A session of one's own, for a thread that goes on using it.
  std::unique_ptr<Session> session() const;
  /// A session to look at something with, lent until the caller has done so; the next who asks gets it with
  /// its statements ready. One that failed is not lent again. Throws Unavailable, also when the file is gone.
  struct Return {
    const Database* to = nullptr;
    int exceptions = 0;  ///< that were under way when it was lent
    void operator()(Session* session) const;
  };
  using Reader = std::unique_ptr<Session, Return>;
  Reader reader() const;
  /// Whether the file that was opened still stands where it stood, and the `-wal` beside it. SQLite would go
  /// on writing to a file that was removed, and all that was acknowledged since would be lost at the next
  /// start.
  bool in_place() const;
  /// When only the `-wal` is gone: what was committed into it is brought over while it can still be read. To
  /// be called by who writes.
  void save_from_wal(Session& sql) const;
  const std::filesystem::path& file() const { return file_; }

 private:
  static constexpr std::size_t readers_at_rest = 8;

  std::filesystem::path file_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Session>> readers_;
  struct Place {
    unsigned long device = 0, inode = 0;
    bool operator==(const Place&) const = default;
  };
  /// Nothing when it is not there.
  static std::optional<Place> place_of(const std::filesystem::path& file);

  std::optional<Place> store_;
  std::optional<Place> wal_;
  std::unique_ptr<Session> holder_;  ///< so that the -wal stays as long as this does
};

}  // namespace inburgering::gateway::store
