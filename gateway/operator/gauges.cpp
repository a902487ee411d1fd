#include "gateway/operator/gauges.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "adapters/token/key.h"
#include "gateway/base/milliseconds.h"
#include "gateway/identity/certificates.h"
#include "gateway/identity/revocation.h"
#include "gateway/log/chain.h"
#include "gateway/log/search.h"
#include "gateway/operator/queue_state.h"
#include "gateway/schedule/runs.h"
#include "gateway/store/meldingen.h"
#include "gateway/store/questions.h"
#include "gateway/store/schijf.h"

namespace inburgering::gateway::operation {
namespace {

void refresh_synchronisations(const Desk& desk, store::Session& sql, metrics::Metrics& metrics) {
  std::vector<metrics::SyncProgress> progress;
  for (const auto& run : store::open_runs(sql)) {
    const auto sum = schedule::sum_of(store::counts_of(sql, run.id));
    const auto* tenant = desk.registry.tenant_by_oin(run.tenant);
    progress.push_back(
        {run.schedule, tenant != nullptr ? tenant->gemeentecode : "", run.total, sum.asked, sum.failed});
  }
  metrics.set_sync(progress);
}

void refresh_subscriptions(const Desk& desk, store::Session& sql, metrics::Metrics& metrics) {
  std::vector<metrics::SubscriptionGauge> gauges;
  const auto sinks = desk.dispatcher.sinks();
  for (const auto& standing : subscriptions::present(sql)) {
    const auto state = queue_state(desk.config(), sql, *standing, desk.pipeline.now(), sinks);
    gauges.push_back({standing->metric_name(), state.waiting, state.dead, standing->row.paused,
                      state.circuit_open, state.oldest_seconds});
  }
  metrics.set_subscriptions(gauges);
}

void refresh_log(const Desk& desk, store::Session& sql, metrics::Metrics& metrics) {
  const auto last = log::last_seq(sql);
  std::int64_t untold = 0;
  if (!desk.config().logboek.url.empty()) untold = last - log::reader_position(sql, logboek::reader_name);
  std::int64_t age = 0;
  if (const auto checkpoint = log::last_checkpoint(sql))
    age = std::chrono::duration_cast<std::chrono::seconds>(desk.pipeline.now().time() -
                                                           checkpoint->moment.time())
              .count();
  metrics.set_log(untold, age);
}

void refresh_disk(const Desk& desk, store::Session& sql, metrics::Metrics& metrics) {
  const auto now = store::measure_room(sql, desk.database.place(), milliseconds(desk.pipeline.now()));
  if (now) metrics.set_disk(now->used, now->free, days_until_full(store::measurements(sql)));
}

}  // namespace

void refresh(const Desk& desk, metrics::Metrics& metrics) {
  try {
    const auto sql = desk.database.reader();
    metrics.set_waiting({.deliveries = static_cast<double>(store::waiting_deliveries(*sql)),
                         .questions = static_cast<double>(store::waiting_questions(*sql)),
                         .meldingen = static_cast<double>(store::open_meldingen(*sql)),
                         .meldingen_uncertain = static_cast<double>(
                             store::count_meldingen(*sql, store::melding_state::uncertain))});
    refresh_synchronisations(desk, *sql, metrics);
    refresh_subscriptions(desk, *sql, metrics);
    refresh_log(desk, *sql, metrics);
    refresh_disk(desk, *sql, metrics);
    std::vector<metrics::CertificateGauge> certificates;
    for (const auto& each : identity::certificates(desk.config(), *sql, desk.pipeline.now()))
      certificates.push_back({each.name, each.days_left});
    metrics.set_certificates(certificates);
    std::vector<metrics::ListGauge> lists;
    for (const auto& each : identity::revocation_lists(desk.config(), desk.pipeline.now()))
      lists.push_back({each.issuer, each.seconds_left, each.age_seconds});
    metrics.set_lists(lists);
    std::vector<metrics::StatusGauge> statuses;
    for (const auto& each : identity::statuses(desk.config(), desk.pipeline.now()))
      if (each.own || !each.status.empty())
        statuses.push_back({each.serial, each.own, each.seconds_left, each.age_seconds});
    metrics.set_statuses(statuses);
    metrics.set_token_keys_gone(std::ranges::count_if(
        adapters::token::states(), [](const auto& state) { return state.fault.has_value(); }));
  } catch (const std::exception& error) {
    spdlog::warn("de wachtrijen konden niet worden geteld: {}", error.what());
  }
}

}  // namespace inburgering::gateway::operation
