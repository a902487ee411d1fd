#pragma once
// A connection to the store, and the one way to ask it something.
#include <any>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeindex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gateway/base/topics.h"
#include "gateway/store/engine/failure.h"

struct sqlite3;
struct sqlite3_stmt;

namespace inburgering::gateway::store {

/// A value of a column that holds bytes, not text: what is sealed or hashed.
struct Bytes {
  std::string_view value;
};

/// A statement, and the name by which it is spoken of: no two have the same.
struct Statement {
  std::string_view name;
  std::string_view text;
};

class Session;

/// What the units of one transaction write once for all of them together: sums, and what numbers are given
/// from. It is written just before the commit, and gone when the transaction is.
class Gathered {
 public:
  Gathered() = default;
  Gathered(const Gathered&) = delete;
  Gathered& operator=(const Gathered&) = delete;
  virtual ~Gathered() = default;
  virtual void write(Session& session) = 0;
};

/// One execution of a statement, from its values to its last row. What is bound must live as long as this
/// does: nothing is copied.
class Execution {
 public:
  Execution(Session& session, const Statement& statement);
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;
  ~Execution();

  /// The value of the next parameter, in the order in which the text names them first.
  void bind(std::string_view text);
  void bind(Bytes bytes);
  void bind(std::int64_t number);
  void bind_null();
  /// The next row; false after the last. Throws Failure.
  bool next();

  std::string text(int column) const;
  std::int64_t number(int column) const;
  bool is_null(int column) const;

 private:
  void check(int code) const;

  sqlite3* store_;
  std::string_view name_;
  sqlite3_stmt* statement_;
  bool kept_;
  int bound_ = 0;
};

/// For one thread. A statement is made ready at its first use and kept, because the engine takes longer to
/// read its text than to do it. All of it throws Failure.
class Session {
 public:
  enum class Access { write, read };
  explicit Session(const std::filesystem::path& file, Access access = Access::write);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  /// Does a statement; the values stand for its parameters. Answers how many rows it changed.
  template <class... In>
  std::int64_t run(const Statement& statement, const In&... in) {
    Execution execution(*this, statement);
    (put(execution, in), ...);
    while (execution.next()) {
    }
    return changes();
  }

  /// The first row of a query; nothing when it has none. With one column its value alone.
  template <class... Out, class... In>
  auto one(const Statement& statement, const In&... in)
      -> std::optional<std::conditional_t<sizeof...(Out) == 1, std::tuple_element_t<0, std::tuple<Out...>>,
                                          std::tuple<Out...>>> {
    Execution execution(*this, statement);
    (put(execution, in), ...);
    if (!execution.next()) return std::nullopt;
    auto row = read<std::tuple<Out...>>(execution);
    // To its end: a statement that changes rows must have changed all of them.
    while (execution.next()) {
    }
    if constexpr (sizeof...(Out) == 1)
      return std::get<0>(std::move(row));
    else
      return row;
  }

  /// All rows of a query.
  template <class... Out, class... In>
  std::vector<std::tuple<Out...>> all(const Statement& statement, const In&... in) {
    return rows<std::tuple<Out...>>(statement, in...);
  }
  /// The same, with a row as one type: a tuple of its columns.
  template <class Row, class... In>
  std::vector<Row> rows(const Statement& statement, const In&... in) {
    Execution execution(*this, statement);
    (put(execution, in), ...);
    std::vector<Row> found;
    while (execution.next()) found.push_back(read<Row>(execution));
    return found;
  }
  /// The values of the one column of a query.
  template <class Out, class... In>
  std::vector<Out> list(const Statement& statement, const In&... in) {
    Execution execution(*this, statement);
    (put(execution, in), ...);
    std::vector<Out> found;
    while (execution.next()) found.push_back(read_column<Out>(execution, 0));
    return found;
  }

  /// A place to keep what was read from the store and made ready, one of each type. Whoever keeps something
  /// here must know when it no longer holds.
  template <class T>
  T& memory() {
    auto& place = memory_[typeid(T)];
    if (!place.has_value()) place.emplace<T>();
    return *std::any_cast<T>(&place);
  }

