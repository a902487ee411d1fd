#include "gateway/store/engine/postgres_run.h"

#include <charconv>

#include "gateway/store/engine/failure.h"

namespace inburgering::gateway::store::postgres {
namespace {

/// Types of pg_type.dat, which are the same everywhere.
enum Type : Oid { bytea = 17, int8 = 20, int4 = 23, numeric = 1700 };

/// "\x0aff"
std::string of_hex(std::string_view value) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  if (value.size() < 2) return bytes;
  bytes.reserve(value.size() / 2 - 1);
  for (std::size_t i = 2; i + 1 < value.size(); i += 2)
    bytes += static_cast<char>(digit(value[i]) << 4 | digit(value[i + 1]));
  return bytes;
}

}  // namespace

void ValuesAndRows::bind(std::string_view value) {
  if (const auto wanted = type(); wanted == Type::int8 || wanted == Type::int4 || wanted == Type::numeric)
    put(own_.emplace_back(value).c_str(), value.size(), false);  // in digits, which end with a zero
  else if (wanted != Type::bytea && value.contains('\0'))
    put_text_with_zeros(value);
  else
    put(value.empty() ? "" : value.data(), value.size(), true);
}
void ValuesAndRows::bind(Bytes bytes) {
  put(bytes.value.empty() ? "" : bytes.value.data(), bytes.value.size(), true);
}
void ValuesAndRows::bind(std::int64_t number) {
  put(own_.emplace_back(std::to_string(number)).c_str(), 0, false);
}
void ValuesAndRows::bind_null() {
  type();
  put(nullptr, 0, false);
}

bool ValuesAndRows::next() {
  if (!result_) result_ = doing_.ask(*this);
  return result_ && ++row_ < PQntuples(result_.get());
}
void ValuesAndRows::finish() {
  if (!result_) doing_.tell(*this);
}
std::int64_t ValuesAndRows::changes() const {
  const char* told = PQcmdTuples(result_.get());
  std::int64_t count = 0;
  std::from_chars(told, told + std::char_traits<char>::length(told), count);
  return count;
}

Run::Kind ValuesAndRows::kind(int column) const {
  if (PQgetisnull(result_.get(), row_, column) != 0) return Kind::nothing;
  switch (PQftype(result_.get(), column)) {
    case Type::int8:
    case Type::int4:
      return Kind::number;
    case Type::bytea:
      return Kind::bytes;
    default:
      return Kind::text;
  }
}
std::string ValuesAndRows::text(int column) const {
  const auto value = raw(column);
  return PQftype(result_.get(), column) == Type::bytea ? of_hex(value) : std::string(value);
}
std::int64_t ValuesAndRows::number(int column) const {
  const auto value = raw(column);
  if (value == "t") return 1;
  std::int64_t found = 0;
  std::from_chars(value.data(), value.data() + value.size(), found);
  return found;
}
bool ValuesAndRows::is_null(int column) const { return PQgetisnull(result_.get(), row_, column) != 0; }

void ValuesAndRows::end() noexcept {
  result_.reset();
  row_ = -1;
  own_.clear();
  values_.clear();
  lengths_.clear();
  formats_.clear();
  doing_.take_back(this);
}

std::optional<std::string_view> ValuesAndRows::value(std::size_t parameter) const {
  const auto* given = values_[parameter - 1];
  if (given == nullptr) return std::nullopt;
  return formats_[parameter - 1] == 1
             ? std::string_view(given, static_cast<std::size_t>(lengths_[parameter - 1]))
             : std::string_view(given);
}

std::string ValuesAndRows::question() const {
  std::string all(name_);
  for (std::size_t i = 1; i <= values_.size(); ++i) {
    const auto given = value(i);
    all += '\n' + (given ? std::to_string(given->size()) : "-") + ' ';
    all += given.value_or("");
  }
  return all;
}

Oid ValuesAndRows::type() const {
  if (values_.size() >= prepared_->types.size())
    throw Failure(std::string(name_) + ": a value too many", true);
  return prepared_->types[values_.size()];
}
void ValuesAndRows::put(const char* value, std::size_t length, bool as_it_is) {
  type();
  values_.push_back(value);
  lengths_.push_back(static_cast<int>(length));
  formats_.push_back(as_it_is ? 1 : 0);
}
/// PostgreSQL has no such character: it stands as the one for what cannot be shown.
void ValuesAndRows::put_text_with_zeros(std::string_view value) {
  auto& text = own_.emplace_back(value);
  for (auto at = text.find('\0'); at != std::string::npos; at = text.find('\0', at))
    text.replace(at, 1, "\uFFFD");
  put(text.data(), text.size(), true);
}
std::string_view ValuesAndRows::raw(int column) const {
  return {PQgetvalue(result_.get(), row_, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

}  // namespace inburgering::gateway::store::postgres
