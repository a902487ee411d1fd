#pragma once
// Subscriptions as they stand, the afnemers' own lists of persons, and the jobs that fill or empty a queue.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// Who made a subscription, and so who may change what it says.
namespace origin {
inline constexpr std::string_view config = "configuratie";
inline constexpr std::string_view api = "api";
inline constexpr std::string_view operation = "beheer";
}  // namespace origin

struct SubscriptionRow {
  std::string id;
  std::string afnemer;  ///< OIN
  std::string origin;
  std::string definition;  ///< JSON of wishes::Subscription
  bool paused = false;
  bool removed = false;    ///< its queue is being emptied
  bool confirmed = false;  ///< the sink said that it wants to receive
  Milliseconds confirm_due = 0;
  int confirm_attempts = 0;
  int allowed_rate = 0;  ///< requests per minute that the sink allowed; 0 = it set no limit
  Milliseconds created = 0;
  /// Sealed ("toegang:" and the id): what stands in `Authorization` when it is called; empty = nothing.
  std::string access{};
};

/// Rises with each change of any subscription.
std::int64_t subscription_version(Session& sql);
void touch_subscriptions(Session& sql);
std::vector<SubscriptionRow> subscriptions(Session& sql);
std::optional<SubscriptionRow> find_subscription(Session& sql, std::string_view id);
/// Adds it, or puts it in the place of what stood there.
void put_subscription(Session& sql, const SubscriptionRow& row);
void delete_subscription(Session& sql, std::string_view id);

void add_person(Session& sql, std::string_view subscription, std::string_view number_hash);
void remove_person(Session& sql, std::string_view subscription, std::string_view number_hash);
void clear_persons(Session& sql, std::string_view subscription);
bool has_person(Session& sql, std::string_view subscription, std::string_view number_hash);
std::int64_t count_persons(Session& sql, std::string_view subscription);

namespace job_kind {
inline constexpr std::string_view present = "beginstand";
inline constexpr std::string_view replay = "herhaling";
inline constexpr std::string_view removal = "verwijdering";
}  // namespace job_kind

struct Job {
  std::string id;
  std::string subscription;
  std::string kind;
  bool open = true;
  std::string tenant{};   ///< of the one dossier that it is about; empty = all
  std::string dossier{};  ///< the one dossier that it is about; empty = all
  std::string from_id{};  ///< of a replay by time: event ids in [from, until)
  std::string until_id{};
  std::int64_t last_number = 0;  ///< the last event that belongs to a replay
  std::string cursor_tenant{};   ///< how far it is
  std::string cursor_dossier{};
  std::int64_t cursor_number = 0;
  std::int64_t total = 0;   ///< dossiers or events to go through
  std::int64_t done = 0;    ///< gone through
  std::int64_t queued = 0;  ///< deliveries made, or at a removal: taken out
  Milliseconds started = 0;
  Milliseconds ended = 0;
};
void put_job(Session& sql, const Job& job);
std::vector<Job> open_jobs(Session& sql);
/// The newest first.
std::vector<Job> jobs_of(Session& sql, std::string_view subscription, int count);
/// The job that is feeding the present state, while it runs.
std::optional<Job> present_job(Session& sql, std::string_view subscription);
void delete_jobs(Session& sql, std::string_view subscription);

/// Dossiers of a tenant in the order of their ids.
std::vector<std::string> open_dossiers_after(Session& sql, std::string_view tenant, std::string_view id,
                                             int count);
std::int64_t count_open_dossiers(Session& sql, std::string_view tenant);

/// Whether the operator was not told of this in the last `rest`; notes that it is told now.
bool alert_now(Session& sql, std::string_view subscription, std::string_view kind, Milliseconds now,
               Milliseconds rest);

}  // namespace inburgering::gateway::store
