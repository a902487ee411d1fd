#pragma once
// The wiring of serve: everything that works with each other while the gateway runs.
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/cli/of_group.h"
#include "gateway/cli/workers.h"
#include "gateway/delivery/dispatcher.h"
#include "gateway/delivery/feeder.h"
#include "gateway/delivery/long_polls.h"
#include "gateway/http/partner.h"
#include "gateway/intake/unfinished.h"
#include "gateway/logboek/exporter.h"
#include "gateway/meldingen/forwarder.h"
#include "gateway/operator/operator.h"
#include "gateway/questions/asker.h"
#include "gateway/schedule/daily_look.h"
#include "gateway/schedule/key_writer.h"
#include "gateway/schedule/list_fetcher.h"
#include "gateway/schedule/log_keeper.h"
#include "gateway/schedule/store_keys.h"
#include "gateway/schedule/synchroniser.h"
#include "gateway/siem/stream.h"
#include "gateway/store/engine/postgres_news.h"
#include "gateway/store/engine/upkeep.h"

namespace inburgering::gateway::cli {

class Wiring {
 public:
  /// What it stands on: read, opened and proven before, and ending after it.
  struct Ground {
    config::Live live;
    const schemas::xml::Grammar& grammar;
    store::Keys& keys;  ///< those of the sealing
    store::Sealing sealing;
    const store::Database& database;
    store::Writer& writer;
    store::Upkeep& upkeep;      ///< at work
    store::SharedClock& clock;  ///< that of the sealing
    const log::Signer& signer;
  };

  /// Takes up the subscriptions of the configuration; throws std::runtime_error when that cannot be done.
  explicit Wiring(Ground ground);
  /// Sockets that listen already, by name: "partner" and "beheer".
  using Sockets = std::map<std::string, std::vector<int>>;
  /// Opens both listeners, or takes the sockets that were handed over. Dutch error: what to mend. Before the
  /// start, so that nothing has begun by then.
  std::expected<void, std::string> listen(const Sockets& sockets);
  /// Works with another configuration from here on; it was read and found good. Throws store::Unavailable
  /// when it cannot be written down: then all stays as it was.
  void take_up(std::unique_ptr<const config::Config> config);
  /// Writes down that another was not taken up, and why.
  void refuse(const schemas::Faults& why);
  void start() { workers_.start(); }
  void stop() { workers_.stop(); }

  /// With its port.
  std::string partner_address() const;
  std::string operator_address() const;
  /// Of the Manager; empty where there is none.
  std::string manager_address() const;
  /// Whether it does its work, and if not why.
  operation::Readiness readiness() const;
  /// For whom it works, in a few words of Dutch.
  std::string at_work() const;

 private:
  using HttpClient = adapters::transport::HttpClient;
  using HttpServer = adapters::transport::HttpServer;

  void list_listeners();
  void list_workers();
  void close();
  void finish();

  // What is called back by another stands above it; they go from the last to the first.
  const Ground ground_;
  metrics::Metrics metrics_;
  const identity::Registry registry_;
  const std::unique_ptr<store::PostgresNews> news_;  ///< of other nodes; none where there are none
  const std::unique_ptr<store::Leases> leases_;      ///< as news_
  exchange::Pipeline pipeline_;
  const std::shared_ptr<adapters::transport::ReservedAddresses> reserved_;
  WakeLoop resolving_;
  std::unique_ptr<HttpClient> sinks_client_;  ///< of its own: what others keep open is never lent to sinks
  delivery::Sinks sinks_;
  delivery::Dispatcher dispatcher_;
  delivery::Feeder feeder_;
  delivery::LongPolls polls_;
  log::Refusals refusals_;
  intake::FileWorker files_;
  intake::UnfinishedFiles unfinished_;
  WakeLoop telling_refusals_;
  std::unique_ptr<OfGroup> fsc_;  ///< none when the gateway is no peer of a group
  http::Partner partner_;
  std::unique_ptr<HttpClient> client_;
  std::vector<std::unique_ptr<questions::Asker>> askers_;
  meldingen::Forwarder forwarder_;
  schedule::ListFetcher list_fetcher_;
  schedule::DailyLook daily_look_;
  std::unique_ptr<HttpClient> keepers_client_;
  schedule::LogKeeper log_keeper_;
  schedule::KeyWriter key_writer_;
  schedule::StoreKeys store_keys_;
  logboek::Exporter logboek_;
  siem::Stream siem_;
  schedule::Synchroniser synchroniser_;
  const operation::Sessions sessions_;
  delivery::LongPolls tail_;
  operation::Kerncijfers kerncijfers_;
  operation::Operator operation_;
  std::unique_ptr<HttpServer> partner_server_;
  std::unique_ptr<HttpServer> operator_server_;
  Workers workers_;  ///< last: who still works is stopped before anything goes
};

}  // namespace inburgering::gateway::cli
