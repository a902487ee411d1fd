#include "gateway/store/engine/sqlite.h"

#include <sqlite3.h>

#include <algorithm>
#include <functional>
#include <mutex>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "gateway/base/heartbeat.h"
#include "gateway/store/engine/executed.h"
#include "gateway/store/engine/migrations.h"

namespace inburgering::gateway::store {
namespace {

constexpr int busy_ms = 2000;

/// The engine keeps count of all its memory under one lock for all threads; nobody asks for that.
void count_no_memory() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

/// `name`: of the statement that failed.
[[noreturn]] void fail(sqlite3* store, int code, std::string_view name) {
  constexpr int primary = 0xff;
  bool lasting = false;
  switch (code & primary) {
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_RANGE:
    case SQLITE_ERROR:
      lasting = true;
      break;
    default:
      break;
  }
  // The engine's words name tables and columns, never values.
  if ((code & primary) == SQLITE_CORRUPT || (code & primary) == SQLITE_NOTADB)
    throw Damaged(std::string(name) + ": " + sqlite3_errmsg(store));
  throw Failure(std::string(name) + ": " + sqlite3_errmsg(store), lasting);
}

sqlite3_stmt* prepare(sqlite3* store, const Statement& statement, bool to_keep) {
  sqlite3_stmt* made = nullptr;
  const auto code = sqlite3_prepare_v3(store, statement.text.data(), static_cast<int>(statement.text.size()),
                                       to_keep ? SQLITE_PREPARE_PERSISTENT : 0, &made, nullptr);
  if (code != SQLITE_OK) fail(store, code, statement.name);
  return made;
}

class SqliteRun;
/// Those that are used once.
using Passing = std::vector<std::unique_ptr<SqliteRun>>;

class SqliteRun final : public Run {
 public:
  /// `passing`: where it goes from when it ends; null: it is kept.
  SqliteRun(sqlite3* store, const Statement& statement, Passing* passing)
      : store_(store), statement_(prepare(store, statement, passing == nullptr)), passing_(passing) {}
  SqliteRun(const SqliteRun&) = delete;
  SqliteRun& operator=(const SqliteRun&) = delete;
  ~SqliteRun() { sqlite3_finalize(statement_); }

  bool under_way() const { return under_way_; }
  void start(std::string_view name) {
    name_ = name;
    under_way_ = true;
  }
  /// What the engine counted (SQLITE_STMTSTATUS_*).
  std::int64_t counted(int what) const { return sqlite3_stmt_status(statement_, what, 0); }

  void bind(std::string_view text) override {
    // An empty view may point nowhere, which would be NULL.
    check(sqlite3_bind_text64(statement_, ++bound_, text.empty() ? "" : text.data(), text.size(),
                              SQLITE_STATIC, SQLITE_UTF8));
  }
  void bind(Bytes bytes) override {
    check(sqlite3_bind_blob64(statement_, ++bound_, bytes.value.empty() ? "" : bytes.value.data(),
                              bytes.value.size(), SQLITE_STATIC));
  }
  void bind(std::int64_t number) override { check(sqlite3_bind_int64(statement_, ++bound_, number)); }
  void bind_null() override { check(sqlite3_bind_null(statement_, ++bound_)); }

  bool next() override {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) fail(store_, code, name_);
    return false;
  }
  void finish() override {
    while (next()) {
    }
  }
  std::int64_t changes() const override { return sqlite3_changes64(store_); }

  Kind kind(int column) const override {
    switch (sqlite3_column_type(statement_, column)) {
      case SQLITE_NULL:
        return Kind::nothing;
      case SQLITE_INTEGER:
        return Kind::number;
      case SQLITE_BLOB:
        return Kind::bytes;
      default:
        return Kind::text;
    }
  }
  std::string text(int column) const override {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return data == nullptr
               ? std::string()
               : std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
  }
  std::int64_t number(int column) const override { return sqlite3_column_int64(statement_, column); }
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

