#include "gateway/store/meldingen.h"

namespace inburgering::gateway::store {
namespace {

const std::string query =
    "SELECT m.id, m.tenant, m.dossier, m.afnemer, m.method, m.operatie, m.sealed, m.state, m.attempts, m.due,"
    " m.created, m.ended, m.sealed_note FROM melding m ";

template <class... In>
std::vector<StoredMelding> read_all(Session& sql, std::string_view where, const In&... in) {
  std::vector<StoredMelding> list;
  for (auto& [id, tenant, dossier, afnemer, method, operatie, sealed, state, attempts, due, created, ended,
              note] :
       sql.all<std::string, std::string, std::string, std::string, std::string, std::string, std::string,
               std::string, int, Milliseconds, Milliseconds, Milliseconds, std::string>(
           {"meldingen.read_all", query + std::string(where)}, in...)) {
    StoredMelding melding;
    melding.id = std::move(id);
    melding.tenant = std::move(tenant);
    melding.dossier = std::move(dossier);
    melding.afnemer = std::move(afnemer);
    melding.method = std::move(method);
    melding.operatie = std::move(operatie);
    melding.sealed = std::move(sealed);
    melding.state = std::move(state);
    melding.attempts = attempts;
    melding.due = due;
    melding.created = created;
    melding.ended = ended;
    melding.sealed_note = std::move(note);
    list.push_back(std::move(melding));
  }
  return list;
}

std::optional<StoredMelding> first_of(std::vector<StoredMelding> found) {
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

/// Whether the gateway itself still has something to do for it.
bool is_open(std::string_view state) {
  return state != melding_state::uncertain && state != melding_state::accepted &&
         state != melding_state::refused && state != melding_state::withdrawn;
}

}  // namespace

void add_melding(Session& sql, const StoredMelding& melding) {
  sql.announce(Topic::meldingen);
  sql.run(
      {"meldingen.add_melding",
       "INSERT INTO melding (id, tenant, dossier, afnemer, method, operatie, sealed, state, open, attempts, "
       "due, created, ended, sealed_note, number)"
       " VALUES (:id, :tenant, :dossier, :afnemer, :method, :operatie, :sealed, :state, 1, 0, :due, "
       ":created, 0, '', (SELECT COALESCE(MAX(number), 0) + 1 FROM melding WHERE tenant = :of AND dossier = "
       ":about))"},
      melding.id, melding.tenant, melding.dossier, melding.afnemer, melding.method, melding.operatie,
      Bytes{melding.sealed}, melding.state, melding.due, melding.created, melding.tenant, melding.dossier);
}

std::optional<StoredMelding> find_melding(Session& sql, std::string_view tenant, std::string_view id) {
  return first_of(read_all(sql, "WHERE m.tenant = :tenant AND m.id = :id", tenant, id));
}

std::optional<StoredMelding> last_melding(Session& sql, std::string_view tenant, std::string_view dossier,
                                          std::string_view operatie) {
  return first_of(read_all(
      sql,
      "WHERE m.tenant = :tenant AND m.dossier = :dossier AND m.operatie = :operatie ORDER BY m.number "
      "DESC, m.id DESC LIMIT 1",
      tenant, dossier, operatie));
}

std::vector<StoredMelding> list_meldingen(Session& sql, std::string_view tenant,
                                          const std::optional<std::string>& afnemer,
                                          const std::optional<std::string>& state, int count) {
  return read_all(sql,
                  "WHERE m.tenant = :tenant AND (:afnemer = '' OR m.afnemer = :afnemer)"
                  " AND (:state = '' OR m.state = :state) ORDER BY m.id DESC LIMIT :count",
                  tenant, afnemer.value_or(""), state.value_or(""), count);
}

std::vector<StoredMelding> due_meldingen(Session& sql, Milliseconds now, int count) {
  return read_all(sql,
                  "WHERE m.open = 1 AND m.due <= :now AND NOT EXISTS (SELECT 1 FROM melding "
                  "e WHERE e.tenant = m.tenant AND e.dossier = m.dossier AND e.open = 1"
                  " AND (e.number, e.id) < (m.number, m.id)) ORDER BY m.due LIMIT :count",
                  now, count);
}

std::optional<Milliseconds> next_melding_due(Session& sql, Milliseconds now) {
  return sql
      .one<std::optional<Milliseconds>>(
          {"meldingen.next_melding_due", "SELECT MIN(due) FROM melding WHERE open = 1 AND due > :now"}, now)
      .value_or(std::nullopt);
}

bool move_melding(Session& sql, const StoredMelding& melding, std::string_view read_in_state) {
  sql.announce(Topic::meldingen);
  return sql.changed({"meldingen.move_melding",
                      "UPDATE melding SET state = :state, open = :open, attempts = :attempts, due = :due, "
                      "ended = :ended, sealed_note = :note"
                      " WHERE tenant = :tenant AND id = :id AND state = :before"},
                     melding.state, is_open(melding.state), melding.attempts, melding.due, melding.ended,
                     Bytes{melding.sealed_note}, melding.tenant, melding.id, read_in_state) == 1;
}

void bring_meldingen_forward(Session& sql, Milliseconds now, Milliseconds latest) {
  sql.run({"meldingen.bring_forward", "UPDATE melding SET due = :now WHERE open = 1 AND due > :latest"}, now,
          latest);
}

void recover_meldingen(Session& sql, Milliseconds due) {
  sql.run(
      {"meldingen.recover_meldingen", "UPDATE melding SET state = :after, due = :due WHERE state = :before"},
      melding_state::ask_back, due, melding_state::on_its_way);
}

std::int64_t count_meldingen(Session& sql, std::string_view state) {
  return sql
      .one<std::int64_t>({"meldingen.count_meldingen", "SELECT COUNT(*) FROM melding WHERE state = :state"},
                         state)
      .value_or(0);
}

std::int64_t open_meldingen(Session& sql) {
  return sql.one<std::int64_t>({"meldingen.open_meldingen", "SELECT COUNT(*) FROM melding WHERE open = 1"})
      .value_or(0);
}

}  // namespace inburgering::gateway::store
