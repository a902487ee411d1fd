#include "gateway/store/schijf.h"

#include <filesystem>

namespace inburgering::gateway::store {

std::optional<RoomMeasured> measure_room(Session& sql, const StorePlace& place, Milliseconds now) {
  if (place.is_postgres()) return std::nullopt;
  std::error_code unknown;
  const auto space = std::filesystem::space(
      place.file.has_parent_path() ? place.file.parent_path() : std::filesystem::path("."), unknown);
  if (unknown) return std::nullopt;
  RoomMeasured measured{now, 0, static_cast<std::int64_t>(space.available)};
  for (const char* end : {"", "-wal", "-shm", ".dossiersleutels"}) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(place.file.string() + end, absent);
    if (!absent) measured.used += static_cast<std::int64_t>(size);
  }
  // What is empty within the file is filled first.
  const auto inside = sql.engine().free_bytes();
  measured.used -= inside;
  measured.free += inside;
  return measured;
}

void keep_measurement(Session& sql, const RoomMeasured& measured) {
  constexpr Milliseconds kept = 40 * 86'400'000LL;
  sql.run(
      {"schijf.keep",
       "INSERT INTO schijf_meting (moment, bezet, vrij) VALUES (:m, :b, :v) ON CONFLICT (moment) DO NOTHING"},
      measured.moment, measured.used, measured.free);
  sql.run({"schijf.forget", "DELETE FROM schijf_meting WHERE moment < :oldest"}, measured.moment - kept);
}

std::vector<RoomMeasured> measurements(Session& sql) {
  std::vector<RoomMeasured> found;
  for (const auto& [moment, used, free] : sql.all<Milliseconds, std::int64_t, std::int64_t>(
           {"schijf.all", "SELECT moment, bezet, vrij FROM schijf_meting ORDER BY moment"}))
    found.push_back({moment, used, free});
  return found;
}

}  // namespace inburgering::gateway::store
