#include "gateway/store/meldingen.h"

namespace inburgering::gateway::store {
namespace {

using soci::into;
using soci::use;

constexpr const char* columns =
    "SELECT m.id, m.tenant, m.dossier, m.afnemer, m.method, m.operatie, m.sealed, m.state, m.attempts, m.due,"
    " m.created, m.ended, m.sealed_note FROM melding m ";

StoredMelding melding_of(const soci::row& row) {
  int at = 0;
  const auto text = [&] { return row.get<std::string>(at++); };
  const auto number = [&] { return row.get<long long>(at++); };
  StoredMelding melding;
  melding.id = text();
  melding.tenant = text();
  melding.dossier = text();
  melding.afnemer = text();
  melding.method = text();
  melding.operatie = text();
  melding.sealed = text();
  melding.state = text();
  melding.attempts = row.get<int>(at++);
  melding.due = number();
  melding.created = number();
  melding.ended = number();
  melding.sealed_note = text();
  return melding;
}

std::vector<StoredMelding> read_all(const soci::rowset<soci::row>& rows) {
  std::vector<StoredMelding> list;
  for (const auto& row : rows) list.push_back(melding_of(row));
  return list;
}

/// Whether the gateway itself still has something to do for it.
bool is_open(std::string_view state) {
  return state != melding_state::uncertain && state != melding_state::accepted &&
         state != melding_state::refused && state != melding_state::withdrawn;
}

}  // namespace

void add_melding(Session& sql, const StoredMelding& melding) {
  const long long due = melding.due;
  const long long created = melding.created;
  sql << "INSERT INTO melding (id, tenant, dossier, afnemer, method, operatie, sealed, state, open, "
         "attempts, "
         "due, created, ended, sealed_note)"
         " VALUES (:id, :tenant, :dossier, :afnemer, :method, :operatie, :sealed, :state, 1, 0, :due, "
         ":created, 0, '')",
      use(melding.id), use(melding.tenant), use(melding.dossier), use(melding.afnemer), use(melding.method),
      use(melding.operatie), use(melding.sealed), use(melding.state), use(due), use(created);
}

std::optional<StoredMelding> find_melding(Session& sql, std::string_view tenant, std::string_view id) {
  const std::string owner(tenant);
  const std::string wanted(id);
  const auto found =
      read_all((sql.prepare << std::string(columns) + "WHERE m.tenant = :tenant AND m.id = :id", use(owner),
                use(wanted)));
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::optional<StoredMelding> last_melding(Session& sql, std::string_view tenant, std::string_view dossier,
                                          std::string_view operatie) {
  const std::string owner(tenant);
  const std::string person(dossier);
  const std::string kind(operatie);
  auto found = read_all(
      (sql.prepare
           << std::string(columns) +
                  "WHERE m.tenant = :tenant AND m.dossier = :dossier AND m.operatie = :operatie ORDER BY "
                  "m.id DESC LIMIT 1",
       use(owner), use(person), use(kind)));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<StoredMelding> list_meldingen(Session& sql, std::string_view tenant,
                                          const std::optional<std::string>& afnemer,
                                          const std::optional<std::string>& state, int count) {
  const std::string owner(tenant);
  const std::string whose = afnemer.value_or("");
  const std::string which = state.value_or("");
  return read_all(
      (sql.prepare << std::string(columns) +
                          "WHERE m.tenant = :tenant AND (:afnemer = '' OR m.afnemer = :afnemer)"
                          " AND (:state = '' OR m.state = :state) ORDER BY m.id DESC LIMIT :count",
       use(owner, "tenant"), use(whose, "afnemer"), use(which, "state"), use(count, "count")));
}

std::vector<StoredMelding> due_meldingen(Session& sql, Milliseconds now, int count) {
  const long long moment = now;
  return read_all(
      (sql.prepare << std::string(columns) +
                          "WHERE m.open = 1 AND m.due <= :now AND NOT EXISTS (SELECT 1 FROM melding "
                          "e WHERE e.tenant = m.tenant AND e.dossier = m.dossier AND e.open = 1"
                          " AND e.id < m.id) ORDER BY m.due LIMIT :count",
       use(moment), use(count)));
}

std::optional<Milliseconds> next_melding_due(Session& sql, Milliseconds now) {
  const long long moment = now;
  long long due = 0;
  soci::indicator there = soci::i_null;
  sql << "SELECT MIN(due) FROM melding WHERE open = 1 AND due > :now", use(moment), into(due, there);
  return there == soci::i_ok ? std::optional<Milliseconds>(due) : std::nullopt;
}

bool move_melding(Session& sql, const StoredMelding& melding, std::string_view read_in_state) {
  const std::string before(read_in_state);
  const int open = is_open(melding.state) ? 1 : 0;
  const long long due = melding.due;
  const long long ended = melding.ended;
  soci::statement statement =
      (sql.prepare << "UPDATE melding SET state = :state, open = :open, attempts = :attempts, due = :due, "
                      "ended = :ended, sealed_note = :note"
                      " WHERE tenant = :tenant AND id = :id AND state = :before",
       use(melding.state), use(open), use(melding.attempts), use(due), use(ended), use(melding.sealed_note),
       use(melding.tenant), use(melding.id), use(before));
  statement.execute(true);
  return statement.get_affected_rows() == 1;
}

void recover_meldingen(Session& sql, Milliseconds due) {
  const long long moment = due;
  const std::string after(melding_state::ask_back);
  const std::string before(melding_state::on_its_way);
  sql << "UPDATE melding SET state = :after, due = :due WHERE state = :before", use(after), use(moment),
      use(before);
}

std::int64_t count_meldingen(Session& sql, std::string_view state) {
  const std::string which(state);
  long long count = 0;
  sql << "SELECT COUNT(*) FROM melding WHERE state = :state", use(which), into(count);
  return count;
}

std::int64_t open_meldingen(Session& sql) {
  long long count = 0;
  sql << "SELECT COUNT(*) FROM melding WHERE open = 1", into(count);
  return count;
}

}  // namespace inburgering::gateway::store
