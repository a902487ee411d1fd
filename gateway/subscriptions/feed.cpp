#include "gateway/subscriptions/feed.h"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "adapters/transport/guard.h"
#include "gateway/base/milliseconds.h"
#include "gateway/events/event.h"
#include "gateway/log/trace.h"
#include "gateway/store/sealed.h"
#include "gateway/store/stored_rows.h"

namespace inburgering::gateway::subscriptions {
namespace {

// The writer is shared with everybody who waits for an answer: a part is over in some milliseconds.
constexpr int dossiers_at_once = 5;
constexpr int events_at_once = 50;
constexpr int rows_at_once = 500;
/// Of present states and replays no more than this many wait at once: they can be made when they are needed.
constexpr std::int64_t enough_waiting = 20'000;

const config::Tenant* tenant_of(const config::Config& config, std::string_view oin) {
  const auto found = std::ranges::find(
      config.tenants, oin, [](const auto& tenant) { return std::string_view(tenant.oin.digits()); });
  return found == config.tenants.end() ? nullptr : &*found;
}

/// The first tenant of the subscription whose OIN is not below `oin`; null when there is none.
const config::Tenant* tenant_from(const config::Config& config, const Standing& standing,
                                  std::string_view oin) {
  const config::Tenant* next = nullptr;
  for (const auto& tenant : config.tenants)
    if (tenant.oin.digits() >= oin && of_gemeente(standing.wish, tenant) &&
        (next == nullptr || tenant.oin < next->oin))
      next = &tenant;
  return next;
}

class Feeder {
 public:
  Feeder(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
         const Standing& standing, store::Job& job)
      : sql_(sql), sealing_(sealing), config_(config), standing_(standing), job_(job) {}

  bool run() {
    const bool more = job_.kind == store::job_kind::removal   ? take_out()
                      : job_.kind == store::job_kind::present ? queue_dossiers()
                                                              : queue_events();
    if (!more) {
      job_.open = false;
      job_.ended = milliseconds(sealing_.surroundings.clock.now());
    }
    if (job_.kind != store::job_kind::removal || more) store::put_job(sql_, job_);
    if (!more && job_.kind == store::job_kind::present) store::touch_subscriptions(sql_);
    return true;
  }

 private:
  bool take_out() {
    const auto gone = store::drop_oldest(sql_, standing_.id(), standing_.wish.ordered(), rows_at_once);
    job_.queued += gone;
    job_.done = job_.queued;
    if (gone > 0 || !store::forget_queue(sql_, standing_.id(), rows_at_once)) return true;
    store::clear_persons(sql_, standing_.id());
    store::delete_jobs(sql_, standing_.id());
    store::delete_subscription(sql_, standing_.id());
    return false;
  }

  bool queue_dossiers() {
    if (!job_.dossier.empty()) {
      queue(job_.tenant, job_.dossier);
      return false;
    }
    const auto* tenant = tenant_from(config_, standing_, job_.cursor_tenant);
    if (tenant == nullptr) return false;
    const auto& oin = tenant->oin.digits();
    if (oin != job_.cursor_tenant) job_.cursor_dossier.clear();
    job_.cursor_tenant = oin;
    const auto ids = store::open_dossiers_after(sql_, oin, job_.cursor_dossier, dossiers_at_once);
    for (const auto& id : ids) queue(oin, id);
    if (!ids.empty()) {
      job_.cursor_dossier = ids.back();
      return true;
    }
    // No dossier is left here: go on behind this tenant, whose later dossiers tell their events themselves.
    const auto* next = tenant_from(config_, standing_, oin + "0");
    if (next == nullptr) return false;
    job_.cursor_tenant = next->oin.digits();
    job_.cursor_dossier.clear();
    return true;
  }

  void queue(const std::string& tenant_oin, const std::string& id) {
    ++job_.done;
    const auto* tenant = tenant_of(config_, tenant_oin);
    const auto dossier = store::find_dossier(sql_, sealing_, tenant_oin, id);
    if (tenant != nullptr && dossier)
      job_.queued += queue_present(sql_, sealing_, config_, standing_, *tenant, *dossier);
  }

  bool queue_events() {
    const bool of_one = !job_.dossier.empty();
    const auto events =
        of_one ? store::events_of_dossier(sql_, job_.tenant, job_.dossier, job_.cursor_number, events_at_once)
               : store::events_after(sql_, job_.cursor_number, job_.last_number, events_at_once);
    for (const auto& event : events) {
      job_.cursor_number = of_one ? event.sequence : event.number;
      if (of_one ? event.sequence > job_.last_number : event.id < job_.from_id || event.id >= job_.until_id)
        continue;
      const auto* tenant = tenant_of(config_, event.tenant);
      if (tenant == nullptr || !serves(config_, standing_, *tenant)) continue;
      ++job_.done;
      if (queue_again(sql_, sealing_, config_, standing_, event)) ++job_.queued;
    }
    return events.size() == events_at_once;
  }

