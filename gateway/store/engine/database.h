#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "gateway/base/milliseconds.h"
#include "gateway/base/store_place.h"
#include "gateway/store/engine/session.h"
#include "gateway/store/engine/store_files.h"

namespace inburgering::gateway::store {

/// Hears before each step that brings a store of before to the present version: which of how many.
using Migrating = std::function<void(std::size_t step, std::size_t of)>;

/// A session in a store, whatever its version. Throws Failure.
std::unique_ptr<Session> open(const StorePlace& place, Access access = Access::write);
/// Whether there is a store there. Throws Failure, Gone where there was one, and Damaged where the engine
/// would pass over what was committed.
bool exists(const StorePlace& place);
/// Why this program must leave a store alone that a newer one made; Dutch, empty = it need not.
std::string made_by_newer(Session& sql);

/// A store at its present version. Sessions are for one thread each.
class Database {
 public:
  /// Opens or makes it and brings its tables to the present version, in one transaction. Throws Unavailable,
  /// or std::runtime_error when a newer version wrote it.
  explicit Database(StorePlace place, const Migrating& migrating = {});

  /// A session of one's own, for a thread that goes on using it.
  std::unique_ptr<Session> session() const { return open(place_); }
  /// A session to look at something with, lent until the caller has done so; the next who asks gets it with
  /// its statements ready. One that failed is not lent again. Throws Unavailable, also when the file is gone.
  struct Return {
    const Database* to = nullptr;
    int exceptions = 0;  ///< that were under way when it was lent
    void operator()(Session* session) const;
  };
  using Reader = std::unique_ptr<Session, Return>;
  Reader reader() const;
  /// Whether the files that were opened still stand where they stood. SQLite would go on writing to a file
  /// that was removed, and all that was acknowledged since would be lost at the next start.
  bool in_place() const { return !files_ || files_->in_place(); }
  /// Saves what can be saved of files that are not. To be called by who writes.
  void save(Session& sql) const;
  const StorePlace& place() const { return place_; }
  const std::filesystem::path& file() const { return place_.file; }

 private:
  static constexpr std::size_t readers_at_rest = 8;

  StorePlace place_;
  std::optional<StoreFiles> files_;  ///< of SQLite
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Session>> readers_;
  std::unique_ptr<Session> holder_;  ///< so that the files of SQLite stay as long as this does
};

}  // namespace inburgering::gateway::store
