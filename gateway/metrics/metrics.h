#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/log/exchange_log.h"

namespace inburgering::gateway::metrics {

/// How much waits in the store.
struct Waiting {
  double deliveries = 0;
  double questions = 0;
  double meldingen = 0;            ///< reports to DUO on their way
  double meldingen_uncertain = 0;  ///< that wait for a person
};

/// How far one open synchronisation is.
struct SyncProgress {
  std::string schedule;
  std::string gemeente;  ///< gemeentecode
  std::int64_t total = 0;
  std::int64_t done = 0;
  std::int64_t failed = 0;
};

/// How one subscription stands.
struct SubscriptionGauge {
  std::string id;
  std::int64_t waiting = 0;
  std::int64_t dead = 0;
  bool paused = false;
  bool circuit_open = false;
  std::int64_t oldest_seconds = 0;  ///< since the event that waits longest was made
};

/// A certificate and how long it still holds.
struct CertificateGauge {
  std::string name;
  std::int64_t days_left = 0;
};

/// A revocation list in force.
struct ListGauge {
  std::string issuer;
  std::int64_t seconds_left = 0;  ///< negative: it ended
  std::int64_t age_seconds = 0;   ///< since it was made
};

/// What a responder said of a certificate (OCSP).
struct StatusGauge {
  std::string serial;  ///< hexadecimal
  bool own = false;
  std::int64_t seconds_left = 0;  ///< until the answer counts no more
  std::int64_t age_seconds = 0;   ///< since it was made
};

/// What Prometheus scrapes. Labels hold kinds and outcomes, never anything about a person.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  /// One entry of the exchange log was written.
  void count(const log::Entry& entry);
  /// A unit of work was decided anew, because another was committed first.
  void count_overtaken();
  void connection_refused();
  /// An operator was told of trouble of this kind.
  void alert(std::string_view kind);
  /// Replaces what was told of the subscriptions before.
  void set_subscriptions(const std::vector<SubscriptionGauge>& subscriptions);
  void set_waiting(const Waiting& waiting);
  void set_certificates(const std::vector<CertificateGauge>& certificates);
  void set_lists(const std::vector<ListGauge>& lists);
  void set_statuses(const std::vector<StatusGauge>& statuses);
  /// How many keys in a token (PKCS#11) cannot be used.
  void set_token_keys_gone(std::int64_t count);
  /// How many entries of the log the Logboek dataverwerkingen has not confirmed yet, and the age of the last
  /// checkpoint.
  void set_log(std::int64_t untold, std::int64_t checkpoint_seconds);
  /// Bytes that the store takes and that are left for it, and in how many days that is nothing; less than 0:
  /// not in sight.
  void set_disk(std::int64_t used, std::int64_t free, std::optional<std::int64_t> days_until_full);
  /// Security events that a SIEM was not told yet, and those that it never will be.
  void set_siem_untold(std::int64_t untold);
  void siem_lost(std::int64_t lost);
  /// Replaces what was told before: a run that ended is no longer told.
  void set_sync(const std::vector<SyncProgress>& runs);
  /// The text format of Prometheus.
  std::string text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace inburgering::gateway::metrics
