#include "gateway/store/klokken.h"

namespace inburgering::gateway::store {

std::vector<KlokRow> klokken_of(Session& sql, std::string_view tenant, std::string_view dossier) {
  std::vector<KlokRow> list;
  for (auto& [hash, klok, stand, begin, last, message] :
       sql.all<std::string, std::string, std::string, std::string, std::string, std::string>(
           {"klokken.of_dossier",
            "SELECT key_hash, klok, stand, begin_dag, laatste_dag, message_id FROM klok"
            " WHERE tenant = :tenant AND dossier = :dossier ORDER BY key_hash"},
           tenant, dossier))
    list.push_back({std::move(hash), std::move(klok), std::move(stand), std::move(begin), std::move(last),
                    std::move(message)});
  return list;
}

void put_klokken(Session& sql, std::string_view tenant, std::string_view dossier,
                 const std::vector<KlokRow>& rows, std::string_view due) {
  sql.run({"klokken.remove", "DELETE FROM klok WHERE tenant = :tenant AND dossier = :dossier"}, tenant,
          dossier);
  for (const auto& row : rows)
    sql.run({"klokken.put",
             "INSERT INTO klok (tenant, dossier, key_hash, klok, stand, begin_dag, laatste_dag, message_id)"
             " VALUES (:tenant, :dossier, :hash, :klok, :stand, :begin, :last, :message)"},
            tenant, dossier, row.key_hash, row.klok, row.stand, row.begin_dag, row.laatste_dag,
            row.message_id);
  sql.run({"klokken.put_due",
           "UPDATE dossier SET klok_op = :due WHERE tenant = :tenant AND id = :dossier AND klok_op <> :due"},
          due, tenant, dossier);
}

std::vector<DueDossier> due_dossiers(Session& sql, std::string_view tenant, std::string_view until,
                                     const DueDossier& after, int count) {
  std::vector<DueDossier> list;
  for (auto& [day, id] : sql.all<std::string, std::string>(
           {"klokken.due_dossiers",
            "SELECT klok_op, id FROM dossier WHERE tenant = :tenant AND klok_op <> '' AND klok_op <= :until"
            " AND (klok_op, id) > (:day, :id) ORDER BY klok_op, id LIMIT :count"},
           tenant, until, after.day, after.dossier, count))
    list.push_back({std::move(day), std::move(id)});
  return list;
}

bool settled_by(Session& sql, std::string_view tenant, std::string_view digest) {
  return sql.one<std::string>({"klokken.settled_by", "SELECT digest FROM klok_regels WHERE tenant = :tenant"},
                              tenant) == digest;
}

void settle_by(Session& sql, std::string_view tenant, std::string_view digest) {
  sql.run({"klokken.settle_by",
           "INSERT INTO klok_regels (tenant, digest) VALUES (:tenant, :digest)"
           " ON CONFLICT (tenant) DO UPDATE SET digest = excluded.digest"},
          tenant, digest);
  sql.run(
      {"klokken.all_due", "UPDATE dossier SET klok_op = '0001-01-01' WHERE tenant = :tenant AND closed = ''"},
      tenant);
}

std::vector<RunningKlok> running_klokken(Session& sql, std::string_view tenant, std::string_view stand,
                                         std::string_view klok, int count) {
  std::vector<RunningKlok> list;
  for (auto& [dossier, hash, name, how, begin, last, message] :
       sql.all<std::string, std::string, std::string, std::string, std::string, std::string, std::string>(
           {"klokken.running",
            "SELECT dossier, key_hash, klok, stand, begin_dag, laatste_dag, message_id FROM klok"
            " WHERE tenant = :tenant AND stand = :stand AND (:klok = '' OR klok = :klok)"
            " ORDER BY laatste_dag, dossier, key_hash LIMIT :count"},
           tenant, stand, klok, count))
    list.push_back({std::string(tenant),
                    std::move(dossier),
                    {std::move(hash), std::move(name), std::move(how), std::move(begin), std::move(last),
                     std::move(message)}});
  return list;
}

std::vector<KlokCount> count_klokken(Session& sql, std::string_view tenant) {
  std::vector<KlokCount> list;
  for (auto& [klok, stand, count] :
       sql.all<std::string, std::string, std::int64_t>({"klokken.count",
                                                        "SELECT klok, stand, COUNT(*) FROM klok WHERE tenant "
                                                        "= :tenant GROUP BY klok, stand ORDER BY klok, "
                                                        "stand"},
                                                       tenant))
    list.push_back({std::move(klok), std::move(stand), count});
  return list;
}

namespace {

template <class... In>
void add_endangered(Session& sql, std::vector<Endangered>& list, Endangered::By by,
                    const Statement& statement, const In&... in) {
  for (auto& [tenant, dossier, klok, last, what, attempts] :
       sql.all<std::string, std::string, std::string, std::string, std::string, std::int64_t>(statement,
                                                                                              in...))
    list.push_back({std::move(tenant), std::move(dossier), std::move(klok), std::move(last), by,
                    std::move(what), attempts});
}

}  // namespace

std::vector<std::pair<std::string, std::int64_t>> overrun_klokken(Session& sql) {
  std::vector<std::pair<std::string, std::int64_t>> list;
  for (auto& [tenant, count] : sql.all<std::string, std::int64_t>(
           {"klokken.overrun",
            "SELECT tenant, COUNT(*) FROM klok WHERE stand = 'verstreken' GROUP BY tenant ORDER BY tenant"}))
    list.emplace_back(std::move(tenant), count);
  return list;
}

std::vector<Endangered> endangered_klokken(Session& sql, std::string_view tenant, int count) {
  using By = Endangered::By;
  std::vector<Endangered> list;
  add_endangered(sql, list, By::question,
                 {"klokken.endangered_by_waiting",
                  "SELECT k.tenant, k.dossier, k.klok, k.laatste_dag, q.resource, q.attempts FROM question q"
                  " JOIN klok k ON k.tenant = q.tenant AND k.dossier = q.dossier"
                  " WHERE k.tenant = :tenant AND q.attempts > 0 AND k.stand IN ('nadert', 'verstreken')"
                  " ORDER BY k.laatste_dag LIMIT :count"},
                 tenant, count);
  add_endangered(sql, list, By::question,
                 {"klokken.endangered_by_failed",
                  "SELECT k.tenant, k.dossier, k.klok, k.laatste_dag, a.resource, 0 FROM asked a"
                  " JOIN klok k ON k.tenant = a.tenant AND k.dossier = a.dossier"
                  " WHERE k.tenant = :tenant AND a.failed > 0 AND k.stand IN ('nadert', 'verstreken')"
                  " ORDER BY k.laatste_dag LIMIT :count"},
                 tenant, count);
  add_endangered(sql, list, By::melding,
                 {"klokken.endangered_by_melding",
                  "SELECT k.tenant, k.dossier, k.klok, k.laatste_dag, m.operatie, m.attempts FROM melding m"
                  " JOIN klok k ON k.tenant = m.tenant AND k.dossier = m.dossier"
                  " WHERE k.tenant = :tenant AND m.state IN ('geweigerd', 'onzeker', 'navragen')"
                  " AND k.stand IN ('nadert', 'verstreken') AND NOT EXISTS"
                  " (SELECT 1 FROM melding later WHERE later.tenant = m.tenant AND later.dossier = m.dossier"
                  " AND later.operatie = m.operatie AND later.number > m.number)"
                  " ORDER BY k.laatste_dag LIMIT :count"},
                 tenant, count);
  add_endangered(sql, list, By::delivery,
                 {"klokken.endangered_by_delivery",
                  "SELECT k.tenant, k.dossier, k.klok, k.laatste_dag, l.subscription, l.attempts FROM lane l"
                  " JOIN klok k ON k.tenant = l.tenant AND k.dossier = l.lane"
                  " WHERE k.tenant = :tenant AND l.attempts > 0 AND k.stand IN ('nadert', 'verstreken')"
                  " ORDER BY k.laatste_dag LIMIT :count"},
                 tenant, count);
  add_endangered(
      sql, list, By::dead_letter,
      {"klokken.endangered_by_dead_letter",
       "SELECT k.tenant, k.dossier, k.klok, k.laatste_dag, d.subscription, d.attempts FROM dead_letter d"
       " JOIN event e ON e.id = d.event JOIN klok k ON k.tenant = e.tenant AND k.dossier = e.dossier"
       " WHERE k.tenant = :tenant AND k.stand IN ('nadert', 'verstreken')"
       " ORDER BY k.laatste_dag LIMIT :count"},
      tenant, count);
  // By the keys of the log (log::Key::refused): of a message that is not refused there is none.
  add_endangered(sql, list, By::notification,
                 {"klokken.endangered_by_refusal",
                  "SELECT k.tenant, k.dossier, k.klok, k.laatste_dag, r.kind, 0 FROM klok k"
                  " JOIN log_key refused ON refused.name = 15 AND refused.value = k.dossier"
                  " JOIN log r ON r.seq = refused.seq AND r.tenant = k.tenant"
                  " WHERE k.tenant = :tenant AND k.stand IN ('nadert', 'verstreken') AND NOT EXISTS"
                  " (SELECT 1 FROM log_key follows JOIN log later ON later.seq = follows.seq"
                  " WHERE follows.name = 5 AND follows.value = k.dossier AND follows.seq > refused.seq"
                  " AND later.feed = r.feed AND later.direction = r.direction"
                  " AND later.outcome = 'verwerkt')"
                  " ORDER BY k.laatste_dag LIMIT :count"},
                 tenant, count);
  return list;
}

}  // namespace inburgering::gateway::store
