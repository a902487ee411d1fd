#include "gateway/store/engine/wal.h"

namespace inburgering::gateway::store {

bool truncate_wal(Session& sql) {
  // While it waits for who reads, nobody can write: no longer than a writer waits gladly.
  constexpr Statement briefly{"wal.truncate_wal.briefly", "PRAGMA busy_timeout = 250"};
  constexpr Statement usual{"wal.truncate_wal.usual", "PRAGMA busy_timeout = 2000"};  // as Session
  sql.one<int>(briefly);
  const auto told = sql.one<int, int, int>({"wal.truncate_wal", "PRAGMA wal_checkpoint(TRUNCATE)"});
  sql.one<int>(usual);
  return told && std::get<0>(*told) == 0;
}

std::int64_t free_pages(Session& sql) {
  return sql.one<std::int64_t>({"wal.free_pages", "PRAGMA freelist_count"}).value_or(0);
}

void give_pages_back(Session& sql) { sql.run({"wal.give_pages_back", "PRAGMA incremental_vacuum(2000)"}); }

}  // namespace inburgering::gateway::store
