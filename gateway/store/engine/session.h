#pragma once
// A connection to the store, and the one way to ask it something.
#include <any>
#include <cstdint>
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

#include "gateway/base/heartbeat.h"
#include "gateway/base/topics.h"
#include "gateway/store/engine/engine.h"

namespace inburgering::gateway::store {

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
  ~Execution() { run_.end(); }

  /// The value of the next parameter, in the order in which the text names them first.
  void bind(std::string_view text) { run_.bind(text); }
  void bind(Bytes bytes) { run_.bind(bytes); }
  void bind(std::int64_t number) { run_.bind(number); }
  void bind_null() { run_.bind_null(); }
  /// The next row; false after the last. Throws Failure.
  bool next() {
    Heartbeat::here();  // a loop that reads or writes much gets on
    return run_.next();
  }
  /// Does it where nobody asks what it answers (engine.h).
  void finish() { run_.finish(); }
  std::int64_t changes() const { return run_.changes(); }

  Run::Kind kind(int column) const { return run_.kind(column); }
  std::string text(int column) const { return run_.text(column); }
  std::int64_t number(int column) const { return run_.number(column); }
  bool is_null(int column) const { return run_.is_null(column); }

 private:
  Run& run_;
};

/// For one thread. All of it throws Failure.
class Session {
 public:
  explicit Session(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}

  /// Does a statement; the values stand for its parameters.
  template <class... In>
  void run(const Statement& statement, const In&... in) {
    Execution execution(*this, statement);
    (put(execution, in), ...);
    execution.finish();
  }
  /// The same. Answers how many rows it changed: who need not know does not ask, for that is waited for.
  template <class... In>
  std::int64_t changed(const Statement& statement, const In&... in) {
    Execution execution(*this, statement);
    (put(execution, in), ...);
    while (execution.next()) {
    }
    return execution.changes();
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

  /// Asks the questions that `ask` comes to without waiting for any (Engine::begin_ahead): to be asked again.
  /// What it answers there is nothing: it must ask alike for whatever it is answered, and keep none of it.
  template <class Ask>
  void ahead(Ask&& ask) {
    if (!engine_->begin_ahead()) return;
    struct Ending {
      Engine& engine;
      explicit Ending(Engine& of) : engine(of) {}
      Ending(const Ending&) = delete;
      Ending& operator=(const Ending&) = delete;
      ~Ending() { engine.end_ahead(); }
    } const ending(*engine_);
    ask();
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
      if (!engine_->in_transaction()) settle();
    } else {
      auto result = add(gathered);
      if (!engine_->in_transaction()) settle();
      return result;
    }
  }
  /// Writes what was gathered so far.
  void settle();
  /// Does the work within a transaction so that what it throws undoes it alone.
  template <class Work>
  void apart(Work&& work) {
    settle();
    engine_->begin_part();
    try {
      work();
      settle();
      engine_->end_part();
    } catch (...) {
      gathered_.clear();
      memory_.clear();
      engine_->undo_part();
      engine_->end_part();
      throw;
    }
  }

  /// Who listens to this topic hears of it when the transaction is committed.
  void announce(Topic topic) { announced_.set(static_cast<std::size_t>(topic)); }
  /// What was announced since this was asked last.
  TopicSet take_announced() { return std::exchange(announced_, {}); }

  void begin() { engine_->begin(); }
  /// Writes what was gathered, and commits.
  void commit();
  void rollback();
  /// A transaction that only reads, at one moment of the store.
  void begin_view() { engine_->begin_view(); }
  /// Ends a transaction that only read; says nothing of a failure, for there is nothing to lose.
  void end_view() noexcept;
  /// What it asks, for what an engine alone can tell or do.
  Engine& engine() { return *engine_; }

 private:
  friend class Execution;

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

  std::unique_ptr<Engine> engine_;
  std::unordered_map<std::type_index, std::any> memory_;
  std::unordered_map<std::type_index, std::unique_ptr<Gathered>> gathered_;
  TopicSet announced_;
};

inline Execution::Execution(Session& session, const Statement& statement)
    : run_(session.engine_->start(statement)) {}

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