  /// Adds to what the transaction gathers; outside a transaction that is written at once. Who reads the rows
  /// that it stands for calls settle() first.
  template <class T, class Add>
  auto gather(Add&& add) {
    auto& place = gathered_[typeid(T)];
    if (!place) place = std::make_unique<T>();
    auto& gathered = static_cast<T&>(*place);
    if constexpr (std::is_void_v<decltype(add(gathered))>) {
      add(gathered);
      if (!in_transaction()) settle();
    } else {
      auto result = add(gathered);
      if (!in_transaction()) settle();
      return result;
    }
  }
  /// Writes what was gathered so far.
  void settle();
  /// Does the work within a transaction so that what it throws undoes it alone.
  template <class Work>
  void apart(Work&& work) {
    settle();
    run({"session.apart.begin", "SAVEPOINT apart"});
    try {
      work();
      settle();
    } catch (...) {
      gathered_.clear();
      run({"session.apart.undo", "ROLLBACK TO apart"});
      end_apart();
      throw;
    }
    end_apart();
  }

  /// Who listens to this topic hears of it when the transaction is committed.
  void announce(Topic topic) { announced_.set(static_cast<std::size_t>(topic)); }
  /// What was announced since this was asked last.
  TopicSet take_announced() { return std::exchange(announced_, {}); }

  /// Does several statements, one after another: a migration.
  void script(std::string_view text);
  void begin();
  /// Writes what was gathered, and commits.
  void commit();
  void rollback();
  /// A transaction that only reads, at one moment of the store.
  void begin_view();
  /// Ends a transaction that only read; says nothing of a failure, for there is nothing to lose.
  void end_view() noexcept;
  /// For tests that count: statements that were executed, and that were made ready, for the first time or
  /// because the engine had to think again.
  std::int64_t executed() const { return executed_; }
  std::int64_t made_ready() const;
  /// What the engine did for all of them, in its own small steps: rows that it went through count.
  std::int64_t steps() const;

 private:
  /// What the engine counted (SQLITE_STMTSTATUS_*) for all statements that are kept.
  std::int64_t counted(int what) const;
  friend class Execution;
  struct Text {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  template <class T>
  static void put(Execution& execution, const T& value) {
    if constexpr (std::is_integral_v<T>)
      execution.bind(static_cast<std::int64_t>(value));
    else if constexpr (std::is_same_v<T, Bytes>)
      execution.bind(value);
    else
      execution.bind(std::string_view(value));
  }
  template <class T>
  static void put(Execution& execution, const std::optional<T>& value) {
    if (value)
      put(execution, *value);
    else
      execution.bind_null();
  }
  template <class T>
  static T read_column(const Execution& execution, int column) {
    if constexpr (std::is_same_v<T, std::string>)
      return execution.text(column);
    else if constexpr (std::is_integral_v<T>)
      return static_cast<T>(execution.number(column));
    else
      return execution.is_null(column) ? std::nullopt
                                       : T(read_column<typename T::value_type>(execution, column));
  }
  template <class Row>
  static Row read(const Execution& execution) {
    return [&]<std::size_t... column>(std::index_sequence<column...>) {
      // In braces the columns are read in their order.
      return Row{read_column<std::tuple_element_t<column, Row>>(execution, static_cast<int>(column))...};
    }(std::make_index_sequence<std::tuple_size_v<Row>>{});
  }

  void end_apart() { run({"session.apart.end", "RELEASE apart"}); }
  /// It made ready, and whether it is kept: otherwise it ends with its execution.
  std::pair<sqlite3_stmt*, bool> ready(const Statement& statement);
  sqlite3_stmt* prepare(const Statement& statement, bool to_keep);
  std::int64_t changes() const;
  bool in_transaction() const;

  sqlite3* store_ = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*, Text, std::equal_to<>> kept_;
  std::unordered_map<std::type_index, std::any> memory_;
  std::unordered_map<std::type_index, std::unique_ptr<Gathered>> gathered_;
  TopicSet announced_;
  std::int64_t executed_ = 0;
  std::int64_t prepared_ = 0;
};

/// Reads several times from one and the same view of the store.
template <class Work>
auto reading(Session& sql, Work&& work) {
  struct View {
    Session& sql;
    explicit View(Session& session) : sql(session) { sql.begin_view(); }
    View(const View&) = delete;
    View& operator=(const View&) = delete;
    ~View() { sql.end_view(); }
  } view(sql);
  return work();
}

/// Does the work in a transaction of its own. What it throws, or that it answers false or nothing, undoes
/// all.
template <class Work>
auto transact(Session& sql, Work&& work) {
  sql.begin();
  try {
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      sql.commit();
    } else {
      auto result = work();
      if constexpr (std::is_constructible_v<bool, decltype(result)>) {
        if (result)
          sql.commit();
        else
          sql.rollback();
      } else {
        sql.commit();
      }
      return result;
    }
  } catch (...) {
    sql.rollback();
    throw;
  }
}

}  // namespace inburgering::gateway::store
