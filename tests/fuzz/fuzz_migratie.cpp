// Migrations over stores of before: any bytes in one value, or any text as the schema of one, and the store
// is brought to the present version or refused in words. The first byte says from which version, the second
// and third which value.
#include <cstdint>
#include <string>
#include <vector>

#include "gateway/store/engine/failure.h"
#include "gateway/store/engine/migrations.h"
#include "gateway/store/engine/sqlite.h"
#include "gateway/store/former_hashes.h"
#include "tests/unit/gateway/house.h"

namespace {

using namespace inburgering;
namespace store = gateway::store;

std::string values_for(store::Session& sql, const std::string& table, std::string& columns) {
  std::string values;
  for (const auto& [name, type] : tests::columns_of(sql, table)) {
    columns += (columns.empty() ? "" : ", ") + name;
    values += (values.empty() ? "" : ", ") + std::string(type == "TEXT" || type == "BLOB" ? "'x'" : "1");
  }
  return values;
}

/// A store as that version left it, with a row of plain values in each table.
void make(const std::filesystem::path& file, std::size_t version) {
  for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + end);
  store::Session sql(store::sqlite(file, store::Access::write));
  for (const auto step : store::sqlite_migrations().first(version)) sql.engine().script(step);
  sql.run({"fuzz", "PRAGMA user_version = " + std::to_string(version)});
  for (const auto& table : tests::tables_of(sql)) {
    std::string columns;
    const auto values = values_for(sql, table, columns);
    try {
      sql.run({"fuzz", "INSERT OR IGNORE INTO " + table + " (" + columns + ") VALUES (" + values + ")"});
    } catch (const store::Failure&) {  // a rule of the table asks for more
    }
  }
}

void change(const std::filesystem::path& file, const std::uint8_t* choice, std::string_view bytes) {
  store::Session sql(store::sqlite(file, store::Access::write));
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& table : tests::tables_of(sql))
    for (const auto& [name, type] : tests::columns_of(sql, table)) all.emplace_back(table, name);
  const auto& [table, column] = all.at((choice[0] * std::size_t{256} + choice[1]) % all.size());
  try {
    if (choice[1] % 2 == 0)
      sql.run({"fuzz", "UPDATE " + table + " SET " + column + " = ?"}, bytes);
    else
      sql.run({"fuzz", "UPDATE " + table + " SET " + column + " = ?"}, store::Bytes{bytes});
  } catch (const store::Failure&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto file = tests::fresh_folder("fuzz-migratie") / "gateway.db";
  static const auto steps = store::sqlite_migrations().size();
  constexpr std::size_t head = 3;
  if (size < head) return 0;
  make(file, 1 + data[0] % steps);
  change(file, data + 1, {reinterpret_cast<const char*>(data + head), size - head});
  try {
    const store::Database database(file);
    const auto sql = database.session();
  } catch (const store::Failure&) {
  } catch (const store::Unavailable&) {
  }
  return 0;
}
