#include "gateway/store/wal.h"

#include <chrono>
#include <thread>

namespace inburgering::gateway::store {

bool truncate_wal(Session& sql) {
  constexpr int attempts = 5;
  constexpr std::chrono::milliseconds pause{100};
  for (int i = 0; i < attempts; ++i) {
    if (i > 0) std::this_thread::sleep_for(pause);
    const auto told = sql.one<int, int, int>("PRAGMA wal_checkpoint(TRUNCATE)");
    if (told && std::get<0>(*told) == 0) return true;
  }
  return false;
}

}  // namespace inburgering::gateway::store
