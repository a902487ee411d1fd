#pragma once
#include <filesystem>
#include <string>
#include <utility>

namespace inburgering::gateway {

/// Where a store is: in a file of SQLite, or in a database of PostgreSQL.
struct StorePlace {
  /// SQLite's file. With PostgreSQL there is none: what stands beside the store on this machine (locks,
  /// revocation lists) is named after it all the same.
  std::filesystem::path file;
  /// Connection string of libpq, without a password: `host=a,b dbname=…`. Empty = SQLite.
  std::string postgres{};

  StorePlace() = default;
  StorePlace(std::filesystem::path sqlite, std::string conninfo = {})  // NOLINT(google-explicit-constructor)
      : file(std::move(sqlite)), postgres(std::move(conninfo)) {}

  bool is_postgres() const { return !postgres.empty(); }
  /// How an operator is told of it.
  std::string name() const { return is_postgres() ? "PostgreSQL (" + postgres + ")" : file.string(); }
};

}  // namespace inburgering::gateway
