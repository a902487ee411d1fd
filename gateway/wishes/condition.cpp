#include "gateway/wishes/condition.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cctype>
#include <charconv>
#include <optional>
#include <variant>
#include <vector>

namespace inburgering::gateway::wishes {

namespace json = boost::json;

namespace {

constexpr std::size_t longest = 1000;
constexpr int deepest = 50;

using Literal = std::variant<std::string, std::int64_t, bool>;
using Path = std::vector<std::string>;

enum class Comparison { equal, unequal, less, at_most, more, at_least };

}  // namespace

struct Condition::Node {
  enum class Kind { all, any, negation, compare, in, like, exists };
  Kind kind = Kind::exists;
  std::vector<Node> parts{};  ///< of all, any and negation
  Path path{};
  Comparison comparison = Comparison::equal;
  std::vector<Literal> literals{};
};

namespace {

using Node = Condition::Node;

struct Refused {
  std::string what;
};

/// Reads from left to right; throws Refused within this file alone.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Node whole() {
    auto node = any();
    skip();
    if (at_ < text_.size()) refuse("hier wordt niets meer verwacht");
    return node;
  }

 private:
  [[noreturn]] void refuse(std::string_view what) const {
    throw Refused{"teken " + std::to_string(at_ + 1) + ": " + std::string(what)};
  }
  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  bool take(std::string_view sign) {
    skip();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }
  static bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
  bool take_word(std::string_view word) {
    skip();
    const auto rest = text_.substr(at_);
    if (rest.size() < word.size() || (rest.size() > word.size() && in_word(rest[word.size()]))) return false;
    const auto same = [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; };
    if (!std::ranges::equal(rest.substr(0, word.size()), word, same)) return false;
    at_ += word.size();
    return true;
  }

  Node any() {
    if (++depth_ > deepest) refuse("te diep genest");
    auto node = joined(Node::Kind::any, "OR",
                       [this] { return joined(Node::Kind::all, "AND", [this] { return one(); }); });
    --depth_;
    return node;
  }
  template <class Part>
  Node joined(Node::Kind kind, std::string_view word, Part part) {
    auto first = part();
    if (!take_word(word)) return first;
    Node node{.kind = kind};
    node.parts.push_back(std::move(first));
    do node.parts.push_back(part());
    while (take_word(word));
    return node;
  }
  Node one() {
    if (take_word("NOT")) {
      if (++depth_ > deepest) refuse("te diep genest");
      Node node{.kind = Node::Kind::negation};
      node.parts.push_back(one());
      --depth_;
      return node;
    }
    if (take("(")) {
      auto inner = any();
      if (!take(")")) refuse("hier hoort een haakje sluiten");
      return inner;
    }
    if (take_word("EXISTS")) {
      Node node{.kind = Node::Kind::exists};
      node.path = path();
      return node;
    }
    return comparison();
  }
  Node comparison() {
    Node node{.kind = Node::Kind::compare};
    node.path = path();
    const bool negated = take_word("NOT");
    if (take_word("IN")) {
      node.kind = Node::Kind::in;
      if (!take("(")) refuse("na IN hoort een lijst tussen haakjes");
      do node.literals.push_back(literal());
      while (take(","));
      if (!take(")")) refuse("hier hoort een haakje sluiten");
    } else if (take_word("LIKE")) {
      node.kind = Node::Kind::like;
      node.literals.push_back(literal());
      if (!std::holds_alternative<std::string>(node.literals.front())) refuse("na LIKE hoort een tekst");
    } else if (!negated) {
      node.comparison = sign();
      node.literals.push_back(literal());
    } else {
      refuse("na NOT hoort hier IN of LIKE");
    }
    if (!negated) return node;
    Node outer{.kind = Node::Kind::negation};
    outer.parts.push_back(std::move(node));
    return outer;
  }
  Comparison sign() {
    if (take("!=") || take("<>")) return Comparison::unequal;
    if (take("<=")) return Comparison::at_most;
    if (take(">=")) return Comparison::at_least;
    if (take("<")) return Comparison::less;
    if (take(">")) return Comparison::more;
    if (take("=")) return Comparison::equal;
    refuse("hier hoort een vergelijking: = != < <= > >= IN LIKE");
  }
  Path path() {
    Path names;
    do {
      skip();
      const auto begin = at_;
      while (at_ < text_.size() && in_word(text_[at_])) ++at_;
      if (at_ == begin) refuse("hier hoort de naam van een gegeven, bijvoorbeeld object.leerroute");
      names.emplace_back(text_.substr(begin, at_ - begin));
    } while (take("."));
    return names;
  }
  Literal literal() {
    skip();
    if (take_word("TRUE")) return true;
    if (take_word("FALSE")) return false;
    if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) return quoted(text_[at_]);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
    if (error != std::errc{})
      refuse("hier hoort een tekst tussen aanhalingstekens, een geheel getal, TRUE of FALSE");
    at_ = static_cast<std::size_t>(end - text_.data());
    return number;
  }
  /// A quote within a text is written twice or with a backslash before it.
  std::string quoted(char quote) {
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
      const bool escaped = text_[at_] == '\\' && at_ + 1 < text_.size();
      const bool doubled = text_[at_] == quote && at_ + 1 < text_.size() && text_[at_ + 1] == quote;
      if (escaped || doubled) {
        value += text_[++at_];
      } else if (text_[at_] != quote) {
        value += text_[at_];
      } else {
        ++at_;
        return value;
      }
    }
    refuse("deze tekst heeft geen aanhalingsteken aan het eind");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

