#include "gateway/metrics/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <limits>
#include <mutex>

#include "adapters/transport/guard.h"

namespace inburgering::gateway::metrics {

namespace {

/// Gauges of one family that are told anew as a whole.
class Replaced {
 public:
  explicit Replaced(prometheus::Family<prometheus::Gauge>& family) : family_(family) {}
  void clear() {
    for (auto* gauge : gauges_) family_.Remove(gauge);
    gauges_.clear();
  }
  void add(const prometheus::Labels& labels, std::int64_t value) {
    gauges_.push_back(&family_.Add(labels));
    gauges_.back()->Set(static_cast<double>(value));
  }

 private:
  prometheus::Family<prometheus::Gauge>& family_;
  std::vector<prometheus::Gauge*> gauges_;
};

}  // namespace

struct Metrics::Impl {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& messages =
      prometheus::BuildCounter()
          .Name("inburgering_messages_total")
          .Help("Messages in the exchange log, by direction, feed and outcome")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& events = prometheus::BuildCounter()
                                                        .Name("inburgering_events_total")
                                                        .Help("Events made, by the feed that caused them")
                                                        .Register(registry);
  prometheus::Family<prometheus::Histogram>& duration =
      prometheus::BuildHistogram()
          .Name("inburgering_message_seconds")
          .Help("Time from a message's arrival to its log entry")
          .Register(registry);
  prometheus::Counter& refused = prometheus::BuildCounter()
                                     .Name("inburgering_connections_refused_total")
                                     .Help("TLS handshakes that were refused")
                                     .Register(registry)
                                     .Add({});
  prometheus::Counter& overtaken = prometheus::BuildCounter()
                                       .Name("inburgering_units_overtaken_total")
                                       .Help(
                                           "Units of work that were decided anew, because another was "
                                           "committed first")
                                       .Register(registry)
                                       .Add({});
  prometheus::Family<prometheus::Gauge>& waiting =
      prometheus::BuildGauge()
          .Name("inburgering_waiting")
          .Help(
              "What waits in the store: deliveries, questions to DUO, reports to DUO, and those of them "
              "that wait for a person")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& sync =
      prometheus::BuildGauge()
          .Name("inburgering_sync_questions")
          .Help("Questions of the synchronisations that are open: in all, answered, and of those failed")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& alerts =
      prometheus::BuildCounter()
          .Name("inburgering_alerts_total")
          .Help("What an operator was told of subscriptions, by kind; at most once a day each")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& subscriptions =
      prometheus::BuildGauge()
          .Name("inburgering_subscription")
          .Help(
              "Of each subscription: events that wait, dead letters, whether it is paused, whether its sink "
              "is only probed, and the age of the event that waits longest")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& certificates =
      prometheus::BuildGauge()
          .Name("inburgering_certificate_days")
          .Help("Days until a certificate expires: our own, and those that parties showed last")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& list_ends =
      prometheus::BuildGauge()
          .Name("inburgering_crl_seconds_left")
          .Help("Seconds until a revocation list ends, after which everybody of its issuer is refused")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& list_ages =
      prometheus::BuildGauge()
          .Name("inburgering_crl_age_seconds")
          .Help("Seconds since a revocation list was made by its issuer")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& status_ends =
      prometheus::BuildGauge()
          .Name("inburgering_ocsp_seconds_left")
          .Help("Seconds until the answer of an OCSP responder about a certificate counts no more")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& status_ages =
      prometheus::BuildGauge()
          .Name("inburgering_ocsp_age_seconds")
          .Help("Seconds since the answer of an OCSP responder about a certificate was made")
          .Register(registry);
  prometheus::Gauge& token_keys_gone = prometheus::BuildGauge()
                                           .Name("inburgering_token_keys_gone")
                                           .Help("Keys in a token (PKCS#11) that cannot be used")
                                           .Register(registry)
                                           .Add({});
  prometheus::Family<prometheus::Gauge>& disk =
      prometheus::BuildGauge()
          .Name("inburgering_store_bytes")
          .Help("Disk of the store: what it takes, and what is left for it")
          .Register(registry);
  prometheus::Gauge& disk_days = prometheus::BuildGauge()
                                     .Name("inburgering_disk_full_days")
                                     .Help(
                                         "In how many days the disk of the store is full, if it goes on as "
                                         "in the last two weeks; infinite when that is "
                                         "not in sight")
                                     .Register(registry)
                                     .Add({}, std::numeric_limits<double>::infinity());
  prometheus::Gauge& untold =
      prometheus::BuildGauge()
          .Name("inburgering_logboek_untold")
          .Help("Entries of the log that the Logboek dataverwerkingen did not confirm yet")
          .Register(registry)
          .Add({});
  prometheus::Gauge& siem_untold = prometheus::BuildGauge()
                                       .Name("inburgering_siem_untold")
                                       .Help("Security events that the SIEM was not told yet")
                                       .Register(registry)
                                       .Add({});
  prometheus::Counter& siem_lost =
      prometheus::BuildCounter()
          .Name("inburgering_siem_lost_total")
          .Help("Security events that the SIEM will not be told, because more waited than siem.hoogstens")
          .Register(registry)
          .Add({});
  prometheus::Gauge& checkpoint = prometheus::BuildGauge()
                                      .Name("inburgering_checkpoint_age_seconds")
                                      .Help("Age of the last signed checkpoint of the log")
                                      .Register(registry)
                                      .Add({});
  prometheus::Family<prometheus::Gauge>& faults =
      prometheus::BuildGauge()
          .Name("inburgering_faults_caught")
          .Help("Exceptions that ended at a connection, a callback or a thread since the start, by where")
          .Register(registry);
  std::mutex gauges_mutex;
  Replaced caught_gauges{faults};
  Replaced certificate_gauges{certificates};
  Replaced list_end_gauges{list_ends};
  Replaced list_age_gauges{list_ages};
  Replaced status_end_gauges{status_ends};
  Replaced status_age_gauges{status_ages};
  Replaced sync_gauges{sync};
  Replaced subscription_gauges{subscriptions};
  prometheus::Gauge& deliveries = waiting.Add({{"queue", "deliveries"}});
  prometheus::Gauge& questions = waiting.Add({{"queue", "questions"}});
  prometheus::Gauge& meldingen = waiting.Add({{"queue", "meldingen"}});
  prometheus::Gauge& meldingen_uncertain = waiting.Add({{"queue", "meldingen_onzeker"}});
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::count(const log::Entry& entry) {
  impl_->messages.Add({{"direction", entry.direction}, {"feed", entry.feed}, {"outcome", entry.outcome}})
      .Increment();
  impl_->duration
      .Add({{"direction", entry.direction}, {"feed", entry.feed}},
           prometheus::Histogram::BucketBoundaries{0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10})
      .Observe(static_cast<double>(entry.duration_ms) / 1000.0);
  if (entry.events > 0)
    impl_->events.Add({{"feed", entry.feed}}).Increment(static_cast<double>(entry.events));
}

void Metrics::count_overtaken() { impl_->overtaken.Increment(); }

void Metrics::set_siem_untold(std::int64_t untold) { impl_->siem_untold.Set(static_cast<double>(untold)); }

void Metrics::siem_lost(std::int64_t lost) { impl_->siem_lost.Increment(static_cast<double>(lost)); }

void Metrics::connection_refused() { impl_->refused.Increment(); }

void Metrics::alert(std::string_view kind) { impl_->alerts.Add({{"kind", std::string(kind)}}).Increment(); }

void Metrics::set_subscriptions(const std::vector<SubscriptionGauge>& subscriptions) {
  const std::lock_guard lock(impl_->gauges_mutex);
  impl_->subscription_gauges.clear();
  for (const auto& each : subscriptions) {
    const auto add = [&](const char* part, std::int64_t count) {
      impl_->subscription_gauges.add({{"subscription", each.id}, {"part", part}}, count);
    };
    add("waiting", each.waiting);
    add("dead", each.dead);
    add("paused", each.paused ? 1 : 0);
    add("circuit_open", each.circuit_open ? 1 : 0);
    add("oldest_seconds", each.oldest_seconds);
  }
}

void Metrics::set_certificates(const std::vector<CertificateGauge>& certificates) {
  const std::lock_guard lock(impl_->gauges_mutex);
  impl_->certificate_gauges.clear();
  for (const auto& each : certificates) impl_->certificate_gauges.add({{"name", each.name}}, each.days_left);
}

void Metrics::set_lists(const std::vector<ListGauge>& lists) {
  const std::lock_guard lock(impl_->gauges_mutex);
  impl_->list_end_gauges.clear();
  impl_->list_age_gauges.clear();
  for (const auto& each : lists) {
    impl_->list_end_gauges.add({{"issuer", each.issuer}}, each.seconds_left);
    impl_->list_age_gauges.add({{"issuer", each.issuer}}, each.age_seconds);
  }
}

void Metrics::set_statuses(const std::vector<StatusGauge>& statuses) {
  const std::lock_guard lock(impl_->gauges_mutex);
  impl_->status_end_gauges.clear();
  impl_->status_age_gauges.clear();
  for (const auto& each : statuses) {
    const prometheus::Labels labels{{"serial", each.serial}, {"own", each.own ? "yes" : "no"}};
    impl_->status_end_gauges.add(labels, each.seconds_left);
    impl_->status_age_gauges.add(labels, each.age_seconds);
  }
}

void Metrics::set_token_keys_gone(std::int64_t count) {
  impl_->token_keys_gone.Set(static_cast<double>(count));
}

void Metrics::set_disk(std::int64_t used, std::int64_t free, std::optional<std::int64_t> days_until_full) {
  impl_->disk.Add({{"part", "used"}}).Set(static_cast<double>(used));
  impl_->disk.Add({{"part", "free"}}).Set(static_cast<double>(free));
  impl_->disk_days.Set(days_until_full ? static_cast<double>(*days_until_full)
                                       : std::numeric_limits<double>::infinity());
}

void Metrics::set_log(std::int64_t untold, std::int64_t checkpoint_seconds) {
  impl_->untold.Set(static_cast<double>(untold));
  impl_->checkpoint.Set(static_cast<double>(checkpoint_seconds));
}

void Metrics::set_waiting(const Waiting& waiting) {
  impl_->deliveries.Set(waiting.deliveries);
  impl_->questions.Set(waiting.questions);
  impl_->meldingen.Set(waiting.meldingen);
  impl_->meldingen_uncertain.Set(waiting.meldingen_uncertain);
}

void Metrics::set_sync(const std::vector<SyncProgress>& runs) {
  const std::lock_guard lock(impl_->gauges_mutex);
  impl_->sync_gauges.clear();
  for (const auto& run : runs) {
    const auto add = [&](const char* part, std::int64_t count) {
      impl_->sync_gauges.add({{"schedule", run.schedule}, {"gemeente", run.gemeente}, {"part", part}}, count);
    };
    add("total", run.total);
    add("done", run.done);
    add("failed", run.failed);
  }
}

std::string Metrics::text() const {
  {
    const std::lock_guard lock(impl_->gauges_mutex);
    impl_->caught_gauges.clear();
    for (const auto& [where, count] : adapters::transport::caught())
      impl_->caught_gauges.add({{"where", where}}, static_cast<std::int64_t>(count));
  }
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace inburgering::gateway::metrics
