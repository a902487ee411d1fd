#include "gateway/store/sync.h"

namespace inburgering::gateway::store {
namespace {

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

const std::string run_query =
    "SELECT r.id, r.schedule, r.tenant, r.resources, r.dossiers, r.state, r.started, r.ended, r.total, "
    "(SELECT COUNT(*) FROM question WHERE run = r.id), r.cursor, r.fed FROM sync_run r ";

template <class... In>
std::vector<SyncRun> read_runs(Session& sql, std::string_view where, const In&... in) {
  std::vector<SyncRun> runs;
  for (auto& [id, schedule, tenant, resources, dossiers, state, started, ended, total, waiting, cursor, fed] :
       sql.all<std::string, std::string, std::string, std::string, std::string, std::string, Milliseconds,
               Milliseconds, std::int64_t, std::int64_t, std::string, int>(
           {"sync.read_runs", run_query + std::string(where)}, in...))
    runs.push_back({std::move(id), std::move(schedule), std::move(tenant), parted(resources),
                    parted(dossiers), std::move(state), started, ended, total, waiting, std::move(cursor),
                    fed != 0});
  return runs;
}

}  // namespace

bool is_open(const SyncRun& run) { return run.state == run_state::running || run.state == run_state::paused; }

void add_run(Session& sql, const SyncRun& run) {
  sql.announce(Topic::runs);
  sql.run({"sync.add_run",
           "INSERT INTO sync_run (id, schedule, tenant, resources, dossiers, state, started, ended, total, "
           "cursor, fed)"
           " VALUES (:id, :schedule, :tenant, :resources, :dossiers, :state, :started, 0, :total, '', 0)"},
          run.id, run.schedule, run.tenant, joined(run.resources), joined(run.dossiers), run.state,
          run.started, run.total);
}

std::optional<SyncRun> find_run(Session& sql, std::string_view id) {
  auto runs = read_runs(sql, "WHERE r.id = :id", id);
  if (runs.empty()) return std::nullopt;
  return std::move(runs.front());
}

std::vector<SyncRun> open_runs(Session& sql) {
  return read_runs(sql, "WHERE r.state IN ('loopt', 'gepauzeerd') ORDER BY r.started, r.id");
}

std::vector<SyncRun> last_runs(Session& sql, int count) {
  return read_runs(sql, "ORDER BY r.started DESC, r.id DESC LIMIT :count", count);
}

std::optional<SyncRun> last_run(Session& sql, std::string_view schedule, std::string_view tenant) {
  auto runs = read_runs(
      sql, "WHERE r.schedule = :name AND r.tenant = :tenant ORDER BY r.started DESC, r.id DESC LIMIT 1",
      schedule, tenant);
  if (runs.empty()) return std::nullopt;
  return std::move(runs.front());
}

bool has_open_run(Session& sql, std::string_view schedule, std::string_view tenant) {
  return sql
      .one<int>({"sync.has_open_run",
                 "SELECT 1 FROM sync_run WHERE schedule = :name AND tenant = :tenant AND state IN ('loopt', "
                 "'gepauzeerd') LIMIT 1"},
                schedule, tenant)
      .has_value();
}

void save_run(Session& sql, const SyncRun& run) {
  sql.announce(Topic::runs);
  sql.run({"sync.save_run",
           "UPDATE sync_run SET state = :state, ended = :ended, total = :total, cursor = :cursor, fed = :fed"
           " WHERE id = :id"},
          run.state, run.ended, run.total, run.cursor, run.fed, run.id);
}

void drop_questions(Session& sql, std::string_view run) {
  sql.run({"sync.drop_questions.remove_question", "DELETE FROM question WHERE run = :id AND priority > 0"},
          run);
  sql.run({"sync.drop_questions.change_question", "UPDATE question SET run = '' WHERE run = :id"}, run);
}

void add_count(Session& sql, std::string_view run, const SyncCount& count) {
  sql.run({"sync.add_count",
           "INSERT INTO sync_count (run, resource, asked, changed, unannounced, refused, failed)"
           " VALUES (:run, :resource, :asked, :changed, :unannounced, :refused, :failed)"
           " ON CONFLICT (run, resource) DO UPDATE SET asked = sync_count.asked + excluded.asked,"
           " changed = sync_count.changed + excluded.changed, unannounced = sync_count.unannounced +"
           " excluded.unannounced, refused = sync_count.refused + excluded.refused,"
           " failed = sync_count.failed + excluded.failed"},
          run, count.resource, count.asked, count.changed, count.unannounced, count.refused, count.failed);
}

std::vector<SyncCount> counts_of(Session& sql, std::string_view run) {
  std::vector<SyncCount> counts;
  for (auto& [resource, asked, changed, unannounced, refused, failed] :
       sql.all<std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
           {"sync.counts_of",
            "SELECT resource, asked, changed, unannounced, refused, failed FROM sync_count WHERE run = :id"
            " ORDER BY resource"},
           run))
    counts.push_back({std::move(resource), asked, changed, unannounced, refused, failed});
  return counts;
}

