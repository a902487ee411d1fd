#pragma once
#include <string>

#include "gateway/store/engine/postgres_connection.h"

namespace inburgering::gateway::store::postgres {

/// Looks from beside, over a connection of its own, whether the server works on what was asked over another:
/// one statement may take longer than a standstill may, and tells nothing of itself meanwhile.
class Watch {
 public:
  explicit Watch(std::string conninfo) : conninfo_(std::move(conninfo)) {}
  /// As pg_stat_activity tells. False also when that cannot be asked.
  bool is_at_work(int server_process);

 private:
  std::string conninfo_;
  Connection connection_;
};

}  // namespace inburgering::gateway::store::postgres
