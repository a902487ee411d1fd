#include "gateway/store/engine/checkpointer.h"

namespace inburgering::gateway::store {

std::chrono::milliseconds Checkpointer::step() {
  constexpr std::chrono::milliseconds pause{250};
  constexpr std::uintmax_t worth_it = 4 << 20;
  if (database_.place().is_postgres()) return pause;  // its server sees to that
  auto wal = database_.file();
  wal += "-wal";
  std::error_code absent;
  const auto size = std::filesystem::file_size(wal, absent);
  if (absent || size < worth_it) return pause;
  try {
    if (!session_) session_ = database_.session();
    session_->run({"checkpointer.step", "PRAGMA wal_checkpoint(PASSIVE)"});
  } catch (const Unavailable&) {
    session_.reset();  // the writer tells of it
  }
  return pause;
}

}  // namespace inburgering::gateway::store
