#include "gateway/store/sync.h"

namespace inburgering::gateway::store {
namespace {

using soci::into;
using soci::use;

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const auto& item : list) (text += text.empty() ? "" : ",") += item;
  return text;
}

std::vector<std::string> parted(const std::string& text) {
  std::vector<std::string> list;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    list.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return list;
}

constexpr const char* run_columns =
    "SELECT r.id, r.schedule, r.tenant, r.resources, r.dossiers, r.state, r.started, r.ended, r.total, "
    "r.cursor, r.fed"
    " FROM sync_run r ";

std::int64_t waiting_of(Session& sql, const std::string& run) {
  long long count = 0;
  sql << "SELECT COUNT(*) FROM question WHERE run = :run", use(run), into(count);
  return count;
}

/// Counts after the rows were read: one statement at a time.
std::vector<SyncRun> with_waiting(Session& sql, std::vector<SyncRun> runs) {
  for (auto& run : runs) run.waiting = waiting_of(sql, run.id);
  return runs;
}

SyncRun run_of(const soci::row& row) {
  return {row.get<std::string>(0),         row.get<std::string>(1),
          row.get<std::string>(2),         parted(row.get<std::string>(3)),
          parted(row.get<std::string>(4)), row.get<std::string>(5),
          row.get<long long>(6),           row.get<long long>(7),
          row.get<long long>(8),           0,
          row.get<std::string>(9),         row.get<long long>(10) != 0};
}

}  // namespace

void add_run(Session& sql, const SyncRun& run) {
  const auto resources = joined(run.resources);
  const auto dossiers = joined(run.dossiers);
  const long long started = run.started;
  const long long total = run.total;
  sql << "INSERT INTO sync_run (id, schedule, tenant, resources, dossiers, state, started, ended, total, "
         "cursor, fed)"
         " VALUES (:id, :schedule, :tenant, :resources, :dossiers, :state, :started, 0, :total, '', 0)",
      use(run.id), use(run.schedule), use(run.tenant), use(resources), use(dossiers), use(run.state),
      use(started), use(total);
}

std::optional<SyncRun> find_run(Session& sql, std::string_view id) {
  const std::string wanted(id);
  const soci::rowset<soci::row> rows = (sql.prepare << run_columns << "WHERE r.id = :id", use(wanted));
  std::vector<SyncRun> runs;
  for (const auto& row : rows) runs.push_back(run_of(row));
  if (runs.empty()) return std::nullopt;
  return with_waiting(sql, std::move(runs)).front();
}

std::vector<SyncRun> open_runs(Session& sql) {
  std::vector<SyncRun> runs;
  const soci::rowset<soci::row> rows =
      (sql.prepare << run_columns << "WHERE r.state IN ('loopt', 'gepauzeerd') ORDER BY r.started, r.id");
  for (const auto& row : rows) runs.push_back(run_of(row));
  return with_waiting(sql, std::move(runs));
}

std::vector<SyncRun> last_runs(Session& sql, int count) {
  std::vector<SyncRun> runs;
  const soci::rowset<soci::row> rows =
      (sql.prepare << run_columns << "ORDER BY r.started DESC, r.id DESC LIMIT :count", use(count));
  for (const auto& row : rows) runs.push_back(run_of(row));
  return with_waiting(sql, std::move(runs));
}

bool has_open_run(Session& sql, std::string_view schedule, std::string_view tenant) {
  const std::string name(schedule);
  const std::string owner(tenant);
  int count = 0;
  sql << "SELECT COUNT(*) FROM sync_run WHERE schedule = :name AND tenant = :tenant AND state IN ('loopt', "
         "'gepauzeerd')",
      use(name), use(owner), into(count);
  return count > 0;
}

void save_run(Session& sql, const SyncRun& run) {
  const long long ended = run.ended;
  const long long total = run.total;
  const int fed = run.fed ? 1 : 0;
  sql << "UPDATE sync_run SET state = :state, ended = :ended, total = :total, cursor = :cursor, fed = :fed "
         "WHERE id = "
         ":id",
      use(run.state), use(ended), use(total), use(run.cursor), use(fed), use(run.id);
}

void drop_questions(Session& sql, std::string_view run) {
  const std::string id(run);
  sql << "DELETE FROM question WHERE run = :id AND priority > 0", use(id);
  sql << "UPDATE question SET run = '' WHERE run = :id", use(id);
}

void add_count(Session& sql, std::string_view run, const SyncCount& count) {
  const std::string id(run);
  const long long asked = count.asked;
  const long long changed = count.changed;
  const long long unannounced = count.unannounced;
  const long long refused = count.refused;
  const long long failed = count.failed;
  sql << "INSERT INTO sync_count (run, resource, asked, changed, unannounced, refused, failed)"
         " VALUES (:run, :resource, :asked, :changed, :unannounced, :refused, :failed)"
         " ON CONFLICT (run, resource) DO UPDATE SET asked = asked + excluded.asked, changed = changed + "
         "excluded.changed,"
         " unannounced = unannounced + excluded.unannounced, refused = refused + excluded.refused,"
         " failed = failed + excluded.failed",
      use(id), use(count.resource), use(asked), use(changed), use(unannounced), use(refused), use(failed);
}

