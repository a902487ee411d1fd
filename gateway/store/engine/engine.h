#pragma once
// What a store stands on: SQLite (sqlite.h) or PostgreSQL (postgres.h). Everything above asks it by the same
// statements, through Session (session.h), and sees no difference.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/engine/failure.h"

namespace inburgering::gateway::store {

/// A value of a column that holds bytes, not text: what is sealed or hashed.
struct Bytes {
  std::string_view value;
};

/// A statement, and the name by which it is spoken of: no two have the same. Its parameters are `:name`, `?`
/// or `?1`, and it says only what both engines understand.
struct Statement {
  std::string_view name;
  std::string_view text;
};

enum class Access { write, read };

/// That a connection keeps ready: more texts than any program here has; who makes them up as it goes keeps no
/// more than these.
constexpr std::size_t statements_kept = 400;

/// One execution of a statement, from its values to its last row. What is bound must live as long as this
/// does: nothing is copied. All of it throws Failure.
class Run {
 public:
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  /// The value of the next parameter, in the order in which the text names them first.
  virtual void bind(std::string_view text) = 0;
  virtual void bind(Bytes bytes) = 0;
  virtual void bind(std::int64_t number) = 0;
  virtual void bind_null() = 0;
  /// The next row; false after the last.
  virtual bool next() = 0;
  /// Does it to its end where nobody asks what it answers. In a transaction that writes, it may fail as late
  /// as at the next question or at the commit: an engine that is far away is not waited for.
  virtual void finish() = 0;
  /// How many rows it changed, after the last.
  virtual std::int64_t changes() const = 0;

  /// What kind of value a column of the row holds.
  enum class Kind { nothing, number, text, bytes };
  virtual Kind kind(int column) const = 0;
  /// Of the row: what a column does not hold reads as nothing, or 0.
  virtual std::string text(int column) const = 0;
  virtual std::int64_t number(int column) const = 0;
  virtual bool is_null(int column) const = 0;

  /// Nobody uses it any more.
  virtual void end() noexcept = 0;

 protected:
  Run() = default;
  ~Run() = default;
};

/// A table as it stands in the store.
struct Table {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::string> key;  ///< of its columns; none: it has one row
};

/// A server that follows the one that is written to, as far as that tells of it.
struct Standby {
  std::string name;
  bool synchronous = false;  ///< nothing is committed that it does not have
  std::optional<std::int64_t> lag_ms{};
};

/// A connection, for one thread. All of it throws Failure.
class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  /// It is made ready at its first use and kept, because that takes longer than to do it.
  virtual Run& start(const Statement& statement) = 0;

  /// One transaction writes at a time, over all who use the store: what it reads stays true until its commit,
  /// and no number that it gives is passed by a higher one that is seen earlier.
  virtual void begin() = 0;
  /// A transaction that only reads, at one moment of the store.
  virtual void begin_view() = 0;
  /// Is back when it is durable. What throws was not committed, unless it is UnclearCommit.
  virtual void commit() = 0;
  /// Also where a failure ended the transaction already.
  virtual void rollback() = 0;
  virtual bool in_transaction() const = 0;
  /// From here to the end, what is asked in a transaction answers nothing, and is not waited for: asked again
  /// with the same values before anything is written, it has its answer. So questions that do not wait for
  /// each other make one journey. False where there is no journey to save: then nothing need be asked ahead.
  virtual bool begin_ahead() = 0;
  virtual void end_ahead() noexcept = 0;
  /// From now on it may take long: nobody waits for an answer who would have to give up.
  virtual void take_your_time() = 0;
  /// A part of a transaction that can be undone alone.
  virtual void begin_part() = 0;
  virtual void undo_part() = 0;
  virtual void end_part() = 0;

  /// A lock of this name over all machines, for as long as this connection lasts; false when others have it
  /// in a way that does not go with this one. Where the store is a file, locks of files do (key_file.h).
  enum class Hold { shared, alone };
  virtual bool hold(std::string_view name, Hold how) = 0;

  /// Does several statements, one after another: a migration.
  virtual void script(std::string_view text) = 0;
  /// What brings a store from each version to the next: the files of its folder, in order. Never changed,
  /// only added to.
  virtual std::span<const std::string_view> migrations() const = 0;
  virtual std::size_t version() = 0;
  virtual void set_version(std::size_t version) = 0;
  /// Those that hold what is kept, by name: not what an engine or its nodes need for themselves.
  virtual std::vector<Table> tables() = 0;
  /// Rows came with numbers that others gave: the next goes on from there.
  virtual void go_on_numbering() = 0;
  virtual bool has_table(std::string_view table) = 0;
  virtual bool has_column(std::string_view table, std::string_view column) = 0;

  /// Tells other processes at the commit of this transaction what there is that is new (postgres_news.h).
  virtual void announce(std::string_view topics) = 0;

  /// Whether several nodes may share the store.
  virtual bool is_shared() const = 0;
  virtual std::vector<Standby> standbys() = 0;
  /// What time it is there, in milliseconds since 1970; nothing where that is this machine's own time.
  virtual std::optional<std::int64_t> moment_ms() = 0;

  /// What was removed or replaced is gone from the files too, as far as this engine can do that itself. Not
  /// inside a transaction. False when somebody went on reading: nothing is lost, and it is to be tried again.
  virtual bool wipe_removed() = 0;
  /// Pages of the files that hold nothing any more, and are not given back of themselves.
  virtual std::int64_t free_pages() = 0;
  /// How much they take.
  virtual std::int64_t free_bytes() = 0;
  /// Gives some of those back to the disk, inside a transaction.
  virtual void give_pages_back() = 0;

  /// To be done now and then, beside who writes and outside a transaction: what keeps the store quick.
  virtual void keep_up() = 0;

  /// For tests that count: statements that were executed, and that were made ready, for the first time or
  /// because the engine had to think again; and what it did for all of them, in its own small steps.
  virtual std::int64_t executed() const = 0;
  virtual std::int64_t made_ready() const = 0;
  virtual std::int64_t steps() const = 0;
};

}  // namespace inburgering::gateway::store
