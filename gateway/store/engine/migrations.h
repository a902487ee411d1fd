#pragma once
#include <span>
#include <string_view>

namespace inburgering::gateway::store {

/// The files of migrations/.
std::span<const std::string_view> sqlite_migrations();
/// The files of migrations_postgres/, of which the first holds all that those of SQLite had come to by then.
std::span<const std::string_view> postgres_migrations();

}  // namespace inburgering::gateway::store