std::vector<SyncCount> counts_of(Session& sql, std::string_view run) {
  const std::string id(run);
  std::vector<SyncCount> counts;
  const soci::rowset<soci::row> rows =
      (sql.prepare
           << "SELECT resource, asked, changed, unannounced, refused, failed FROM sync_count WHERE run = :id"
              " ORDER BY resource",
       use(id));
  for (const auto& row : rows)
    counts.push_back({row.get<std::string>(0), row.get<long long>(1), row.get<long long>(2),
                      row.get<long long>(3), row.get<long long>(4), row.get<long long>(5)});
  return counts;
}

std::vector<std::string> dossiers_after(Session& sql, std::string_view tenant, std::string_view cursor,
                                        int count) {
  const std::string owner(tenant);
  const std::string after(cursor);
  std::vector<std::string> ids;
  const soci::rowset<std::string> rows =
      (sql.prepare << "SELECT id FROM dossier WHERE tenant = :tenant AND id > :after AND closed = '' ORDER "
                      "BY id LIMIT :count",
       use(owner), use(after), use(count));
  for (const auto& id : rows) ids.push_back(id);
  return ids;
}

std::int64_t count_dossiers(Session& sql, std::string_view tenant) {
  const std::string owner(tenant);
  long long count = 0;
  sql << "SELECT COUNT(*) FROM dossier WHERE tenant = :tenant AND closed = ''", use(owner), into(count);
  return count;
}

std::optional<Milliseconds> schedule_due(Session& sql, std::string_view schedule, std::string_view tenant) {
  const std::string name(schedule);
  const std::string owner(tenant);
  long long due = 0;
  sql << "SELECT due FROM sync_schedule WHERE schedule = :name AND tenant = :tenant", use(name), use(owner),
      into(due);
  if (!sql.got_data()) return std::nullopt;
  return due;
}

void set_schedule_due(Session& sql, std::string_view schedule, std::string_view tenant, Milliseconds moment) {
  const std::string name(schedule);
  const std::string owner(tenant);
  const long long due = moment;
  sql << "INSERT INTO sync_schedule (schedule, tenant, due) VALUES (:name, :tenant, :due)"
         " ON CONFLICT (schedule, tenant) DO UPDATE SET due = excluded.due",
      use(name), use(owner), use(due);
}

std::optional<Asked> last_asked(Session& sql, std::string_view tenant, std::string_view dossier,
                                std::string_view resource) {
  const std::string owner(tenant);
  const std::string person(dossier);
  const std::string name(resource);
  Asked asked;
  long long answered = 0;
  long long failed = 0;
  sql << "SELECT answered, outcome, answer_hash, failed FROM asked WHERE tenant = :tenant AND dossier = "
         ":dossier"
         " AND resource = :resource",
      use(owner), use(person), use(name), into(answered), into(asked.outcome), into(asked.answer_hash),
      into(failed);
  if (!sql.got_data()) return std::nullopt;
  asked.answered = answered;
  asked.failed = failed;
  return asked;
}

void note_answer(Session& sql, std::string_view tenant, std::string_view dossier, std::string_view resource,
                 const Asked& asked) {
  const std::string owner(tenant);
  const std::string person(dossier);
  const std::string name(resource);
  const long long answered = asked.answered;
  sql << "INSERT INTO asked (tenant, dossier, resource, answered, outcome, answer_hash, failed)"
         " VALUES (:tenant, :dossier, :resource, :answered, :outcome, :hash, 0)"
         " ON CONFLICT (tenant, dossier, resource) DO UPDATE SET answered = excluded.answered,"
         " outcome = excluded.outcome, answer_hash = excluded.answer_hash, failed = 0",
      use(owner), use(person), use(name), use(answered), use(asked.outcome), use(asked.answer_hash);
}

void note_failure(Session& sql, std::string_view tenant, std::string_view dossier, std::string_view resource,
                  Milliseconds moment) {
  const std::string owner(tenant);
  const std::string person(dossier);
  const std::string name(resource);
  const long long failed = moment;
  sql << "INSERT INTO asked (tenant, dossier, resource, answered, outcome, answer_hash, failed)"
         " VALUES (:tenant, :dossier, :resource, 0, '', '', :failed)"
         " ON CONFLICT (tenant, dossier, resource) DO UPDATE SET failed = excluded.failed",
      use(owner), use(person), use(name), use(failed);
}

std::vector<Completeness> completeness(Session& sql, std::string_view tenant,
                                       const std::vector<std::string>& resources) {
  const std::string owner(tenant);
  const auto known = count_dossiers(sql, tenant);
  std::vector<Completeness> list;
  for (const auto& resource : resources) {
    long long answered = 0;
    long long failing = 0;
    long long oldest = 0;
    soci::indicator has_oldest = soci::i_null;
    sql << "SELECT COUNT(*), MIN(answered) FROM asked WHERE tenant = :tenant AND resource = :resource AND "
           "answered > 0",
        use(owner), use(resource), into(answered), into(oldest, has_oldest);
    sql << "SELECT COUNT(*) FROM asked WHERE tenant = :tenant AND resource = :resource AND failed > 0",
        use(owner), use(resource), into(failing);
    list.push_back({resource, answered,
                    has_oldest == soci::i_ok ? std::optional<Milliseconds>(oldest) : std::nullopt,
                    std::max<std::int64_t>(0, known - answered), failing});
  }
  return list;
}

}  // namespace inburgering::gateway::store
