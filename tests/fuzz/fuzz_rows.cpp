// Readers of stored rows: any bytes in one value of the store, and all that reads it goes on.
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/unit/gateway/readers.h"

namespace {

using namespace inburgering;
using namespace sqlite_api;  // where SOCI keeps it

struct Column {
  std::string table, name;
};

struct World {
  tests::FullHouse house{};
  gateway::store::Database database{tests::fresh_folder("fuzz-rows") / "gateway.db"};
  std::vector<Column> columns{};

  World() {
    const auto sql = database.session();
    house.fill(*sql);
    for (const auto& [table] : sql->all<std::string>(
             "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
      const soci::rowset<std::string> names =
          (sql->prepare << "SELECT name FROM pragma_table_info('" + table + "')");
      for (const auto& name : names) columns.push_back({table, name});
    }
  }
};

/// As text or as a blob; false when the column does not take it.
bool put(gateway::store::Session& sql, const Column& column, std::int64_t row, bool as_text,
         const char* bytes, std::size_t size) {
  auto* connection = static_cast<soci::sqlite3_session_backend*>(sql.get_backend())->conn_;
  sqlite3_stmt* statement = nullptr;
  const auto text = "UPDATE " + column.table + " SET " + column.name +
                    " = ? WHERE rowid IN (SELECT rowid FROM " + column.table + " LIMIT 1 OFFSET " +
                    std::to_string(row) + ")";
  if (sqlite3_prepare_v2(connection, text.c_str(), -1, &statement, nullptr) != SQLITE_OK) return false;
  if (as_text)
    sqlite3_bind_text(statement, 1, bytes, static_cast<int>(size), SQLITE_TRANSIENT);
  else
    sqlite3_bind_blob(statement, 1, bytes, static_cast<int>(size), SQLITE_TRANSIENT);
  const bool done = sqlite3_step(statement) == SQLITE_DONE;
  sqlite3_finalize(statement);
  return done;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static auto* const world = new World();
  constexpr std::size_t head = 3;
  if (size < head) return 0;
  const auto& column = world->columns.at((bytes[0] * std::size_t{256} + bytes[1]) % world->columns.size());
  const auto sql = world->database.session();
  *sql << "BEGIN IMMEDIATE";
  if (put(*sql, column, bytes[2] % 4, bytes[2] < 128, reinterpret_cast<const char*>(bytes + head),
          size - head))
    world->house.read_everything(*sql);
  *sql << "ROLLBACK";
  return 0;
}
