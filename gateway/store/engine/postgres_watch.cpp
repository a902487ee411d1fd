#include "gateway/store/engine/postgres_watch.h"

#include <string_view>

#include "gateway/store/engine/failure.h"

namespace inburgering::gateway::store::postgres {

bool Watch::is_at_work(int server_process) {
  try {
    if (!connection_) connection_ = connect(conninfo_, Access::read);
    const auto text = "SELECT state FROM pg_stat_activity WHERE pid = " + std::to_string(server_process);
    const Result told(PQexec(connection_.get(), text.c_str()));
    if (!is_good(told.get())) connection_.reset();
    return is_good(told.get()) && PQntuples(told.get()) == 1 &&
           std::string_view(PQgetvalue(told.get(), 0, 0)) == "active";
  } catch (const Failure&) {
    connection_.reset();
    return false;
  }
}

}  // namespace inburgering::gateway::store::postgres