const json::value* find(const json::object& data, const Path& path) {
  const json::object* within = &data;
  const json::value* found = nullptr;
  for (const auto& name : path) {
    if (within == nullptr) return nullptr;
    found = within->if_contains(name);
    if (found == nullptr) return nullptr;
    within = found->if_object();
  }
  return found;
}

/// Lower, equal or higher; nothing when the two are of different kinds.
std::optional<std::strong_ordering> order_of(const json::value& value, const Literal& literal) {
  if (const auto* text = std::get_if<std::string>(&literal))
    return value.is_string() ? std::optional(std::string_view(value.get_string()) <=> std::string_view(*text))
                             : std::nullopt;
  if (const auto* truth = std::get_if<bool>(&literal))
    return value.is_bool() ? std::optional(value.get_bool() <=> *truth) : std::nullopt;
  if (!value.is_int64()) return std::nullopt;
  return value.get_int64() <=> std::get<std::int64_t>(literal);
}

bool compares(const json::value& value, Comparison comparison, const Literal& literal) {
  const auto order = order_of(value, literal);
  if (!order) return comparison == Comparison::unequal;
  switch (comparison) {
    case Comparison::equal:
      return *order == 0;
    case Comparison::unequal:
      return *order != 0;
    case Comparison::less:
      return *order < 0;
    case Comparison::at_most:
      return *order <= 0;
    case Comparison::more:
      return *order > 0;
    case Comparison::at_least:
      return *order >= 0;
  }
  return false;
}

/// % stands for any text, _ for any character (CESQL §3.4.5). Goes back to the last % only: linear in most
/// texts, and never worse than the product of the lengths.
bool is_like(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resumed = 0;
  while (at < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '%') {
      star = in_pattern++;
      resumed = at;
    } else if (in_pattern < pattern.size() &&
               (pattern[in_pattern] == '_' || pattern[in_pattern] == text[at])) {
      ++in_pattern;
      ++at;
    } else if (star != std::string_view::npos) {
      in_pattern = star + 1;
      at = ++resumed;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('%', in_pattern) == std::string_view::npos;
}

bool holds_of(const Node& node, const json::value& value) {
  if (const auto* list = value.if_array())
    return std::ranges::any_of(*list, [&](const json::value& item) { return holds_of(node, item); });
  switch (node.kind) {
    case Node::Kind::in:
      return std::ranges::any_of(
          node.literals, [&](const Literal& literal) { return compares(value, Comparison::equal, literal); });
    case Node::Kind::like:
      return value.is_string() && is_like(value.get_string(), std::get<std::string>(node.literals.front()));
    default:
      return compares(value, node.comparison, node.literals.front());
  }
}

bool evaluate(const Node& node, const json::object& data) {
  const auto part = [&](const Node& each) { return evaluate(each, data); };
  switch (node.kind) {
    case Node::Kind::all:
      return std::ranges::all_of(node.parts, part);
    case Node::Kind::any:
      return std::ranges::any_of(node.parts, part);
    case Node::Kind::negation:
      return !part(node.parts.front());
    case Node::Kind::exists: {
      const auto* value = find(data, node.path);
      return value != nullptr && !value->is_null();
    }
    default:
      break;
  }
  const auto* value = find(data, node.path);
  if (value == nullptr) return node.kind == Node::Kind::compare && node.comparison == Comparison::unequal;
  return holds_of(node, *value);
}

}  // namespace

std::expected<Condition, std::string> Condition::parse(std::string_view text) {
  if (text.size() > longest) return std::unexpected("een voorwaarde is hoogstens 1000 tekens lang");
  try {
    return Condition(std::make_shared<const Node>(Parser(text).whole()));
  } catch (const Refused& refused) {
    return std::unexpected(refused.what);
  }
}

bool Condition::holds(const json::object& data) const { return evaluate(*root_, data); }

}  // namespace inburgering::gateway::wishes
