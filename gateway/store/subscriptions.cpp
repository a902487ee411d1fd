#include "gateway/store/subscriptions.h"

#include <tuple>

namespace inburgering::gateway::store {
namespace {

using Row = std::tuple<std::string, std::string, std::string, std::string, int, int, int, long long, int, int,
                       long long, std::string>;

const std::string subscription_query =
    "SELECT id, afnemer, origin, definition, paused, removed, confirmed, confirm_due, confirm_attempts,"
    " allowed_rate, created, access FROM subscription ";

SubscriptionRow row_of(Row row) {
  auto& [id, afnemer, origin, definition, paused, removed, confirmed, due, attempts, rate, created, access] =
      row;
  return {std::move(id),     std::move(afnemer),
          std::move(origin), std::move(definition),
          paused != 0,       removed != 0,
          confirmed != 0,    due,
          attempts,          rate,
          created,           std::move(access)};
}

using JobRow = std::tuple<std::string, std::string, std::string, int, std::string, std::string, std::string,
                          std::string, long long, std::string, std::string, long long, long long, long long,
                          long long, long long, long long>;

const std::string job_query =
    "SELECT id, subscription, kind, open, tenant, dossier, from_id, until_id, last_number, cursor_tenant,"
    " cursor_dossier, cursor_number, total, done, queued, started, ended FROM subscription_job ";

Job job_of(JobRow row) {
  auto& [id, subscription, kind, open, tenant, dossier, from, until, last, cursor_tenant, cursor_dossier,
         cursor_number, total, done, queued, started, ended] = row;
  return {std::move(id),
          std::move(subscription),
          std::move(kind),
          open != 0,
          std::move(tenant),
          std::move(dossier),
          std::move(from),
          std::move(until),
          last,
          std::move(cursor_tenant),
          std::move(cursor_dossier),
          cursor_number,
          total,
          done,
          queued,
          started,
          ended};
}

std::vector<Job> jobs_in(std::vector<JobRow> rows) {
  std::vector<Job> jobs;
  for (auto& row : rows) jobs.push_back(job_of(std::move(row)));
  return jobs;
}

}  // namespace

void touch_subscriptions(Session& sql) {
  sql.announce(Topic::deliveries);
  sql.run({"subscriptions.touch_subscriptions",
           "UPDATE change_counter SET value = value + 1 WHERE name = 'subscription'"});
}

std::int64_t subscription_version(Session& sql) {
  return sql
      .one<long long>({"subscriptions.subscription_version",
                       "SELECT value FROM change_counter WHERE name = 'subscription'"})
      .value_or(0);
}

std::vector<SubscriptionRow> subscriptions(Session& sql) {
  static const auto query = subscription_query + "ORDER BY id";
  std::vector<SubscriptionRow> list;
  for (auto& row : sql.rows<Row>({"subscriptions.subscriptions", query}))
    list.push_back(row_of(std::move(row)));
  return list;
}

std::optional<SubscriptionRow> find_subscription(Session& sql, std::string_view id) {
  static const auto query = subscription_query + "WHERE id = :id";
  auto rows = sql.rows<Row>({"subscriptions.find_subscription", query}, id);
  if (rows.empty()) return std::nullopt;
  return row_of(std::move(rows.front()));
}

void put_subscription(Session& sql, const SubscriptionRow& row) {
  sql.run({"subscriptions.put_subscription.remove_subscription", "DELETE FROM subscription WHERE id = :id"},
          row.id);
  sql.run(
      {"subscriptions.put_subscription.put_subscription",
       "INSERT INTO subscription (id, afnemer, origin, definition, paused, removed, confirmed, confirm_due,"
       " confirm_attempts, allowed_rate, created, access) VALUES (:id, :afnemer, :origin, :definition, "
       ":paused,"
       " :removed, :confirmed, :due, :attempts, :rate, :created, :access)"},
      row.id, row.afnemer, row.origin, row.definition, row.paused ? 1 : 0, row.removed ? 1 : 0,
      row.confirmed ? 1 : 0, row.confirm_due, row.confirm_attempts, row.allowed_rate, row.created,
      Bytes{row.access});
  touch_subscriptions(sql);
}

void delete_subscription(Session& sql, std::string_view id) {
  sql.run(
      {"subscriptions.delete_subscription.remove_subscription", "DELETE FROM subscription WHERE id = :id"},
      id);
  sql.run({"subscriptions.delete_subscription.remove_alert", "DELETE FROM alert WHERE subscription = :id"},
          id);
  touch_subscriptions(sql);
}

void add_person(Session& sql, std::string_view subscription, std::string_view number_hash) {
  sql.run({"subscriptions.add_person",
           "INSERT INTO subscription_person (subscription, number_hash) VALUES (:name, :hash)"
           " ON CONFLICT (subscription, number_hash) DO NOTHING"},
          subscription, number_hash);
}

void remove_person(Session& sql, std::string_view subscription, std::string_view number_hash) {
  sql.run({"subscriptions.remove_person",
           "DELETE FROM subscription_person WHERE subscription = :name AND number_hash = :hash"},
          subscription, number_hash);
}

void clear_persons(Session& sql, std::string_view subscription) {
  sql.run({"subscriptions.clear_persons", "DELETE FROM subscription_person WHERE subscription = :name"},
          subscription);
}

bool has_person(Session& sql, std::string_view subscription, std::string_view number_hash) {
  return sql
      .one<int>({"subscriptions.has_person",
                 "SELECT 1 FROM subscription_person WHERE subscription = :name AND number_hash = :hash"},
                subscription, number_hash)
      .has_value();
}

std::int64_t count_persons(Session& sql, std::string_view subscription) {
  return sql
      .one<long long>({"subscriptions.count_persons",
                       "SELECT COUNT(*) FROM subscription_person WHERE subscription = :name"},
                      subscription)
      .value_or(0);
}

void put_job(Session& sql, const Job& job) {
  sql.announce(Topic::jobs);
  sql.run({"subscriptions.put_job.remove_subscription_job", "DELETE FROM subscription_job WHERE id = :id"},
          job.id);
  sql.run({"subscriptions.put_job.put_subscription_job",
           "INSERT INTO subscription_job (id, subscription, kind, open, tenant, dossier, from_id, until_id,"
           " last_number, cursor_tenant, cursor_dossier, cursor_number, total, done, queued, started, ended)"
           " VALUES (:id, :name, :kind, :open, :tenant, :dossier, :from, :until, :last, :ctenant, :cdossier,"
           " :cnumber, :total, :done, :queued, :started, :ended)"},
          job.id, job.subscription, job.kind, job.open ? 1 : 0, job.tenant, job.dossier, job.from_id,
          job.until_id, job.last_number, job.cursor_tenant, job.cursor_dossier, job.cursor_number, job.total,
          job.done, job.queued, job.started, job.ended);
}

std::vector<Job> open_jobs(Session& sql) {
  static const auto query = job_query + "WHERE open = 1 ORDER BY id";
  return jobs_in(sql.rows<JobRow>({"subscriptions.open_jobs", query}));
}

std::vector<Job> jobs_of(Session& sql, std::string_view subscription, int count) {
  static const auto query = job_query + "WHERE subscription = :name ORDER BY id DESC LIMIT :count";
  return jobs_in(sql.rows<JobRow>({"subscriptions.jobs_of", query}, subscription, count));
}

std::optional<Job> present_job(Session& sql, std::string_view subscription) {
  static const auto query =
      job_query + "WHERE subscription = :name AND open = 1 AND kind = 'beginstand' LIMIT 1";
  auto jobs = jobs_in(sql.rows<JobRow>({"subscriptions.present_job", query}, subscription));
  if (jobs.empty()) return std::nullopt;
  return std::move(jobs.front());
}

void delete_jobs(Session& sql, std::string_view subscription) {
  sql.run({"subscriptions.delete_jobs", "DELETE FROM subscription_job WHERE subscription = :name"},
          subscription);
}

std::vector<std::string> open_dossiers_after(Session& sql, std::string_view tenant, std::string_view id,
                                             int count) {
  std::vector<std::string> ids;
  for (auto& [dossier] : sql.all<std::string>(
           {"subscriptions.open_dossiers_after",
            "SELECT id FROM dossier WHERE tenant = :tenant AND id > :id AND closed = '' ORDER BY id LIMIT "
            ":count"},
           tenant, id, count))
    ids.push_back(std::move(dossier));
  return ids;
}

std::int64_t count_open_dossiers(Session& sql, std::string_view tenant) {
  return sql
      .one<long long>({"subscriptions.count_open_dossiers",
                       "SELECT COUNT(*) FROM dossier WHERE tenant = :tenant AND closed = ''"},
                      tenant)
      .value_or(0);
}

bool alert_now(Session& sql, std::string_view subscription, std::string_view kind, Milliseconds now,
               Milliseconds rest) {
  const auto last =
      sql.one<long long>({"subscriptions.alert_now.read_alert",
                          "SELECT moment FROM alert WHERE subscription = :name AND kind = :kind"},
                         subscription, kind);
  if (last && now - *last < rest) return false;
  sql.run({"subscriptions.alert_now.put_alert",
           "INSERT INTO alert (subscription, kind, moment) VALUES (:name, :kind, :moment)"
           " ON CONFLICT (subscription, kind) DO UPDATE SET moment = excluded.moment"},
          subscription, kind, now);
  return true;
}

}  // namespace inburgering::gateway::store
