#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace inburgering::gateway::store {

/// A statement as PostgreSQL reads it: its parameters numbered in the order in which they are named first, as
/// SQLite does by itself. What stands in quotes stays.
struct PostgresText {
  std::string text;
  std::size_t parameters = 0;
};
PostgresText postgres_text(std::string_view statement);

}  // namespace inburgering::gateway::store
