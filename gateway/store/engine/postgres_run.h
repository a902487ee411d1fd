#pragma once
// One execution of a statement on PostgreSQL: its values as the server wants them, and its rows as they came.
#include <libpq-fe.h>

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "gateway/store/engine/engine.h"
#include "gateway/store/engine/postgres_insertion.h"

namespace inburgering::gateway::store::postgres {

/// A statement that was made ready at the server.
struct Prepared {
  std::string name;  ///< empty: it is made ready at each execution
  std::string text;
  std::vector<Oid> types;
  bool only_asks() const { return text.starts_with("SELECT"); }

  /// Of one that is kept ready: what it does, as far as its text tells.
  std::optional<Insertion> insertion{};
  std::optional<Question> question{};
  std::string writes{};  ///< the table; empty: none
  std::unordered_set<std::string> tables{};
  bool touches(const std::string& table) const { return !table.empty() && tables.contains(table); }
  /// The insertion of 1, 2, 4 … rows; none: not made ready yet.
  mutable std::array<const Prepared*, 6> of_rows{};
};

class ValuesAndRows;

/// Who does it.
class Doing {
 public:
  /// The answer; nothing where it is asked ahead: it comes when it is asked again.
  virtual std::shared_ptr<PGresult> ask(const ValuesAndRows& run) = 0;
  /// Where nobody asks what it answers.
  virtual void tell(const ValuesAndRows& run) = 0;
  /// Nobody uses it any more.
  virtual void take_back(ValuesAndRows* run) noexcept = 0;

 protected:
  Doing() = default;
  Doing(const Doing&) = delete;
  Doing& operator=(const Doing&) = delete;
  ~Doing() = default;
};

class ValuesAndRows final : public Run {
 public:
  explicit ValuesAndRows(Doing& doing) : doing_(doing) {}
  ValuesAndRows(const ValuesAndRows&) = delete;
  ValuesAndRows& operator=(const ValuesAndRows&) = delete;
  ~ValuesAndRows() = default;

  void start(std::string_view name, const Prepared& prepared) {
    name_ = name;
    prepared_ = &prepared;
  }

  void bind(std::string_view value) override;
  void bind(Bytes bytes) override;
  void bind(std::int64_t number) override;
  void bind_null() override;

  bool next() override;
  void finish() override;
  std::int64_t changes() const override;

  Kind kind(int column) const override;
  std::string text(int column) const override;
  std::int64_t number(int column) const override;
  bool is_null(int column) const override;

  void end() noexcept override;

  /// Its name, for who is told of a failure.
  std::string_view name() const { return name_; }
  const Prepared& prepared() const { return *prepared_; }
  /// The values, as libpq takes them.
  const std::vector<const char*>& values() const { return values_; }
  const std::vector<int>& lengths() const { return lengths_; }
  const std::vector<int>& formats() const { return formats_; }
  /// The value of a parameter, the first being 1.
  std::optional<std::string_view> value(std::size_t parameter) const;
  /// Which question it is: the statement and its values.
  std::string question() const;

 private:
  Oid type() const;
  void put(const char* value, std::size_t length, bool as_it_is);
  void put_text_with_zeros(std::string_view value);
  std::string_view raw(int column) const;

  Doing& doing_;
  std::string_view name_;
  const Prepared* prepared_ = nullptr;
  std::deque<std::string> own_;  ///< values that are not sent as they were given
  std::vector<const char*> values_;
  std::vector<int> lengths_, formats_;
  std::shared_ptr<PGresult> result_;
  int row_ = -1;
};

}  // namespace inburgering::gateway::store::postgres
