// Readers of stored rows: any bytes in one value of the store, and all that reads it goes on.
#include <unistd.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/unit/gateway/readers.h"

namespace {

using namespace inburgering;

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
    for (const auto& table : tests::tables_of(*sql))
      for (auto& [name, type] : tests::columns_of(*sql, table)) columns.push_back({table, std::move(name)});
  }
};

/// As text or as a blob; false when the column does not take it.
bool put(gateway::store::Session& sql, const Column& column, std::int64_t row, bool as_text,
         const char* bytes, std::size_t size) {
  const auto text = "UPDATE " + column.table + " SET " + column.name + " = ? WHERE " +
                    tests::row_of(sql, column.table, row);
  const std::string_view value(bytes, size);
  try {
    if (as_text)
      sql.run({"fuzz.change", text}, value);
    else
      sql.run({"fuzz.change", text}, gateway::store::Bytes{value});
    return true;
  } catch (const gateway::store::Failure&) {
    return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static auto* const world = new World();
  constexpr std::size_t head = 3;
  if (size < head) return 0;
  const auto& column = world->columns.at((bytes[0] * std::size_t{256} + bytes[1]) % world->columns.size());
  const auto sql = world->database.session();
  sql->begin();
  if (put(*sql, column, bytes[2] % 4, bytes[2] < 128, reinterpret_cast<const char*>(bytes + head),
          size - head))
    world->house.read_everything(*sql);
  sql->rollback();
  return 0;
}