  store::Session& sql_;
  const store::Sealing& sealing_;
  const config::Config& config_;
  const Standing& standing_;
  store::Job& job_;
};

/// The CloudEvent of a kept event, when the subscription may have it and wants it.
std::optional<boost::json::object> open_wanted(store::Session& sql, const store::Sealing& sealing,
                                               const config::Config& config, const Standing& standing,
                                               const store::StoredEvent& event) {
  const auto* tenant = tenant_of(config, event.tenant);
  if (tenant == nullptr) return std::nullopt;
  const auto dossier = store::find_dossier(sql, sealing, event.tenant, event.dossier);
  if (!dossier) return std::nullopt;
  auto cloud = open_event(sealing, event);
  if (!cloud) return std::nullopt;
  store::StoredRows rows(sql);
  const auto& data = cloud->at("data").as_object();
  const auto handeling =
      event.present ? std::string_view() : std::string_view(event.type).substr(event.type.rfind('.') + 1);
  if (!wants(rows, sealing.keys, config, standing,
             {*tenant, *dossier, std::string_view(data.at("objecttype").as_string()), handeling, data}))
    return std::nullopt;
  return cloud;
}

}  // namespace

std::optional<boost::json::object> open_event(const store::Sealing& sealing,
                                              const store::StoredEvent& event) {
  auto cloud = store::try_open_object(sealing.keys, event.sealed, "event:" + event.id);
  if (!cloud) return std::nullopt;
  const auto* data = cloud->if_contains("data");
  const auto* told = data == nullptr ? nullptr : data->if_object();
  const auto* type = told == nullptr ? nullptr : told->if_contains("objecttype");
  if (type != nullptr && type->is_string()) return cloud;
  adapters::transport::note_caught("opslag: onleesbare gebeurtenis");
  return std::nullopt;
}

std::int64_t queue_present(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
                           const Standing& standing, const config::Tenant& tenant,
                           const store::Dossier& dossier) {
  store::StoredRows rows(sql);
  std::int64_t queued = 0;
  const auto now = sealing.surroundings.clock.now();
  for (const auto& known : store::all_known(sql, sealing, dossier)) {
    const auto id = uuid7(sealing.surroundings);
    const events::Event event{id,
                              config.oin.digits(),
                              dossier.id,
                              dossier.last_sequence,
                              now,
                              log::traceparent(log::trace_id_of(id), id),
                              mapping::Actie::vastgelegd,
                              tenant.gemeentecode,
                              {}};
    const auto cloud = events::cloud_event(event, dossier.subject, known.object, {known.feed, {}, {}});
    if (!wants(rows, sealing.keys, config, standing,
               {tenant,
                dossier,
                mapping::canonical::objecttype(known.object),
                {},
                cloud.at("data").as_object()}))
      continue;
    const auto stored =
        events::keep_event(rows, sealing, dossier, event, events::type_of(known.object, event.actie),
                           standing.id(), cloud, true, standing.wish.thin());
    store::add_delivery(sql, standing.destination(), stored, store::mark::present, milliseconds(now));
    ++queued;
  }
  return queued;
}

std::optional<std::pair<store::StoredEvent, boost::json::object>> find_told(store::Session& sql,
                                                                            const store::Sealing& sealing,
                                                                            const config::Config& config,
                                                                            const Standing& standing,
                                                                            std::string_view id) {
  auto event = store::find_event(sql, id);
  if (!event || (event->present && event->message_id != standing.id())) return std::nullopt;
  auto cloud = open_wanted(sql, sealing, config, standing, *event);
  if (!cloud) return std::nullopt;
  return std::pair(std::move(*event), std::move(*cloud));
}

bool queue_again(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
                 const Standing& standing, const store::StoredEvent& event) {
  if (!open_wanted(sql, sealing, config, standing, event)) return false;
  store::add_delivery(sql, standing.destination(), event, store::mark::replay,
                      milliseconds(sealing.surroundings.clock.now()));
  return true;
}

bool feed_some(store::Session& sql, const store::Sealing& sealing, const config::Config& config,
               store::Job& job) {
  const auto standing = find(sql, job.subscription);
  if (!standing) {
    store::delete_jobs(sql, job.subscription);
    return false;
  }
  if (job.kind != store::job_kind::removal &&
      store::queue_counts(sql, job.subscription).waiting >= enough_waiting)
    return false;
  return Feeder(sql, sealing, config, *standing, job).run();
}

}  // namespace inburgering::gateway::subscriptions
