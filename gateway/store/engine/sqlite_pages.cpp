#include "gateway/store/engine/sqlite_pages.h"

#include <sqlite3.h>

#include <memory>

#include "gateway/store/engine/failure.h"

namespace inburgering::gateway::store {
namespace {

using Store = std::unique_ptr<sqlite3, decltype([](sqlite3* store) { sqlite3_close_v2(store); })>;

[[noreturn]] void fail(sqlite3* store, const char* name) {
  const auto words = std::string(name) + ": " + sqlite3_errmsg(store);
  const auto code = sqlite3_errcode(store) & 0xff;
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) throw Damaged(words);
  throw Failure(words, false);
}

Store opened(const std::filesystem::path& file, int flags) {
  sqlite3* raw = nullptr;
  const auto code = sqlite3_open_v2(file.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Store store(raw);
  if (code != SQLITE_OK) throw Failure(file.string() + ": " + sqlite3_errstr(code), false);
  constexpr int patience_ms = 10'000;
  sqlite3_busy_timeout(store.get(), patience_ms);
  return store;
}

void run(const Store& store, const char* text) {
  if (sqlite3_exec(store.get(), text, nullptr, nullptr, nullptr) != SQLITE_OK)
    fail(store.get(), "sqlite_pages");
}

}  // namespace

void copy_pages(const std::filesystem::path& from, const std::filesystem::path& to,
                const std::function<void(std::int64_t, std::int64_t)>& progress) {
  // Some MB at a time: what is written meanwhile waits for none of it.
  constexpr int at_once = 1024;
  const auto source = opened(from, SQLITE_OPEN_READWRITE);
  const auto target = opened(to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  run(target, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
  // A view that stays open: the copy need not begin anew when somebody writes.
  run(source, "BEGIN; SELECT COUNT(*) FROM sqlite_master");
  auto* copying = sqlite3_backup_init(target.get(), "main", source.get(), "main");
  if (copying == nullptr) fail(target.get(), "sqlite_pages.begin");
  int code = SQLITE_OK;
  while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
    code = sqlite3_backup_step(copying, at_once);
    const auto of = sqlite3_backup_pagecount(copying);
    progress(of - sqlite3_backup_remaining(copying), of);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(50);
  }
  const auto ended = sqlite3_backup_finish(copying);
  if (code != SQLITE_DONE || ended != SQLITE_OK) fail(target.get(), "sqlite_pages.copy");
  // It stands by itself, without a write-ahead log beside it.
  run(target, "PRAGMA journal_mode = DELETE");
}

void rewrite(const std::filesystem::path& file) {
  const auto store = opened(file, SQLITE_OPEN_READWRITE);
  // In a write-ahead log it would be written twice. Its journal is on the disk before the first page is
  // changed.
  run(store, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
  run(store, "PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
}

std::string found_damaged(const std::filesystem::path& file) {
  const auto store = opened(file, SQLITE_OPEN_READONLY);
  std::string found;
  const auto take = [](void* into, int columns, char** values, char**) {
    if (columns > 0 && values[0] != nullptr && std::string(values[0]) != "ok")
      static_cast<std::string*>(into)->append(values[0]).append("; ");
    return 0;
  };
  for (const char* text : {"PRAGMA integrity_check(10)", "PRAGMA foreign_key_check"})
    if (sqlite3_exec(store.get(), text, take, &found, nullptr) != SQLITE_OK)
      found += sqlite3_errmsg(store.get());
  return found;
}

}  // namespace inburgering::gateway::store