  void end() noexcept override {
    if (passing_ != nullptr) {
      std::erase_if(*passing_, [this](const auto& each) { return each.get() == this; });
      return;
    }
    sqlite3_reset(statement_);
    if (bound_ > 0) sqlite3_clear_bindings(statement_);
    bound_ = 0;
    under_way_ = false;
  }

 private:
  void check(int code) const {
    if (code != SQLITE_OK) fail(store_, code, name_);
  }

  sqlite3* store_;
  sqlite3_stmt* statement_;
  Passing* passing_;
  bool under_way_ = false;
  int bound_ = 0;
  std::string_view name_;
};

class Sqlite final : public Engine {
 public:
  Sqlite(const std::filesystem::path& file, Access access) {
    count_no_memory();
    // A journal beside it is of a change that a power cut ended: whoever opens it undoes that first, which is
    // writing.
    const bool to_mend = access == Access::read && std::filesystem::exists(file.string() + "-journal");
    // A session is one thread's: the engine need not lock what it alone uses.
    const int flags =
        SQLITE_OPEN_NOMUTEX | (access == Access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                               : to_mend               ? SQLITE_OPEN_READWRITE
                                                       : SQLITE_OPEN_READONLY);
    const auto code = sqlite3_open_v2(file.c_str(), &store_, flags, nullptr);
    if (code != SQLITE_OK) {
      const Failure failure(sqlite3_errstr(code), false);
      sqlite3_close_v2(store_);
      throw failure;
    }
    sqlite3_extended_result_codes(store_, 1);
    sqlite3_busy_timeout(store_, busy_ms);
    if (to_mend) once({"session.only_looks", "PRAGMA query_only = ON"});
  }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;
  ~Sqlite() override {
    kept_.clear();
    passing_.clear();
    sqlite3_close_v2(store_);
  }

  Run& start(const Statement& statement) override {
    auto& run = ready(statement);
    run.start(statement.name);
    ++executed_;
    return run;
  }

  void begin() override { once({"session.begin", "BEGIN IMMEDIATE"}); }
  void begin_view() override { once({"session.begin_view", "BEGIN"}); }
  void commit() override { once({"session.commit", "COMMIT"}); }
  void rollback() override {
    // Some failures end the transaction by themselves.
    if (in_transaction()) once({"session.rollback", "ROLLBACK"});
  }
  bool in_transaction() const override { return sqlite3_get_autocommit(store_) == 0; }
  bool begin_ahead() override { return false; }
  void end_ahead() noexcept override {}
  void take_your_time() override {}
  void begin_part() override { once({"session.begin_part", "SAVEPOINT part"}); }
  void undo_part() override { once({"session.undo_part", "ROLLBACK TO part"}); }
  void end_part() override { once({"session.end_part", "RELEASE part"}); }

  bool hold(std::string_view, Hold) override { return true; }

  void script(std::string_view text) override {
    // One statement may bring all rows of a table over: it gets on as long as it works.
    constexpr int often = 100'000;
    sqlite3_progress_handler(store_, often, [](void*) { return Heartbeat::here(), 0; }, nullptr);
    const auto code = sqlite3_exec(store_, std::string(text).c_str(), nullptr, nullptr, nullptr);
    sqlite3_progress_handler(store_, 0, nullptr, nullptr);
    if (code != SQLITE_OK) fail(store_, code, "session.script");
  }
  std::span<const std::string_view> migrations() const override { return sqlite_migrations(); }
  std::size_t version() override {
    return static_cast<std::size_t>(number_of({"database.version", "PRAGMA user_version"}));
  }
  void set_version(std::size_t version) override {
    once({"database.set_version", "PRAGMA user_version = " + std::to_string(version)});
  }
  std::vector<Table> tables() override {
    std::vector<Table> found;
    for (auto& [table, column, place] :
         all({"database.tables",
              "SELECT t.name, c.name, c.pk FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE "
              "t.type = "
              "'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid"})) {
      if (found.empty() || found.back().name != table) found.push_back({std::move(table), {}, {}});
      found.back().columns.push_back(column);
      if (place == 0) continue;
      auto& key = found.back().key;
      key.resize(std::max(key.size(), static_cast<std::size_t>(place)));
      key[static_cast<std::size_t>(place) - 1] = std::move(column);
    }
    return found;
  }
  /// An INTEGER PRIMARY KEY goes on from the highest by itself.
  void go_on_numbering() override {}
  bool has_table(std::string_view table) override {
    return number_of({"database.has_table",
                      "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = :table"},
                     table) > 0;
  }
  bool has_column(std::string_view table, std::string_view column) override {
    return number_of(
               {"database.has_column", "SELECT COUNT(*) FROM pragma_table_info(:table) WHERE name = :column"},
               table, column) > 0;
  }

