#include "gateway/store/bestanden.h"

#include <chrono>

namespace inburgering::gateway::store {

void add_bestand(Session& sql, const Bestand& bestand) {
  sql.run({"bestanden.add_bestand",
           "INSERT INTO bestand (id, party, resource, sealed, rows, taken, moved)"
           " VALUES (:id, :party, :resource, :sealed, :rows, :taken, :moved)"},
          bestand.id, bestand.party, bestand.resource, Bytes{bestand.sealed}, bestand.rows, bestand.taken,
          bestand.moved);
}

bool move_bestand(Session& sql, std::string_view id, std::int64_t before, std::int64_t taken,
                  Milliseconds now) {
  return sql.changed({"bestanden.move_bestand",
                      "UPDATE bestand SET taken = :taken, moved = :now WHERE id = :id AND taken = :before"},
                     taken, now, id, before) == 1;
}

void remove_bestand(Session& sql, std::string_view id) {
  sql.run({"bestanden.remove_bestand", "DELETE FROM bestand WHERE id = :id"}, id);
}

std::optional<Bestand> find_bestand(Session& sql, std::string_view id) {
  auto row = sql.one<std::string, std::string, std::string, std::int64_t, std::int64_t, std::int64_t>(
      {"bestanden.find_bestand",
       "SELECT party, resource, sealed, rows, taken, moved FROM bestand WHERE id = :id"},
      id);
  if (!row) return std::nullopt;
  auto& [party, resource, sealed, rows, taken, moved] = *row;
  return Bestand{
      std::string(id), std::move(party), std::move(resource), std::move(sealed), rows, taken, moved};
}

std::vector<std::string> resting_bestanden(Session& sql, Milliseconds now) {
  // A part takes far less. A clock that was set back must not leave a file alone for longer.
  constexpr Milliseconds a_while = std::chrono::milliseconds(std::chrono::minutes(2)).count();
  return sql.list<std::string>({"bestanden.resting_bestanden",
                                "SELECT id FROM bestand WHERE moved < :before OR moved > :after ORDER BY id"},
                               now - a_while, now + a_while);
}

}  // namespace inburgering::gateway::store
