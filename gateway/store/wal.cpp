#include "gateway/store/wal.h"

namespace inburgering::gateway::store {

bool truncate_wal(Session& sql) {
  // While it waits for who reads, nobody can write: no longer than a writer waits gladly.
  constexpr const char* briefly = "PRAGMA busy_timeout = 250";
  constexpr const char* usual = "PRAGMA busy_timeout = 2000";  // as Database::session
  sql.one<int>(briefly);
  const auto told = sql.one<int, int, int>("PRAGMA wal_checkpoint(TRUNCATE)");
  sql.one<int>(usual);
  return told && std::get<0>(*told) == 0;
}

}  // namespace inburgering::gateway::store
