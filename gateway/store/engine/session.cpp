#include "gateway/store/engine/session.h"

#include <sqlite3.h>

#include <mutex>

namespace inburgering::gateway::store {
namespace {

/// More texts than any program here has; who makes them up as it goes keeps no more than these.
constexpr std::size_t kept_at_most = 400;
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
  throw Failure(std::string(name) + ": " + sqlite3_errmsg(store), lasting);
}

}  // namespace

Execution::Execution(Session& session, const Statement& statement)
    : store_(session.store_), name_(statement.name) {
  std::tie(statement_, kept_) = session.ready(statement);
  ++session.executed_;
}

Execution::~Execution() {
  if (!kept_) {
    sqlite3_finalize(statement_);
    return;
  }
  sqlite3_reset(statement_);
  if (bound_ > 0) sqlite3_clear_bindings(statement_);
}

void Execution::check(int code) const {
  if (code != SQLITE_OK) fail(store_, code, name_);
}

void Execution::bind(std::string_view text) {
  // An empty view may point nowhere, which would be NULL.
  check(sqlite3_bind_text64(statement_, ++bound_, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC,
                            SQLITE_UTF8));
}

void Execution::bind(Bytes bytes) {
  check(sqlite3_bind_blob64(statement_, ++bound_, bytes.value.empty() ? "" : bytes.value.data(),
                            bytes.value.size(), SQLITE_STATIC));
}

void Execution::bind(std::int64_t number) { check(sqlite3_bind_int64(statement_, ++bound_, number)); }

void Execution::bind_null() { check(sqlite3_bind_null(statement_, ++bound_)); }

bool Execution::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail(store_, code, name_);
  return false;
}

std::string Execution::text(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return data == nullptr
             ? std::string()
             : std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

std::int64_t Execution::number(int column) const { return sqlite3_column_int64(statement_, column); }

bool Execution::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

Session::Session(const std::filesystem::path& file, Access access) {
  count_no_memory();
  // A session is one thread's: the engine need not lock what it alone uses.
  const int flags =
      SQLITE_OPEN_NOMUTEX |
      (access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  const auto code = sqlite3_open_v2(file.c_str(), &store_, flags, nullptr);
  if (code != SQLITE_OK) {
    const Failure failure(sqlite3_errstr(code), false);
    sqlite3_close_v2(store_);
    throw failure;
  }
  sqlite3_extended_result_codes(store_, 1);
  sqlite3_busy_timeout(store_, busy_ms);
}

Session::~Session() {
  for (const auto& [text, statement] : kept_) sqlite3_finalize(statement);
  sqlite3_close_v2(store_);
}

sqlite3_stmt* Session::prepare(const Statement& statement, bool to_keep) {
  sqlite3_stmt* made = nullptr;
  const auto code = sqlite3_prepare_v3(store_, statement.text.data(), static_cast<int>(statement.text.size()),
                                       to_keep ? SQLITE_PREPARE_PERSISTENT : 0, &made, nullptr);
  if (code != SQLITE_OK) fail(store_, code, statement.name);
  ++prepared_;
  return made;
}

std::pair<sqlite3_stmt*, bool> Session::ready(const Statement& statement) {
  const auto found = kept_.find(statement.text);
  // One that is under way already gives way to none: this is another execution.
  if (found != kept_.end())
    return sqlite3_stmt_busy(found->second) == 0 ? std::pair(found->second, true)
                                                 : std::pair(prepare(statement, false), false);
  if (kept_.size() >= kept_at_most) return {prepare(statement, false), false};
  auto* made = prepare(statement, true);
  kept_.emplace(statement.text, made);
  return {made, true};
}

std::int64_t Session::counted(int what) const {
  std::int64_t count = 0;
  for (const auto& [text, statement] : kept_) count += sqlite3_stmt_status(statement, what, 0);
  return count;
}

std::int64_t Session::made_ready() const { return prepared_ + counted(SQLITE_STMTSTATUS_REPREPARE); }

std::int64_t Session::steps() const { return counted(SQLITE_STMTSTATUS_VM_STEP); }

std::int64_t Session::changes() const { return sqlite3_changes64(store_); }

void Session::script(std::string_view text) {
  const auto code = sqlite3_exec(store_, std::string(text).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(store_, code, "session.script");
}

bool Session::in_transaction() const { return sqlite3_get_autocommit(store_) == 0; }

void Session::settle() {
  // What is written may gather again.
  while (!gathered_.empty())
    for (const auto& [type, gathered] : std::exchange(gathered_, {})) gathered->write(*this);
}

void Session::begin() { run({"session.begin", "BEGIN IMMEDIATE"}); }
void Session::begin_view() { run({"session.begin_view", "BEGIN"}); }
void Session::commit() {
  settle();
  run({"session.commit", "COMMIT"});
}
void Session::rollback() {
  gathered_.clear();
  // Some failures end the transaction by themselves.
  if (in_transaction()) run({"session.rollback", "ROLLBACK"});
}
void Session::end_view() noexcept {
  try {
    run({"session.end_view", "COMMIT"});
  } catch (const Failure&) {  // it ends with the session then
  }
}

}  // namespace inburgering::gateway::store
