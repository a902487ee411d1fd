#include "gateway/store/engine/postgres.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <functional>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gateway/base/heartbeat.h"
#include "gateway/store/engine/executed.h"
#include "gateway/store/engine/migrations.h"
#include "gateway/store/engine/postgres_connection.h"
#include "gateway/store/engine/postgres_run.h"
#include "gateway/store/engine/postgres_text.h"
#include "gateway/store/engine/postgres_waiting.h"
#include "gateway/store/engine/postgres_watch.h"

namespace inburgering::gateway::store {
namespace {

using postgres::Connection;
using postgres::failure_of;
using postgres::is_good;
using postgres::Prepared;
using postgres::Result;
using postgres::ValuesAndRows;
using postgres::Waiting;
using postgres::WaitingRows;

/// Of statements that nobody waits for: before what they answer could fill the way back.
constexpr std::size_t unheard_at_most = 64;

/// A statement of which nobody heard yet what became of it.
struct Unheard {
  std::string name;
  std::string foreseen{};  ///< the question that it answers later (postgres_run.h); empty: none
};

class Postgres final : public Engine, private postgres::Doing {
 public:
  Postgres(std::string conninfo, Access access) : conninfo_(std::move(conninfo)), access_(access) { open(); }

  Run& start(const Statement& statement) override {
    if (state_ == State::none) revive();
    const auto& prepared = ready(statement);
    if (spare_.empty())
      spare_.push_back(std::make_unique<ValuesAndRows>(static_cast<postgres::Doing&>(*this)));
    auto* run = spare_.back().release();
    spare_.pop_back();
    run->start(statement.name, prepared);
    return *run;
  }

