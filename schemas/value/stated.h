#pragma once
#include <optional>
#include <utility>

namespace inburgering::schemas {

/// What a source stated of one attribute. Four different things, kept apart from the wire to the subscriber:
///   absent    the source did not speak of it: what is known stays     JSON: the member is absent
///   no_value  it has no value (StUF noValue="geenWaarde")              JSON: null
///   unknown   there is one, but nobody here knows it (waardeOnbekend)  JSON: {"onbekend": true}
///   a value
template <class T>
class Stated {
 public:
  enum class State : unsigned char { absent, no_value, unknown, value };

  Stated() = default;
  Stated(T value) : state_(State::value), value_(std::move(value)) {}  // NOLINT: a value is a statement
  static Stated no_value() { return Stated(State::no_value); }
  static Stated unknown() { return Stated(State::unknown); }
  /// For feeds that deliver a whole resource: what they leave out has no value.
  static Stated or_no_value(std::optional<T> value) { return value ? Stated(std::move(*value)) : no_value(); }

  /// Makes this a value, to be read into.
  T& make_value() {
    state_ = State::value;
    return value_;
  }

  State state() const { return state_; }
  bool is_absent() const { return state_ == State::absent; }
  bool has_value() const { return state_ == State::value; }
  const T& value() const { return value_; }
  bool operator==(const Stated&) const = default;

 private:
  explicit Stated(State state) : state_(state) {}
  State state_ = State::absent;
  T value_{};
};

}  // namespace inburgering::schemas
