#include "gateway/store/engine/upkeep.h"

namespace inburgering::gateway::store {
namespace {

/// Of SQLite: what the WAL leaves when it is full the writer brings over itself, and that should be little.
bool has_much_to_do(const Database& database) {
  constexpr std::uintmax_t worth_it = 4 << 20;
  auto wal = database.file();
  wal += "-wal";
  std::error_code absent;
  const auto size = std::filesystem::file_size(wal, absent);
  return !absent && size >= worth_it;
}

}  // namespace

std::chrono::milliseconds Upkeep::step() {
  constexpr std::chrono::milliseconds soon{250}, later{2000};
  const auto pause = database_.place().is_postgres() ? later : soon;
  if (!database_.place().is_postgres() && !has_much_to_do(database_)) return pause;
  try {
    if (!session_) session_ = database_.session();
    session_->engine().keep_up();
  } catch (const Unavailable&) {
    session_.reset();  // the writer tells of it
  }
  return pause;
}

}  // namespace inburgering::gateway::store