  /// Nobody else works on it.
  void announce(std::string_view) override {}
  bool is_shared() const override { return false; }
  std::vector<Standby> standbys() override { return {}; }
  std::optional<std::int64_t> moment_ms() override { return std::nullopt; }

  /// Writes what stands in the write-ahead log (-wal) into the store's file and cuts that log to nothing:
  /// until then what was removed or replaced can still be read there.
  bool wipe_removed() override {
    // While it waits for who reads, nobody can write: no longer than a writer waits gladly.
    constexpr int briefly_ms = 250;
    sqlite3_busy_timeout(store_, briefly_ms);
    const auto busy = number_of({"database.wipe_removed", "PRAGMA wal_checkpoint(TRUNCATE)"});
    sqlite3_busy_timeout(store_, busy_ms);
    return busy == 0;
  }
  std::int64_t free_pages() override { return number_of({"database.free_pages", "PRAGMA freelist_count"}); }
  std::int64_t free_bytes() override {
    return free_pages() * number_of({"database.page_size", "PRAGMA page_size"});
  }
  void give_pages_back() override { once({"database.give_pages_back", "PRAGMA incremental_vacuum(2000)"}); }
  /// Brings over from the WAL what nobody reads any more.
  void keep_up() override { once({"database.keep_up", "PRAGMA wal_checkpoint(PASSIVE)"}); }

  std::int64_t executed() const override { return executed_; }
  std::int64_t made_ready() const override { return prepared_ + counted(SQLITE_STMTSTATUS_REPREPARE); }
  std::int64_t steps() const override { return counted(SQLITE_STMTSTATUS_VM_STEP); }

 private:
  void once(const Statement& statement) {
    const Ended ended(start(statement));
    ended.run.finish();
  }
  std::vector<std::tuple<std::string, std::string, std::int64_t>> all(const Statement& statement) {
    const Ended ended(start(statement));
    std::vector<std::tuple<std::string, std::string, std::int64_t>> rows;
    while (ended.run.next()) rows.emplace_back(ended.run.text(0), ended.run.text(1), ended.run.number(2));
    return rows;
  }
  template <class... In>
  std::int64_t number_of(const Statement& statement, const In&... in) {
    const Ended ended(start(statement));
    (ended.run.bind(std::string_view(in)), ...);
    return ended.run.next() ? ended.run.number(0) : 0;
  }

  SqliteRun& ready(const Statement& statement) {
    const auto found = kept_.find(statement.text);
    // One that is under way already gives way to none: this is another execution.
    if (found != kept_.end() && !found->second->under_way()) return *found->second;
    ++prepared_;
    if (found != kept_.end() || kept_.size() >= statements_kept)
      return *passing_.emplace_back(std::make_unique<SqliteRun>(store_, statement, &passing_));
    return *kept_
                .emplace(std::string(statement.text), std::make_unique<SqliteRun>(store_, statement, nullptr))
                .first->second;
  }
  std::int64_t counted(int what) const {
    std::int64_t count = 0;
    for (const auto& [text, run] : kept_) count += run->counted(what);
    return count;
  }

  sqlite3* store_ = nullptr;
  std::unordered_map<std::string, std::unique_ptr<SqliteRun>, TextHash, std::equal_to<>> kept_;
  Passing passing_;
  std::int64_t executed_ = 0;
  std::int64_t prepared_ = 0;
};

}  // namespace

std::unique_ptr<Engine> sqlite(const std::filesystem::path& file, Access access) {
  return std::make_unique<Sqlite>(file, access);
}

}  // namespace inburgering::gateway::store
