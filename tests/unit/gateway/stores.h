#pragma once
// Stores for tests: in a file of SQLite, or where INBURGERING_TEST_POSTGRES tells a server, in a schema of
// its own there, so that the same tests prove both engines.
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

#include "gateway/store/engine/database.h"

namespace inburgering::tests {

inline std::filesystem::path fresh_folder(const std::string& name) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("inburgering-" + name + "-" + std::to_string(::getpid()));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

inline bool on_postgres() { return std::getenv("INBURGERING_TEST_POSTGRES") != nullptr; }

/// Of a test about what only SQLite has: files, pages, types that hold anything, and stores of former
/// versions.
#define ONLY_ON_SQLITE() \
  if (inburgering::tests::on_postgres()) GTEST_SKIP() << "only SQLite has this"

/// A place for a store where none is yet.
inline gateway::StorePlace place(const std::string& name) {
  gateway::StorePlace made{fresh_folder(name) / "gateway.db"};
  if (!on_postgres()) return made;
  static std::atomic<int> count = 0;
  const std::string server = std::getenv("INBURGERING_TEST_POSTGRES");
  const auto schema = "t" + std::to_string(::getpid()) + "_" + std::to_string(++count);
  gateway::store::open({made.file, server})->engine().script("CREATE SCHEMA " + schema);
  made.postgres = server + " options=-csearch_path=" + schema;
  return made;
}

inline std::vector<std::string> tables_of(gateway::store::Session& sql) {
  return sql.list<std::string>(
      {"test",
       on_postgres()
           ? "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT IN "
             "('schema_version', 'commit_mark', 'node', 'lease', 'dossier_key') ORDER "
             "BY 1"
           : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"});
}

/// Name and type.
inline std::vector<std::tuple<std::string, std::string>> columns_of(gateway::store::Session& sql,
                                                                    const std::string& table) {
  return sql.all<std::string, std::string>(
      {"test", on_postgres()
                   ? "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema "
                     "= current_schema() AND table_name = :table ORDER BY ordinal_position"
                   : "SELECT name, type FROM pragma_table_info(:table)"},
      table);
}

}  // namespace inburgering::tests
