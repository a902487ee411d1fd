#pragma once
// libpq, as far as the engine needs it: results and connections that end by themselves, and what the server's
// words mean for whoever asked.
#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>

#include "gateway/store/engine/engine.h"

namespace inburgering::gateway::store::postgres {

struct EndResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, EndResult>;
struct EndConnection {
  int process = 0;  ///< of the server
  void operator()(PGconn* connection) const;
};
using Connection = std::unique_ptr<PGconn, EndConnection>;

/// Connects, and sees to it that what is committed there is durable and that whoever falls asleep inside a
/// transaction does not hold up all others. Throws Failure.
Connection connect(const std::string& conninfo, Access access);
/// Whether a process of the server works for a connection of this program.
bool is_own(int server_process);
/// What in the server's settings or state makes it no place for a store; Dutch, empty = nothing.
std::string unfit(PGconn* connection);

/// Whether the connection is of no use any more after this failure.
bool ends_connection(PGconn* connection, const PGresult* result);
/// Of a result that is a failure. `name`: of the statement.
Failure failure_of(PGconn* connection, const PGresult* result, std::string_view name);
/// Whether it is one.
bool is_good(const PGresult* result);

}  // namespace inburgering::gateway::store::postgres
