#pragma once
// A connection to the store that keeps its statements prepared.
#include <soci/soci.h>

#include <any>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeindex>
#include <utility>
#include <vector>

namespace inburgering::gateway::store {

/// For one thread. Statements of the hot path go through `run` and `one`: each is prepared at its first use
/// and kept, because SQLite takes longer to read their text than to do them. The text must be a literal.
class Session : public soci::session {
 public:
  using soci::session::session;

  /// Does a statement; the values stand for its parameters in the order of the text.
  template <class... In>
  void run(const char* text, const In&... in) {
    auto& kept = prepared<std::tuple<>, In...>(text);
    kept.in = std::make_tuple(stored(in)...);
    kept.statement.execute(true);
  }

  /// The first row of a query; nothing when it has none. With one column its value alone.
  template <class... Out, class... In>
  auto one(const char* text, const In&... in)
      -> std::optional<std::conditional_t<sizeof...(Out) == 1, std::tuple_element_t<0, std::tuple<Out...>>,
                                          std::tuple<Out...>>> {
    auto& kept = prepared<std::tuple<Out...>, In...>(text);
    kept.in = std::make_tuple(stored(in)...);
    if (!kept.statement.execute(true)) return std::nullopt;
    auto row = kept.out;
    // To its end: a query that is left open would hold its view of the store.
    while (kept.statement.fetch()) {
    }
    if constexpr (sizeof...(Out) == 1)
      return std::get<0>(std::move(row));
    else
      return row;
  }

  /// All rows of a query.
  template <class... Out, class... In>
  std::vector<std::tuple<Out...>> all(const char* text, const In&... in) {
    return rows<std::tuple<Out...>>(text, in...);
  }
  /// The same, with a row as one type: a tuple of its columns.
  template <class Row, class... In>
  std::vector<Row> rows(const char* text, const In&... in) {
    auto& kept = prepared<Row, In...>(text);
    kept.in = std::make_tuple(stored(in)...);
    std::vector<Row> found;
    for (kept.statement.execute(); kept.statement.fetch();) found.push_back(kept.out);
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

 private:
  static std::string stored(std::string_view text) { return std::string(text); }
  static std::string stored(const std::string& text) { return text; }
  static std::string stored(const char* text) { return text; }
  static int stored(int number) { return number; }
  static long long stored(std::int64_t number) { return number; }
  static long long stored(long long number) { return number; }

  struct Kept {
    Kept() = default;
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    virtual ~Kept() = default;
  };
  template <class Out, class... In>
  struct Prepared : Kept {
    std::tuple<decltype(stored(std::declval<const In&>()))...> in;
    Out out;
    soci::statement statement;

    Prepared(Session& session, const char* text) : statement(session) {
      std::apply([&](auto&... each) { (statement.exchange(soci::use(each)), ...); }, in);
      std::apply([&](auto&... each) { (statement.exchange(soci::into(each)), ...); }, out);
      statement.alloc();
      statement.prepare(text);
      statement.define_and_bind();
    }
  };

  template <class Out, class... In>
  Prepared<Out, In...>& prepared(const char* text) {
    using Mine = Prepared<Out, In...>;
    auto& kept = kept_[{text, typeid(Mine)}];
    if (!kept) kept = std::make_unique<Mine>(*this, text);
    return static_cast<Mine&>(*kept);
  }

  std::map<std::pair<const char*, std::type_index>, std::unique_ptr<Kept>> kept_;
  std::map<std::type_index, std::any> memory_;
};

}  // namespace inburgering::gateway::store
