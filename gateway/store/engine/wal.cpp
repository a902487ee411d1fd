#include "gateway/store/engine/wal.h"

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

std::int64_t free_pages(Session& sql) { return sql.one<std::int64_t>("PRAGMA freelist_count").value_or(0); }

void give_pages_back(Session& sql) { sql.run("PRAGMA incremental_vacuum(2000)"); }

}  // namespace inburgering::gateway::store
