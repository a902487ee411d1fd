#include "gateway/store/engine/database.h"

#include <sys/stat.h>

#include <exception>

#include "gateway/store/engine/migrations.h"

namespace inburgering::gateway::store {
namespace {

std::size_t version_of(Session& sql) {
  return sql.one<std::size_t>({"database.version_of", "PRAGMA user_version"}).value_or(0);
}

void migrate(Session& sql, const Migrating& migrating) {
  const auto steps = migrations();
  // Who finds it as it should be waits for nobody who writes.
  if (version_of(sql) == steps.size()) return;
  transact(sql, [&] {
    const auto version = version_of(sql);
    if (version > steps.size())
      throw std::runtime_error(
          "de opslag is gemaakt door een nieuwere versie van de gateway; start die versie");
    if (version == steps.size()) return;
    for (auto step = version; step < steps.size(); ++step) {
      if (migrating && version > 0) migrating(step + 1, steps.size());
      sql.script(steps[step]);
    }
    sql.run({"database.migrate.write_version", "PRAGMA user_version = " + std::to_string(steps.size())});
  });
}

}  // namespace

bool has_table(Session& sql, std::string_view name) {
  return sql
      .one<int>({"database.has_table", "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name"},
                name)
      .has_value();
}

Database::Database(std::filesystem::path file, const Migrating& migrating) : file_(std::move(file)) {
  try {
    if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path());
    migrate(*session(), migrating);
  } catch (const Unavailable& error) {
    throw Unavailable("opslag " + file_.string() + " is niet te openen: " + error.what());
  } catch (const std::filesystem::filesystem_error& error) {
    throw Unavailable("opslag " + file_.string() + " is niet te openen: " + error.code().message());
  }
  store_ = place_of(file_);
  holder_ = session();
  // The first look makes it.
  holder_->one<int>({"database.look", "SELECT COUNT(*) FROM change_counter"});
  wal_ = place_of(file_.string() + "-wal");
}

std::optional<Database::Place> Database::place_of(const std::filesystem::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return std::nullopt;
  return Place{status.st_dev, status.st_ino};
}

std::unique_ptr<Session> Database::session() const {
  auto sql = std::make_unique<Session>(file_);
  // Counts in a new file, before anything else is written there: then what is removed gives its disk space
  // back. In another it would only wait for who writes.
  std::error_code error;
  if (const auto size = std::filesystem::file_size(file_, error); error || size == 0)
    sql->run({"database.session.auto_vacuum", "PRAGMA auto_vacuum = INCREMENTAL"});
  sql->run({"database.session.journal_mode", "PRAGMA journal_mode = WAL"});
  sql->run({"database.session.synchronous", "PRAGMA synchronous = FULL"});
  // What is removed or replaced is overwritten, so that it is gone from the file too.
  sql->run({"database.session.secure_delete", "PRAGMA secure_delete = ON"});
  sql->run({"database.session.foreign_keys", "PRAGMA foreign_keys = ON"});
  // A page that many commits change is brought over once for all of them: up to 32 MB of WAL (pages of 4 KB).
  sql->run({"database.session.wal_autocheckpoint", "PRAGMA wal_autocheckpoint = 8000"});
  // KiB. No more: once pages were split, each commit walks all that is kept (SQLite from 3.38 on); what is
  // not here lies in the system's memory.
  sql->run({"database.session.cache_size", "PRAGMA cache_size = -16384"});
  return sql;
}

Database::Reader Database::reader() const {
  if (!in_place())
    throw Unavailable("het opslagbestand of het -wal-bestand ernaast is verdwenen of vervangen");
  const Return back{this, std::uncaught_exceptions()};
  {
    const std::lock_guard lock(mutex_);
    if (!readers_.empty()) {
      auto* session = readers_.back().release();
      readers_.pop_back();
      return {session, back};
    }
  }
  return {session().release(), back};
}

void Database::Return::operator()(Session* session) const {
  std::unique_ptr<Session> returned(session);
  if (std::uncaught_exceptions() > exceptions) return;
  const std::lock_guard lock(to->mutex_);
  if (to->readers_.size() < readers_at_rest) to->readers_.push_back(std::move(returned));
}

void Database::save_from_wal(Session& sql) const {
  if (place_of(file_) != store_) return;
  try {
    sql.one<int, int, int>({"database.save_from_wal", "PRAGMA wal_checkpoint(FULL)"});
  } catch (const Unavailable&) {
    // It is told that the store is not in place.
  }
}

bool Database::in_place() const {
  return place_of(file_) == store_ && place_of(file_.string() + "-wal") == wal_;
}

}  // namespace inburgering::gateway::store
