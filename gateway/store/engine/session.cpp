#include "gateway/store/engine/session.h"

#include <sqlite3.h>

namespace inburgering::gateway::store {
namespace {

/// More texts than any program here has; who makes them up as it goes keeps no more than these.
constexpr std::size_t kept_at_most = 400;
constexpr int busy_ms = 2000;

[[noreturn]] void fail(sqlite3* store, int code) {
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
  throw Failure(store != nullptr ? sqlite3_errmsg(store) : sqlite3_errstr(code), lasting);
}

sqlite3_stmt* prepare(sqlite3* store, std::string_view text, bool to_keep) {
  sqlite3_stmt* statement = nullptr;
  const auto code = sqlite3_prepare_v3(store, text.data(), static_cast<int>(text.size()),
                                       to_keep ? SQLITE_PREPARE_PERSISTENT : 0, &statement, nullptr);
  if (code != SQLITE_OK) fail(store, code);
  return statement;
}

}  // namespace

Execution::Execution(Session& session, std::string_view text) : store_(session.store_) {
  std::tie(statement_, kept_) = session.ready(text);
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
  if (code != SQLITE_OK) fail(store_, code);
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
  if (code != SQLITE_DONE) fail(store_, code);
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

std::pair<sqlite3_stmt*, bool> Session::ready(std::string_view text) {
  const auto found = kept_.find(text);
  // One that is under way already gives way to none: this is another execution.
  if (found != kept_.end())
    return sqlite3_stmt_busy(found->second) == 0 ? std::pair(found->second, true)
                                                 : std::pair(prepare(store_, text, false), false);
  if (kept_.size() >= kept_at_most) return {prepare(store_, text, false), false};
  auto* statement = prepare(store_, text, true);
  kept_.emplace(text, statement);
  return {statement, true};
}

std::int64_t Session::changes() const { return sqlite3_changes64(store_); }

void Session::script(std::string_view text) {
  const auto code = sqlite3_exec(store_, std::string(text).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(store_, code);
}

bool Session::in_transaction() const { return sqlite3_get_autocommit(store_) == 0; }

void Session::settle() {
  // What is written may gather again.
  while (!gathered_.empty())
    for (const auto& [type, gathered] : std::exchange(gathered_, {})) gathered->write(*this);
}

void Session::begin() { run("BEGIN IMMEDIATE"); }
void Session::commit() {
  settle();
  run("COMMIT");
}
void Session::rollback() {
  gathered_.clear();
  // Some failures end the transaction by themselves.
  if (in_transaction()) run("ROLLBACK");
}
void Session::end_view() noexcept { sqlite3_exec(store_, "COMMIT", nullptr, nullptr, nullptr); }

}  // namespace inburgering::gateway::store