std::vector<std::string> dossiers_after(Session& sql, std::string_view tenant, std::string_view cursor,
                                        int count) {
  return sql.list<std::string>(
      {"sync.dossiers_after",
       "SELECT id FROM dossier WHERE tenant = :tenant AND id > :after AND closed = '' ORDER BY id LIMIT "
       ":count"},
      tenant, cursor, count);
}

std::int64_t count_dossiers(Session& sql, std::string_view tenant) {
  return sql
      .one<std::int64_t>(
          {"sync.count_dossiers", "SELECT COUNT(*) FROM dossier WHERE tenant = :tenant AND closed = ''"},
          tenant)
      .value_or(0);
}

std::optional<Milliseconds> schedule_due(Session& sql, std::string_view schedule, std::string_view tenant) {
  return sql.one<Milliseconds>(
      {"sync.schedule_due", "SELECT due FROM sync_schedule WHERE schedule = :name AND tenant = :tenant"},
      schedule, tenant);
}

void set_schedule_due(Session& sql, std::string_view schedule, std::string_view tenant, Milliseconds moment) {
  sql.run({"sync.set_schedule_due",
           "INSERT INTO sync_schedule (schedule, tenant, due) VALUES (:name, :tenant, :due)"
           " ON CONFLICT (schedule, tenant) DO UPDATE SET due = excluded.due"},
          schedule, tenant, moment);
}

std::optional<Asked> last_asked(Session& sql, std::string_view tenant, std::string_view dossier,
                                std::string_view resource) {
  auto row = sql.one<Milliseconds, std::string, std::string, Milliseconds>(
      {"sync.last_asked",
       "SELECT answered, outcome, answer_hash, failed FROM asked WHERE tenant = :tenant AND dossier = "
       ":dossier AND resource = :resource"},
      tenant, dossier, resource);
  if (!row) return std::nullopt;
  Asked asked;
  std::tie(asked.answered, asked.outcome, asked.answer_hash, asked.failed) = std::move(*row);
  return asked;
}

void note_answer(Session& sql, std::string_view tenant, std::string_view dossier, std::string_view resource,
                 const Asked& asked) {
  sql.run({"sync.note_answer",
           "INSERT INTO asked (tenant, dossier, resource, answered, outcome, answer_hash, failed)"
           " VALUES (:tenant, :dossier, :resource, :answered, :outcome, :hash, 0)"
           " ON CONFLICT (tenant, dossier, resource) DO UPDATE SET answered = excluded.answered,"
           " outcome = excluded.outcome, answer_hash = excluded.answer_hash, failed = 0"},
          tenant, dossier, resource, asked.answered, asked.outcome, asked.answer_hash);
}

void note_failure(Session& sql, std::string_view tenant, std::string_view dossier, std::string_view resource,
                  Milliseconds moment) {
  sql.run({"sync.note_failure",
           "INSERT INTO asked (tenant, dossier, resource, answered, outcome, answer_hash, failed)"
           " VALUES (:tenant, :dossier, :resource, 0, '', '', :failed)"
           " ON CONFLICT (tenant, dossier, resource) DO UPDATE SET failed = excluded.failed"},
          tenant, dossier, resource, moment);
}

std::vector<Completeness> completeness(Session& sql, std::string_view tenant,
                                       const std::vector<std::string>& resources) {
  const auto known = count_dossiers(sql, tenant);
  std::vector<Completeness> list;
  for (const auto& resource : resources) {
    const auto [answered, oldest] =
        sql.one<std::int64_t, std::optional<Milliseconds>>(
               {"sync.completeness.read_answered",
                "SELECT COUNT(*), MIN(answered) FROM asked WHERE tenant = :tenant AND resource = :resource "
                "AND answered > 0"},
               tenant, resource)
            .value_or(std::tuple<std::int64_t, std::optional<Milliseconds>>());
    const auto failing =
        sql.one<std::int64_t>(
               {"sync.completeness.read_failed",
                "SELECT COUNT(*) FROM asked WHERE tenant = :tenant AND resource = :resource AND failed > 0"},
               tenant, resource)
            .value_or(0);
    list.push_back({resource, answered, oldest, std::max<std::int64_t>(0, known - answered), failing});
  }
  return list;
}

}  // namespace inburgering::gateway::store
