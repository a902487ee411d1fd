#include "gateway/store/database.h"

#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>

#include "gateway/store/schema.h"

namespace inburgering::gateway::store {
namespace {

constexpr int present_version = 9;

int version_of(Session& sql) {
  int version = 0;
  sql << "PRAGMA user_version", soci::into(version);
  return version;
}

void migrate(Session& sql) {
  sql << "BEGIN IMMEDIATE";
  const int version = version_of(sql);
  if (version > present_version) {
    sql << "ROLLBACK";
    throw std::runtime_error(
        "de opslag is gemaakt door een nieuwere versie van de gateway; start die versie");
  }
  if (version < 1)
    for (const char* statement : version_1) sql << statement;
  if (version < 2)
    for (const char* statement : version_2) sql << statement;
  if (version < 3)
    for (const char* statement : version_3) sql << statement;
  if (version < 4)
    for (const char* statement : version_4) sql << statement;
  if (version < 5)
    for (const char* statement : version_5) sql << statement;
  if (version < 6)
    for (const char* statement : version_6) sql << statement;
  if (version < 7)
    for (const char* statement : version_7) sql << statement;
  if (version < 8)
    for (const char* statement : version_8) sql << statement;
  if (version < 9)
    for (const char* statement : version_9) sql << statement;
  if (version < present_version) sql << "PRAGMA user_version = " + std::to_string(present_version);
  sql << "COMMIT";
}

}  // namespace

Database::Database(std::filesystem::path file) : file_(std::move(file)) {
  try {
    if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path());
    const auto sql = session();
    migrate(*sql);
    // SOCI makes its table of column types at the first rows that it reads: here, before there are other
    // threads.
    sql->all<std::string>("SELECT name FROM sqlite_master LIMIT 1");
  } catch (const soci::soci_error& error) {
    throw Unavailable("opslag " + file_.string() + " is niet te openen: " + error.what());
  } catch (const std::filesystem::filesystem_error& error) {
    throw Unavailable("opslag " + file_.string() + " is niet te openen: " + error.code().message());
  }
  struct stat status{};
  if (::stat(file_.c_str(), &status) == 0) {
    device_ = status.st_dev;
    inode_ = status.st_ino;
  }
}

std::unique_ptr<Session> Database::session() const {
  auto sql = std::make_unique<Session>(soci::sqlite3, "dbname=\"" + file_.string() + "\" timeout=2");
  // Counts in a new file, before anything else is written there: then what is removed gives its disk space
  // back.
  *sql << "PRAGMA auto_vacuum = INCREMENTAL";
  std::string mode;
  *sql << "PRAGMA journal_mode = WAL", soci::into(mode);
  *sql << "PRAGMA synchronous = FULL";
  // What is removed or replaced is overwritten, so that it is gone from the file too.
  sql->one<int>("PRAGMA secure_delete = ON");
  *sql << "PRAGMA foreign_keys = ON";
  *sql << "PRAGMA cache_size = -65536";  // KiB: a file of many rows stays in memory until it is committed
  return sql;
}

bool Database::in_place() const {
  struct stat status{};
  return ::stat(file_.c_str(), &status) == 0 && status.st_dev == device_ && status.st_ino == inode_;
}

}  // namespace inburgering::gateway::store
