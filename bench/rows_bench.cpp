// Rows of a group put in one by one, or many by one statement: what the engine makes of it. Rows like those
// of objects and events, under random keys.
#include <benchmark/benchmark.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

constexpr int rows_of_a_group = 32;

void must(bool done, sqlite3* store) {
  if (!done) throw std::runtime_error(sqlite3_errmsg(store));
}

void put_in(benchmark::State& state) {
  const auto rows = static_cast<int>(state.range(0));
  const auto file = std::filesystem::temp_directory_path() / ("bench-rows-" + std::to_string(::getpid()));
  sqlite3* store = nullptr;
  sqlite3_open(file.c_str(), &store);
  const auto run = [&](const char* text) {
    must(sqlite3_exec(store, text, nullptr, nullptr, nullptr) == SQLITE_OK, store);
  };
  run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;"
      "CREATE TABLE object (tenant TEXT, dossier TEXT, type TEXT, key TEXT, sealed BLOB, PRIMARY KEY "
      "(tenant, dossier, "
      "type, key)) WITHOUT ROWID");
  std::string text = "INSERT INTO object VALUES (?, ?, ?, ?, ?)";
  for (int i = 1; i < rows; ++i) text += ", (?, ?, ?, ?, ?)";
  sqlite3_stmt* insert = nullptr;
  must(sqlite3_prepare_v2(store, text.c_str(), -1, &insert, nullptr) == SQLITE_OK, store);

  std::mt19937_64 dice(1);
  const auto hexadecimal = [&](std::size_t length) {
    std::string made(length, '0');
    for (auto& digit : made) digit = "0123456789abcdef"[dice() % 16];
    return made;
  };
  const std::string tenant = "00000099000000000518";
  const std::string type = "Persoon";
  const std::string sealed(300, '\7');
  for (auto _ : state) {
    run("BEGIN IMMEDIATE");
    for (int done = 0; done < rows_of_a_group; done += rows) {
      std::vector<std::string> keys;
      keys.reserve(static_cast<std::size_t>(rows) * 2);
      for (int i = 0; i < rows; ++i) {
        const auto bind = [&](int column, const std::string& value) {
          sqlite3_bind_text(insert, i * 5 + column, value.data(), static_cast<int>(value.size()),
                            SQLITE_STATIC);
        };
        keys.push_back(hexadecimal(36));
        keys.push_back(hexadecimal(64));
        bind(1, tenant);
        bind(2, keys[keys.size() - 2]);
        bind(3, type);
        bind(4, keys.back());
        sqlite3_bind_blob(insert, i * 5 + 5, sealed.data(), static_cast<int>(sealed.size()), SQLITE_STATIC);
      }
      must(sqlite3_step(insert) == SQLITE_DONE, store);
      sqlite3_reset(insert);
    }
    run("COMMIT");
  }
  state.SetItemsProcessed(state.iterations() * rows_of_a_group);
  sqlite3_finalize(insert);
  sqlite3_close(store);
  std::filesystem::remove(file);
}
// So many groups that the table is large, and as many of each kind.
BENCHMARK(put_in)->Name("rows_each_by_itself")->Arg(1)->Iterations(2000);
BENCHMARK(put_in)->Name("rows_by_one_statement")->Arg(rows_of_a_group)->Iterations(2000);

}  // namespace
