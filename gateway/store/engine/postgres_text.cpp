#include "gateway/store/engine/postgres_text.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace inburgering::gateway::store {
namespace {

bool in_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

}  // namespace

PostgresText postgres_text(std::string_view statement) {
  PostgresText made;
  std::vector<std::string_view> names;
  std::size_t at = 0;
  const auto word = [&] {
    const auto from = at;
    while (at < statement.size() && in_name(statement[at])) ++at;
    return statement.substr(from, at - from);
  };
  const auto number = [&](std::size_t position) {
    made.text += '$' + std::to_string(position);
    made.parameters = std::max(made.parameters, position);
  };
  while (at < statement.size()) {
    const char c = statement[at];
    if (c == '\'' || c == '"') {
      const auto end = std::min(statement.find(c, at + 1), statement.size() - 1);
      made.text += statement.substr(at, end - at + 1);
      at = end + 1;
    } else if (c == ':' && at + 1 < statement.size() && statement[at + 1] == ':') {  // a cast
      made.text += "::";
      at += 2;
    } else if (c == ':') {
      ++at;
      const auto name = word();
      auto known = std::ranges::find(names, name);
      if (known == names.end()) known = names.insert(names.end(), name);
      number(static_cast<std::size_t>(known - names.begin()) + 1);
    } else if (c == '?') {
      ++at;
      const auto digits = word();
      number(digits.empty() ? made.parameters + 1 : std::stoul(std::string(digits)));
    } else {
      made.text += c;
      ++at;
    }
  }
  return made;
}

}  // namespace inburgering::gateway::store