  /// One at a time over all nodes: who writes holds the turn, a lock of the database, from the beginning of
  /// its transaction until after it is committed. So rows of a transaction are seen before another gives its
  /// first number: sequences of a dossier, positions of a queue, numbers of events and of the log are never
  /// passed by a higher one that is seen earlier, and each log entry hangs on to the one before it.
  void begin() override {
    revive();
    // What it reads is read after it has the turn, whatever is usual in this database.
    send("session.begin", "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    send("session.begin.turn", turn);
    state_ = State::write;
    wrote_ = false;
    has_turn_ = false;
    waiting_.forget();
  }
  void begin_view() override {
    revive();
    send("session.begin_view", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    state_ = State::view;
  }
  void commit() override;
  void rollback() override {
    forget_foreseen();
    waiting_.forget();
    if (state_ == State::none) return;
    state_ = State::none;
    // With the connection the transaction ended too.
    if (lost_ || PQstatus(connection_.get()) != CONNECTION_OK) return;
    try {
      leave_pipeline();
    } catch (const Failure&) {  // of what is undone now
      if (lost_) return;
      leave_pipeline();
    }
    try {
      simple("session.rollback", "ROLLBACK");
    } catch (const Failure&) {
      lost_ = true;
    }
  }
  bool in_transaction() const override { return state_ != State::none; }
  bool begin_ahead() override { return state_ == State::none ? false : (ahead_ = true); }
  void end_ahead() noexcept override { ahead_ = false; }
  void take_your_time() override { is_brief_ = false; }
  void begin_part() override {
    send_waiting();
    command("session.begin_part", "SAVEPOINT part");
  }
  void undo_part() override {
    waiting_.forget();
    try {
      if (pipeline_) hear(Until::sync);
    } catch (const Failure&) {  // of what is undone now
      if (lost_) throw;
    }
    command("session.undo_part", "ROLLBACK TO SAVEPOINT part");
  }
  void end_part() override {
    send_waiting();
    command("session.end_part", "RELEASE SAVEPOINT part");
  }

  bool hold(std::string_view name, Hold how) override {
    return number_of(
               "session.hold",
               how == Hold::shared
                   ? "SELECT pg_try_advisory_lock_shared(hashtext('inburgering ' || :name || "
                     "current_schema()))"
                   : "SELECT pg_try_advisory_lock(hashtext('inburgering ' || :name || current_schema()))",
               name) == 1;
  }

  void script(std::string_view text) override {
    send_waiting();
    leave_pipeline();
    const auto brief = std::exchange(is_brief_, false);
    simple("session.script", std::string(text));
    is_brief_ = brief;
    wrote_ = state_ == State::write;
  }
  std::span<const std::string_view> migrations() const override { return postgres_migrations(); }
  std::size_t version() override {
    if (!has_table("schema_version")) return 0;
    return static_cast<std::size_t>(number_of("postgres.version", "SELECT version FROM schema_version"));
  }
  void set_version(std::size_t version) override {
    script("DELETE FROM schema_version; INSERT INTO schema_version (version) VALUES (" +
           std::to_string(version) + ")");
  }
  std::vector<Table> tables() override {
    std::vector<Table> found;
    auto& run = start(
        {"postgres.tables",
         "SELECT c.table_name, c.column_name, COALESCE(k.ordinal_position, 0) FROM "
         "information_schema.columns c"
         " LEFT JOIN information_schema.table_constraints p ON p.table_schema = c.table_schema AND "
         "p.table_name ="
         " c.table_name AND p.constraint_type = 'PRIMARY KEY' LEFT JOIN information_schema.key_column_usage "
         "k ON"
         " k.constraint_schema = p.constraint_schema AND k.constraint_name = p.constraint_name AND "
         "k.column_name"
         " = c.column_name WHERE c.table_schema = current_schema() AND c.table_name NOT IN ('schema_version',"
         " 'commit_mark', 'node', 'lease', 'dossier_key') ORDER BY c.table_name COLLATE"
         " \"C\", c.ordinal_position"});
    const Ended ended{run};
    while (run.next()) {
      if (found.empty() || found.back().name != run.text(0)) found.push_back({run.text(0), {}, {}});
      found.back().columns.push_back(run.text(1));
      const auto place = static_cast<std::size_t>(run.number(2));
      if (place == 0) continue;
      auto& key = found.back().key;
      key.resize(std::max(key.size(), place));
      key[place - 1] = run.text(1);
    }
    return found;
  }
  void go_on_numbering() override {
    number_of(
        "postgres.go_on_numbering",
        "SELECT setval(pg_get_serial_sequence('event', 'number'), COALESCE(MAX(number), 1), MAX(number) IS "
        "NOT NULL) FROM event");
  }
  bool has_table(std::string_view table) override {
    return number_of("postgres.has_table",
                     "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = "
                     ":table",
                     table) > 0;
  }
  bool has_column(std::string_view table, std::string_view column) override {
    return number_of("postgres.has_column",
                     "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = current_schema() "
                     "AND table_name = :table AND column_name = :column",
                     table, column) > 0;
  }

  void announce(std::string_view topics) override {
    auto& run = start({"session.announce", "SELECT pg_notify('inburgering ' || current_schema(), :topics)"});
    const Ended ended{run};
    run.bind(topics);
    run.finish();
  }

  bool is_shared() const override { return true; }
  std::vector<Standby> standbys() override {
    auto& run = start(
        {"postgres.standbys",
         "SELECT COALESCE(application_name, ''), COALESCE(sync_state, ''), CAST(EXTRACT(EPOCH FROM "
         "replay_lag) * 1000 AS BIGINT) FROM pg_stat_replication WHERE state = 'streaming' ORDER BY 1"});
    const Ended ended{run};
    std::vector<Standby> found;
    while (run.next())
      found.push_back({run.text(0), run.text(1) == "sync" || run.text(1) == "quorum",
                       run.is_null(2) ? std::nullopt : std::optional(run.number(2))});
    return found;
  }

  std::optional<std::int64_t> moment_ms() override {
    return number_of("postgres.moment",
                     "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)");
  }

  /// The server does that in its own time: vacuum, and who keeps its WAL and copies.
  bool wipe_removed() override { return true; }
  std::int64_t free_pages() override { return 0; }
  std::int64_t free_bytes() override { return 0; }
  void give_pages_back() override {}
  /// The server looks once a minute which tables grew. A young store would do thousands of messages until
  /// then by plans for empty tables, which walk along all that a subscription or a school has.
  void keep_up() override {
    std::vector<std::string> grown;
    {
      auto& run = start(
          {"postgres.grown",
           "SELECT s.relname FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid WHERE "
           "s.schemaname = current_schema() AND s.n_mod_since_analyze > 500 + GREATEST(c.reltuples, 0)"});
      const Ended ended{run};
      while (run.next()) grown.push_back(run.text(0));
    }
    // Another node that is at it already is not waited for.
    for (const auto& table : grown) script("ANALYZE (SKIP_LOCKED) " + table);
  }

  std::int64_t executed() const override { return executed_; }
  std::int64_t made_ready() const override { return made_ready_; }
  std::int64_t steps() const override { return 0; }

 private:
  enum class State { none, write, view };
  static constexpr const char* turn =
      "SELECT pg_advisory_xact_lock(hashtext('inburgering schrijfbeurt ' || current_schema()))";

  [[noreturn]] void fail(const PGresult* result, std::string_view name) {
    if (postgres::ends_connection(connection_.get(), result)) lost_ = true;
    throw failure_of(connection_.get(), result, name);
  }

  void open() {
    connection_ = postgres::connect(conninfo_, access_);
    // That a commit is not on the standby, because somebody cancelled the wait for that, is told as a
    // warning.
    PQsetNoticeReceiver(
        connection_.get(),
        [](void* notices, const PGresult* notice) {
          const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
          if (severity != nullptr && std::string_view(severity) == "WARNING")
            static_cast<Notices*>(notices)->warned = true;
        },
        &notices_);
  }
  /// Outside a transaction: makes the connection anew where it was lost meanwhile.
  void revive() {
    if (std::exchange(ending_, false)) finish_view();
    if (!lost_ && PQstatus(connection_.get()) == CONNECTION_OK && !is_hung_up()) return;
    open();
    prepared_.clear();
    waiting_.forget();
    forget_foreseen();
    unheard_.clear();
    lost_ = false;
    pipeline_ = false;
  }
  /// Of a view that ended without anybody waiting for that.
  void finish_view() {
    try {
      if (!lost_) hear(Until::sync, false);
      PQexitPipelineMode(connection_.get());
    } catch (const Failure&) {
      lost_ = true;
    }
    pipeline_ = false;
  }
  /// A server says nothing to who asks nothing, but that it goes away: words first, and behind them the end.
  bool is_hung_up() {
    pollfd socket{PQsocket(connection_.get()), POLLIN, 0};
    while (::poll(&socket, 1, 0) > 0)
      if (PQconsumeInput(connection_.get()) == 0 || PQstatus(connection_.get()) != CONNECTION_OK) return true;
    return false;
  }

  /// What comes next; none at the end of an answer. A server that says nothing for so long while somebody
  /// waits to write is given up, as a connection that was cut is: it may be cut off from its standby, or
  /// stand still.
  Result receive(std::string_view name) {
    constexpr int patience_ms = 20'000, looked_each_ms = 2'000;
    auto* connection = connection_.get();
    while (PQisBusy(connection) == 1) {
      pollfd socket{PQsocket(connection), POLLIN, 0};
      const int ready = ::poll(&socket, 1, is_brief_ ? patience_ms : looked_each_ms);
      if (ready < 0 && errno == EINTR) continue;
      if (ready == 0 && !is_brief_) {
        // A migration is one statement, however long: who waits for it gets on as long as the server does.
        if (watch_.is_at_work(PQbackendPID(connection))) Heartbeat::here();
        continue;
      }
      if (ready == 0) {
        lost_ = true;
        throw Failure(std::string(name) + ": de database antwoordt niet", false);
      }
      if (PQconsumeInput(connection) == 0) break;
    }
    return Result(PQgetResult(connection));
  }
  /// Statements without parameters, one after another; the answer to the last.
  Result simple(std::string_view name, const std::string& text) {
    if (PQsendQuery(connection_.get(), text.c_str()) != 1) fail(nullptr, name);
    return answer(name);
  }

  const Prepared& ready(const Statement& statement) {
    const auto found = prepared_.find(statement.text);
    if (found != prepared_.end()) return found->second;
    auto [text, parameters] = postgres_text(statement.text);
    Prepared made;
    made.text = std::move(text);
    const bool kept = prepared_.size() < statements_kept;
    if (kept) made.name = 's' + std::to_string(prepared_.size());
    leave_pipeline();
    if (PQsendPrepare(connection_.get(), made.name.c_str(), made.text.c_str(), 0, nullptr) != 1)
      fail(nullptr, statement.name);
    answer(statement.name);
    if (PQsendDescribePrepared(connection_.get(), made.name.c_str()) != 1) fail(nullptr, statement.name);
    const auto described = answer(statement.name);
    for (int i = 0; i < PQnparams(described.get()); ++i)
      made.types.push_back(PQparamtype(described.get(), i));
    ++made_ready_;
    if (kept) {
      made.insertion = postgres::insertion_of(made.text);
      made.question = postgres::question_of(made.text);
      made.writes = postgres::written_table(made.text);
      made.tables = postgres::tables_of(made.text);
      return prepared_.emplace(statement.text, std::move(made)).first->second;
    }
    passing_ = std::move(made);
    return passing_;
  }

  /// Without parameters, and not waited for.
  void send(std::string_view name, const char* text) {
    enter_pipeline();
    if (PQsendQueryParams(connection_.get(), text, 0, nullptr, nullptr, nullptr, nullptr, 0) != 1)
      fail(nullptr, name);
    unheard_.push_back({std::string(name)});
  }
  void enter_pipeline() {
    if (!pipeline_ && PQenterPipelineMode(connection_.get()) == 1) pipeline_ = true;
  }
  void send(const ValuesAndRows& run) {
    const auto& prepared = run.prepared();
    if (run.values().size() != prepared.types.size())
      throw Failure(std::string(run.name()) + ": a value is missing", true);
    if (state_ == State::write) {
      for (const auto& rows : waiting_.met_by(run)) send(rows);
      wrote_ = true;
      enter_pipeline();
    }
    const auto count = static_cast<int>(run.values().size());
    if (PQsendQueryPrepared(connection_.get(), prepared.name.c_str(), count, run.values().data(),
                            run.lengths().data(), run.formats().data(), 0) != 1)
      fail(nullptr, run.name());
    ++executed_;
    if (pipeline_) unheard_.push_back({std::string(run.name())});
  }
  std::shared_ptr<PGresult> ask(const ValuesAndRows& run) override {
    if (ahead_) {
      enter_pipeline();
      send(run);
      unheard_.back().foreseen = run.question();
      is_foreseeing_ = true;
      return nullptr;
    }
    if (is_foreseeing_) {
      if (!run.prepared().only_asks()) {
        forget_foreseen();
      } else {
        if (std::ranges::any_of(unheard_, [](const auto& each) { return !each.foreseen.empty(); })) hear();
        if (const auto found = foreseen_.find(run.question()); found != foreseen_.end()) return found->second;
      }
    }
    send(run);
    if (pipeline_) return hear();
    return answer(run.name());
  }
  /// Something is written: what was asked before may have another answer now.
  void forget_foreseen() {
    if (!std::exchange(is_foreseeing_, false)) return;
    foreseen_.clear();
    for (auto& each : unheard_) each.foreseen.clear();
  }
  Result answer(std::string_view name) {
    Result last;
    Result failed;
    while (auto result = receive(name)) {
      if (is_good(result.get()))
        last = std::move(result);
      else if (!failed)
        failed = std::move(result);
    }
    if (failed || !last) fail(failed.get(), name);
    return last;
  }
  void take_back(ValuesAndRows* run) noexcept override { spare_.emplace_back(run); }
  void tell(const ValuesAndRows& run) override {
    if (state_ != State::write) {
      ask(run);
      return;
    }
    forget_foreseen();
    if (WaitingRows::can_wait(run) && prepared_.size() + run.prepared().of_rows.size() <= statements_kept) {
      for (const auto& rows : waiting_.met_by(run)) send(rows);
      wrote_ = true;
      if (const auto full = waiting_.add(run)) send(*full);
    } else {
      send(run);
    }
    if (unheard_.size() >= unheard_at_most) hear();
  }
  void send_waiting() {
    for (const auto& rows : waiting_.all()) send(rows);
  }
  void send(const Waiting& waiting) {
    const auto width = waiting.of->types.size();
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (const auto& value : waiting.values) {
      values.push_back(value ? value->c_str() : nullptr);
      lengths.push_back(value ? static_cast<int>(value->size()) : 0);
    }
    // In powers of two, so that few statements are kept ready.
    for (std::size_t from = 0, rows = 0; from < waiting.rows; from += rows) {
      std::size_t power = 0;
      for (rows = 1; 2 * rows <= waiting.rows - from; rows *= 2) ++power;
      const auto& prepared = of_rows(waiting, power, rows);
      enter_pipeline();
      const auto first = from * width;
      if (PQsendQueryPrepared(connection_.get(), prepared.name.c_str(), static_cast<int>(rows * width),
                              values.data() + first, lengths.data() + first, waiting.formats.data() + first,
                              0) != 1)
        fail(nullptr, waiting.name);
      ++executed_;
      unheard_.push_back({waiting.name});
    }
  }
  const Prepared& of_rows(const Waiting& waiting, std::size_t power, std::size_t rows) {
    if (power == 0) return *waiting.of;
    auto& place = waiting.of->of_rows[power];
    if (place == nullptr) {
      const auto text = waiting.of->insertion->of_rows(rows, waiting.of->types.size());
      place = &ready({waiting.name, text});
    }
    return *place;
  }

  /// What became of all that was sent; the answer to the last. Until a sync: the server is at rest then, and
  /// takes up again after a failure. `ask`: for that it is still to be asked.
  enum class Until { last, sync };
  Result hear(Until until = Until::last, bool ask = true) {
    const bool until_sync = until == Until::sync;
    auto* connection = connection_.get();
    if (ask && (until_sync ? PQpipelineSync(connection) != 1
                           : PQsendFlushRequest(connection) != 1 || PQflush(connection) < 0))
      fail(nullptr, "session.pipeline");
    Result last;
    Result failed;
    std::string failed_name;
    for (auto& [name, foreseen] : std::exchange(unheard_, {})) {
      Result result = receive(name);
      if (result) receive(name);  // the end of this one: none
      if (is_good(result.get()) && !foreseen.empty()) {
        foreseen_.insert_or_assign(std::move(foreseen), std::move(result));
      } else if (is_good(result.get())) {
        last = std::move(result);
      } else if (!failed && PQresultStatus(result.get()) != PGRES_PIPELINE_ABORTED) {
        failed = std::move(result);
        failed_name = name;
      }
      if (PQstatus(connection) != CONNECTION_OK) break;
    }
    if (PQstatus(connection) != CONNECTION_OK) fail(failed.get(), failed_name);
    has_turn_ = true;
    if (until_sync) {
      const Result synced = receive("session.pipeline");
      if (PQresultStatus(synced.get()) != PGRES_PIPELINE_SYNC) fail(synced.get(), "session.pipeline");
    }
    if (failed_name.empty()) return last;
    if (!until_sync) hear(Until::sync);  // what follows a failure is skipped up to there
    fail(failed.get(), failed_name);
  }
  void leave_pipeline() {
    if (std::exchange(ending_, false)) finish_view();
    if (!pipeline_) return;
    hear(Until::sync);
    PQexitPipelineMode(connection_.get());
    pipeline_ = false;
  }
  void command(std::string_view name, const std::string& text) {
    forget_foreseen();
    if (!pipeline_) {
      simple(name, text);
      return;
    }
    if (PQsendQueryParams(connection_.get(), text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) != 1)
      fail(nullptr, name);
    unheard_.push_back({std::string(name)});
    hear(Until::sync);
  }

  template <class... In>
  std::int64_t number_of(std::string_view name, std::string_view text, const In&... in) {
    auto& run = start({name, text});
    const Ended ended{run};
    (run.bind(std::string_view(in)), ...);
    return run.next() ? run.number(0) : 0;
  }

  void mark();
  bool was_committed(const char* failure);

  struct Notices {
    bool warned = false;
  };

  std::string conninfo_;
  postgres::Watch watch_{conninfo_};
  Access access_;
  Notices notices_;
  Connection connection_;
  State state_ = State::none;
  bool lost_ = false;      ///< of no use any more
  bool pipeline_ = false;  ///< what is sent is not waited for
  bool ending_ = false;    ///< a view, and the answer to that was not read yet
  std::vector<Unheard> unheard_;
  WaitingRows waiting_;
  bool ahead_ = false;          ///< what is asked now is asked again
  bool is_foreseeing_ = false;  ///< something was asked ahead, and nothing written since
  std::unordered_map<std::string, std::shared_ptr<PGresult>> foreseen_;
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> prepared_;
  Prepared passing_;
  std::vector<std::unique_ptr<ValuesAndRows>> spare_;
  std::string session_;    ///< by which its marks are found
  std::int64_t mark_ = 0;  ///< of the last transaction
  bool wrote_ = false;     ///< anything, in this transaction
  bool has_turn_ = false;  ///< it heard so
  bool is_brief_ = true;   ///< who waits gives up after a while
  std::int64_t executed_ = 0;
  std::int64_t made_ready_ = 0;
};

/// Leaves word in the transaction itself, so that whether it was committed can be asked when the answer to
/// that was lost.
void Postgres::mark() {
  if (session_.empty()) {
    leave_pipeline();
    session_ = PQgetvalue(simple("session.mark.name", "SELECT gen_random_uuid()").get(), 0, 0);
    simple("session.mark.forget_old", "DELETE FROM commit_mark WHERE moment < now() - interval '1 day'");
  }
  auto& run = start({"session.mark",
                     "INSERT INTO commit_mark (session, mark, moment) VALUES (:session, :mark, now()) ON "
                     "CONFLICT (session) DO UPDATE SET mark = excluded.mark, moment = excluded.moment"});
  const Ended ended{run};
  run.bind(std::string_view(session_));
  run.bind(++mark_);
  run.finish();
}

void Postgres::commit() {
  forget_foreseen();
  if (state_ == State::view) {
    state_ = State::none;
    send("session.end_view", "COMMIT");
    if (PQpipelineSync(connection_.get()) != 1) fail(nullptr, "session.end_view");
    ending_ = true;
    return;
  }
  send_waiting();
  // Who never heard that it has the turn may get it after somebody asked what became of its commit.
  if (wrote_ && !has_turn_) hear();
  if (!wrote_) {
    leave_pipeline();
    simple("session.commit", "COMMIT");
    state_ = State::none;
    return;
  }
  mark();
  send_waiting();
  auto* connection = connection_.get();
  notices_.warned = false;
  bool committed = false;
  try {
    if (PQsendQueryParams(connection, "COMMIT", 0, nullptr, nullptr, nullptr, nullptr, 0) != 1)
      fail(nullptr, "session.commit");
    unheard_.push_back({"session.commit"});
    const auto answer = hear(Until::sync);
    // In a transaction in which something failed it does the contrary, and says so.
    committed = std::string_view(PQcmdStatus(answer.get())) == "COMMIT";
  } catch (const Failure& failure) {
    if (!lost_) throw;
    if (!was_committed(failure.what())) throw;
    return;
  }
  if (notices_.warned)
    throw UnclearCommit("session.commit: de standby heeft niet bevestigd wat hier is vastgelegd");
  PQexitPipelineMode(connection);
  pipeline_ = false;
  state_ = State::none;
  if (!committed) throw Failure("session.commit: a statement failed before, and all was undone", true);
}

/// Asks what became of a commit that was not answered. The turn is taken first: who held it has ended then,
/// on whichever server.
bool Postgres::was_committed(const char* failure) {
  constexpr std::chrono::seconds patience{10};
  constexpr std::chrono::milliseconds pause{200};
  const auto end = std::chrono::steady_clock::now() + patience;
  state_ = State::none;
  for (;;) {
    try {
      lost_ = true;
      revive();
      simple("session.was_committed.turn",
             std::string("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; ") + turn);
      const auto found =
          simple("session.was_committed", "SELECT mark FROM commit_mark WHERE session = '" + session_ + "'");
      const bool is_there =
          PQntuples(found.get()) == 1 && std::to_string(mark_) == PQgetvalue(found.get(), 0, 0);
      if (!is_there) {
        simple("session.was_committed.end", "ROLLBACK");
        return false;
      }
      // That it is seen here does not say that a standby has it: a commit after it does.
      notices_.warned = false;
      simple("session.was_committed.touch",
             "UPDATE commit_mark SET moment = now() WHERE session = '" + session_ + "'");
      simple("session.was_committed.confirm", "COMMIT");
      if (notices_.warned) throw Failure("de standby bevestigde het niet", false);
      return true;
    } catch (const Failure&) {
      if (std::chrono::steady_clock::now() > end)
        throw UnclearCommit(std::string(failure) + "; of het is vastgelegd was niet te achterhalen");
      std::this_thread::sleep_for(pause);
    }
  }
}

}  // namespace

std::unique_ptr<Engine> postgres_engine(const std::string& conninfo, Access access) {
  return std::make_unique<Postgres>(conninfo, access);
}

std::string postgres_unfit(const std::string& conninfo) {
  return postgres::unfit(postgres::connect(conninfo, Access::write).get());
}

}  // namespace inburgering::gateway::store
