#pragma once
#include <memory>
#include <string>

#include "gateway/store/engine/engine.h"

namespace inburgering::gateway::store {

/// PostgreSQL 15 or later, by a connection string of libpq. Its tables stand in the first schema of
/// search_path. What is told to be committed is so on all that the server waits for (synchronous_commit).
///
/// A connection that was lost outside a transaction is made anew at the next use; inside one, what was done
/// is undone, and whoever asked hears Failure. Throws Failure.
std::unique_ptr<Engine> postgres_engine(const std::string& conninfo, Access access);

/// What in the server's settings, state or rights makes it no place for a store; Dutch, empty = nothing.
std::string postgres_unfit(const std::string& conninfo);

}  // namespace inburgering::gateway::store
