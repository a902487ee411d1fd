#include "gateway/subscriptions/decisions.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "gateway/base/milliseconds.h"

namespace inburgering::gateway::subscriptions {
namespace {

/// With the version it is told by, which no later version of the gateway changes.
std::string definition_of(wishes::Subscription wish, int version) {
  if (!wish.schemaversie) wish.schemaversie = version;
  return boost::json::serialize(schemas::write_json(wish));
}

bool other_server(const wishes::Subscription& one, const wishes::Subscription& other) {
  return one.url != other.url || one.wijze != other.wijze || one.onderwerp != other.onderwerp ||
         one.certificaat != other.certificaat || one.pin != other.pin || one.vertrouwen != other.vertrouwen;
}

store::Job job_for(const Standing& standing, std::string_view kind, Begun begun) {
  store::Job job;
  job.id = std::move(begun.id);
  job.subscription = standing.id();
  job.kind = kind;
  job.started = milliseconds(begun.moment);
  return job;
}

store::Job about(store::Job job, const store::Dossier& dossier) {
  job.tenant = dossier.tenant;
  job.dossier = dossier.id;
  return job;
}

}  // namespace

Decision make(const wishes::Subscription& wish, std::string_view origin, schemas::Moment now) {
  store::SubscriptionRow row;
  row.id = wish.id;
  row.afnemer = wish.afnemer.digits();
  row.origin = origin;
  row.definition = definition_of(wish, mapping::versions::newest);
  row.created = milliseconds(now);
  row.confirm_due = row.created;
  return {.row = std::move(row)};
}

Decision change(const Standing& standing, const wishes::Subscription& wish, schemas::Moment now) {
  auto row = standing.row;
  row.definition = definition_of(wish, standing.wish.version());
  if (other_server(standing.wish, wish)) {
    row.confirmed = false;
    row.allowed_rate = 0;
  }
  row.confirm_due = milliseconds(now);
  row.confirm_attempts = 0;
  // Whoever changes something wants to see whether it helps.
  return {.row = std::move(row), .hurries = true};
}

Decision pause(const Standing& standing, bool paused) {
  auto row = standing.row;
  row.paused = paused;
  return {.row = std::move(row)};
}

Decision end(const Standing& standing, std::int64_t waiting, Begun begun) {
  if (standing.row.removed) return {};
  auto row = standing.row;
  row.removed = true;
  auto job = job_for(standing, store::job_kind::removal, std::move(begun));
  job.total = waiting;
  return {.row = std::move(row), .ends_jobs = true, .job = std::move(job)};
}

store::Job present_one(const Standing& standing, const store::Dossier& dossier, Begun begun) {
  auto job = about(job_for(standing, store::job_kind::present, std::move(begun)), dossier);
  job.total = 1;
  return job;
}

store::Job present_all(const Standing& standing, std::int64_t dossiers, Begun begun) {
  auto job = job_for(standing, store::job_kind::present, std::move(begun));
  job.total = dossiers;
  return job;
}

store::Job repeat_one(const Standing& standing, const store::Dossier& dossier, Begun begun) {
  auto job = about(job_for(standing, store::job_kind::replay, std::move(begun)), dossier);
  job.last_number = dossier.last_sequence;
  job.total = dossier.last_sequence;
  return job;
}

store::Job repeat_stretch(const Standing& standing, const Stretch& stretch, Begun begun) {
  auto job = job_for(standing, store::job_kind::replay, std::move(begun));
  job.from_id = stretch.from;
  job.until_id = stretch.until;
  for (const auto& span : stretch.spans) {
    if (span.count == 0) continue;
    job.cursor_number = job.total == 0 ? span.first - 1 : std::min(job.cursor_number, span.first - 1);
    job.last_number = std::max(job.last_number, span.last);
    job.total += span.count;
  }
  return job;
}

}  // namespace inburgering::gateway::subscriptions
