#include "gateway/cli/wiring.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "adapters/token/key.h"
#include "gateway/base/heartbeat.h"
#include "gateway/base/supervisor.h"
#include "gateway/http/logged.h"
#include "gateway/identity/certificates.h"
#include "gateway/identity/revocation.h"
#include "gateway/log/configuration.h"
#include "gateway/log/security.h"
#include "gateway/questions/brp.h"
#include "gateway/questions/duo.h"
#include "gateway/subscriptions/changes.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

/// Where DUO and BRPs listen: our client certificate opens doors there that no afnemer may walk through.
std::vector<std::string> own_peers(const config::Config& config) {
  std::vector<std::string> urls{config.duo.url};
  for (const auto& brp : config.brp) urls.insert(urls.end(), {brp.url, brp.volgen});
  return urls;
}

/// Makes the store's subscriptions those of the configuration, where they come from there.
void take_up_subscriptions(store::Session& sql, const exchange::Pipeline& pipeline,
                           const config::Config& config) {
  for (const auto& ended : subscriptions::take_up(sql, config, pipeline.sealing().surroundings)) {
    auto entry = pipeline.new_entry(log::direction::in, log::feed::gateway, "abonnement verwijderd");
    entry.reference = ended.id;
    entry.outcome = log::outcome::verwerkt;
    entry.faults = {{"abonnement " + ended.id, "configuratie",
                     "staat niet meer in de configuratie; " + std::to_string(ended.waiting) +
                         " wachtende gebeurtenissen worden niet meer geleverd"}};
    log::append(sql, entry);
  }
}

std::unique_ptr<store::PostgresNews> news_of_others(const Wiring::Ground& ground) {
  const auto& place = ground.live.now().store;
  if (!place.is_postgres()) return nullptr;
  return std::make_unique<store::PostgresNews>(place.postgres, ground.writer.topics());
}

std::unique_ptr<store::Leases> leases_of(const Wiring::Ground& ground) {
  const auto& config = ground.live.now();
  if (!config.store.is_postgres()) return nullptr;
  return std::make_unique<store::Leases>(config.node, INBURGERING_VERSION, ground.writer,
                                         ground.sealing.surroundings.random, &ground.clock);
}

/// Has the loop of somebody else's thread watched as ours are.
adapters::transport::Pulse pulse(std::string name, int patience) {
  return [name = std::move(name), patience] {
    return [heart = std::make_shared<Heartbeat>(name, patience)] { heart->beat(); };
  };
}

std::string place_of(const adapters::transport::HttpServer& server) {
  const auto address = server.address();
  return (address.contains(':') ? "[" + address + "]" : address) + ":" + std::to_string(server.port());
}

/// As socket units call them (FileDescriptorName=).
constexpr std::string_view partner_socket = "partner", operator_socket = "beheer";
/// What connections get to end by themselves at a stop.
constexpr std::chrono::seconds longest_goodbye{10};

constexpr std::chrono::minutes resolved_each{1};
constexpr std::chrono::seconds refusals_told_each{5};
/// Nobody wakes who follows the log: it is looked at more often, for fewer.
constexpr delivery::LongPolls::Manner of_followers{std::chrono::milliseconds(200), 200};

}  // namespace

Wiring::Wiring(Ground ground)
    : ground_(ground),
      registry_(ground_.live),
      news_(news_of_others(ground_)),
      leases_(leases_of(ground_)),
      pipeline_(ground_.live, registry_, ground_.sealing, ground_.database, ground_.writer, metrics_,
                leases_.get()),
      reserved_(std::make_shared<adapters::transport::ReservedAddresses>(own_peers(ground_.live.now()))),
      resolving_("adressen",
                 [this] {
                   reserved_->resolve();
                   return std::chrono::milliseconds(resolved_each);
                 }),
      sinks_client_(std::make_unique<HttpClient>(reserved_, pulse("naar afnemers", Heartbeat::prompt))),
      sinks_(*sinks_client_),
      dispatcher_(pipeline_, ground_.database, sinks_),
      feeder_(pipeline_, ground_.database),
      polls_(ground_.database, ground_.sealing.surroundings.clock, {}),
      unfinished_(pipeline_, ground_.database, files_),
      telling_refusals_("weigeringen",
                        [this] {
                          http::tell_refusals(pipeline_, refusals_);
                          return std::chrono::milliseconds(refusals_told_each);
                        }),
      fsc_(ground_.live.now().fsc.groep.empty()
               ? nullptr
               : std::make_unique<OfGroup>(ground_.live, pipeline_, ground_.database, refusals_,
                                           pulse("naar Managers", Heartbeat::prompt))),
      partner_({ground_.live, registry_, ground_.grammar, pipeline_, metrics_, ground_.database, sinks_,
                polls_, refusals_, files_, fsc_ ? &fsc_->own : nullptr}),
      client_(std::make_unique<HttpClient>(nullptr, pulse("naar bronnen", Heartbeat::prompt))),
      forwarder_(pipeline_, registry_, ground_.database, ground_.writer, *client_),
      list_fetcher_(pipeline_),
      daily_look_(pipeline_, ground_.database),
      keepers_client_(std::make_unique<HttpClient>(nullptr, pulse("naar logboeken", Heartbeat::patient))),
      log_keeper_(pipeline_, ground_.database, ground_.writer, *keepers_client_, ground_.signer),
      key_writer_(pipeline_, ground_.database),
      store_keys_(pipeline_, ground_.database, ground_.writer, ground_.keys),
      logboek_(pipeline_, ground_.database, *keepers_client_),
      siem_(pipeline_, ground_.database, ground_.writer),
      synchroniser_(pipeline_, ground_.database, ground_.writer),
      sessions_(ground_.database, pipeline_),
      tail_(ground_.database, ground_.sealing.surroundings.clock, of_followers),
      kerncijfers_(pipeline_, ground_.database),
      operation_({ground_.live, registry_, ground_.database, pipeline_, ground_.grammar, sinks_, dispatcher_,
                  logboek_, sessions_, tail_, refusals_, kerncijfers_, [this] { return readiness(); }},
                 metrics_) {
  if (fsc_) {
    fsc_->lead(*client_);
    fsc_->lead(*sinks_client_);
  }
  siem_.begin();  // before what happens at the start
  ground_.writer.run([&](store::Session& sql) {
    log::note_configuration(sql, ground_.live.now().text, ground_.live.now().node,
                            ground_.sealing.surroundings);
    take_up_subscriptions(sql, pipeline_, ground_.live.now());
  });
  const auto add_asker = [&](std::unique_ptr<questions::Counterpart> counterpart) {
    askers_.push_back(std::make_unique<questions::Asker>(pipeline_, registry_, ground_.database, *client_,
                                                         std::move(counterpart)));
  };
  add_asker(std::make_unique<questions::Duo>(pipeline_));
  for (const auto& brp : ground_.live.now().brp)
    add_asker(std::make_unique<questions::BrpCounterpart>(pipeline_, ground_.grammar, brp));
  list_listeners();
  list_workers();
  resolving_.start();  // where no afnemer may be is known before the first connects
}

void Wiring::take_up(std::unique_ptr<const config::Config> config) {
  ground_.writer.run([&](store::Session& sql) {
    take_up_subscriptions(sql, pipeline_, *config);
    log::note_configuration(sql, config->text, config->node, ground_.sealing.surroundings);
  });
  ground_.live.renew(std::move(config));
  partner_.renew();
  if (fsc_) fsc_->manager.renew();
  if (partner_server_) partner_server_->renew(ground_.live.now().limits);
  dispatcher_.wake();
  synchroniser_.wake();
}

void Wiring::refuse(const schemas::Faults& why) {
  auto entry = pipeline_.new_entry(log::direction::in, log::feed::gateway, log::kind::configuration);
  entry.subject = log::configuration_subject(ground_.live.now().node);
  entry.outcome = log::outcome::geweigerd;
  entry.faults = why;
  ground_.writer.run([&](store::Session& sql) { log::append(sql, entry); });
}

/// Who hears of what the store has that is new.
void Wiring::list_listeners() {
  auto& topics = ground_.writer.topics();
  topics.listen(Topic::deliveries, [this] { dispatcher_.wake(); });
  topics.listen(Topic::deliveries, [this] { polls_.wake(); });
  topics.listen(Topic::jobs, [this] { feeder_.wake(); });
  for (const auto& asker : askers_) topics.listen(Topic::questions, [each = asker.get()] { each->wake(); });
  topics.listen(Topic::meldingen, [this] { forwarder_.wake(); });
  topics.listen(Topic::runs, [this] { synchroniser_.wake(); });
}

/// Read upwards it is how the gateway stops. Nobody is let in any more, and who is inside hears with each
/// answer that it is the last; who is silent may still ask one thing. Then nothing goes out any more; then
/// the connections end, while who takes up their last answers is still there; then those are taken up. Keys
/// and signature of the log come after who writes to it, and all that was submitted is written before what
/// its callbacks use goes away.
void Wiring::list_workers() {
  workers_.add({"opslag bijwerken", {}, [this] { ground_.upkeep.stop(); }});
  workers_.add({"adressen", {}, [this] { resolving_.stop(); }});
  if (news_) workers_.add("nieuws van andere nodes", *news_);
  // After all that is done under a lease.
  if (leases_) workers_.add("taken van deze node", *leases_);
  workers_.add({"wat is aangeboden", {}, [this] { finish(); }});
  workers_.add({"verbindingen van het logboek", {}, [this] { keepers_client_.reset(); }});
  workers_.add("onderhoud van het logboek", log_keeper_);
  workers_.add("sleutels van het logboek", key_writer_);
  workers_.add("sleutel van de opslag", store_keys_);
  for (const auto& asker : askers_) workers_.add({"antwoorden", {}, [each = asker.get()] { each->drain(); }});
  workers_.add({"verbindingen met afnemers", {}, [this] {
                  sinks_.stop();
                  sinks_client_.reset();
                }});
  workers_.add({"verbindingen met bronnen", {}, [this] { client_.reset(); }});
  if (fsc_) workers_.add({"verbindingen met Managers", {}, [this] { fsc_->end_calls(); }});
  if (fsc_) workers_.add("contracten van FSC", fsc_->sender);
  workers_.add("logboek dataverwerkingen", logboek_);
  workers_.add("beveiligingsgebeurtenissen", siem_);
  for (const auto& asker : askers_) workers_.add("vragen", *asker);
  workers_.add("meldingen", forwarder_);
  workers_.add("intrekkingslijsten", list_fetcher_);
  workers_.add("dagelijkse blik", daily_look_);
  workers_.add("kerncijfers", kerncijfers_);
  workers_.add("synchronisatie", synchroniser_);
  workers_.add("beginstanden en herhalingen", feeder_);
  workers_.add("levering", dispatcher_);
  workers_.add({"weigeringen", [this] { telling_refusals_.start(); },
                [this] {
                  telling_refusals_.stop();
                  http::tell_refusals(pipeline_, refusals_, true);
                }});
  // Both listen already.
  workers_.add({"beheer", {}, [this] { operator_server_->stop(longest_goodbye); }});
  workers_.add({"ketenpartners", {}, [this] { partner_server_->stop(longest_goodbye); }});
  if (fsc_) workers_.add({"Manager", {}, [this] { fsc_->server->stop(longest_goodbye); }});
  // Who waits, and the file at hand, would keep the listeners from stopping.
  workers_.add("volgers van het logboek", tail_);
  workers_.add("ophalers", polls_);
  workers_.add({"bestanden", {}, [this] { files_.stop(); }});
  workers_.add("onderbroken bestanden", unfinished_);
  workers_.add({"deuren", {}, [this] { close(); }});
}

std::expected<void, std::string> Wiring::listen(const Sockets& sockets) {
  const auto& config = ground_.live.now();
  for (const auto& [name, handed] : sockets)
    if (name != partner_socket && name != operator_socket)
      return std::unexpected("systemd gaf een socket met de naam " + name +
                             "; zet FileDescriptorName=partner of beheer in de socket-unit");
  const auto handed = [&](std::string_view name) {
    const auto found = sockets.find(std::string(name));
    return found == sockets.end() ? std::vector<int>() : found->second;
  };
  if (!config.operation_tls && !std::ranges::all_of(handed(operator_socket), Supervisor::is_loopback))
    return std::unexpected(
        "de socket van beheer luistert buiten deze machine: dat kan alleen met tls.operator; zet "
        "ListenStream in de socket-unit op 127.0.0.1");
  auto partner =
      HttpServer::start({config.partner.address, config.partner.port, config.threads, config.server,
                         config.limits, handed(partner_socket), pulse("ketenpartners", Heartbeat::prompt)},
                        partner_);
  if (!partner) return std::unexpected(partner.error());
  partner_server_ = std::move(*partner);
  auto operation = HttpServer::start({config.operation.address,
                                      config.operation.port,
                                      operation::Operator::threads,
                                      config.operation_tls,
                                      {},
                                      handed(operator_socket),
                                      pulse("beheer", Heartbeat::patient)},
                                     operation_);
  if (!operation) return std::unexpected(operation.error());
  operator_server_ = std::move(*operation);
  if (!fsc_) return {};
  constexpr int of_manager = 2;
  auto manager = HttpServer::start({config.fsc.manager.address,
                                    config.fsc.manager.port,
                                    of_manager,
                                    config.fsc.server,
                                    config.limits,
                                    {},
                                    pulse("Manager", Heartbeat::prompt)},
                                   fsc_->manager);
  if (!manager) return std::unexpected(manager.error());
  fsc_->server = std::move(*manager);
  return {};
}

void Wiring::close() {
  constexpr std::chrono::milliseconds patience{1000};
  if (operator_server_) operator_server_->close(patience);
  if (partner_server_) partner_server_->close(patience);
  if (fsc_ && fsc_->server) fsc_->server->close(patience);
}

std::string Wiring::partner_address() const { return place_of(*partner_server_); }
std::string Wiring::operator_address() const { return place_of(*operator_server_); }

std::string Wiring::manager_address() const { return fsc_ ? place_of(*fsc_->server) : std::string(); }

std::string Wiring::at_work() const {
  const auto& config = ground_.live.now();
  return schemas::counted(config.tenants.size(), "gemeente", "gemeenten") + ", " +
         schemas::counted(config.parties.size(), "partij", "partijen");
}

void Wiring::finish() {
  try {
    pipeline_.finish();
    ground_.writer.run([](store::Session&) {});
  } catch (const store::Unavailable& error) {
    spdlog::error("bij het stoppen was de opslag niet beschrijfbaar: {}", error.what());
  }
}

operation::Readiness Wiring::readiness() const {
  if (!ground_.database.in_place())
    return {
        false,
        "het opslagbestand of het -wal-bestand ernaast is verdwenen of vervangen; zet het terug of herstart"};
  if (!ground_.writer.healthy())
    return {false,
            ground_.live.now().store.is_postgres()
                ? "de database is niet bereikbaar of niet beschrijfbaar; het log van de gateway zegt wat "
                  "PostgreSQL antwoordde"
                : "de opslag is niet beschrijfbaar; controleer schijfruimte en rechten"};
  if (auto stops = identity::stops_traffic(ground_.live.now(), pipeline_.now()))
    return {false, std::move(*stops)};
  // That of the store was opened at the start: what stands still without it is a next one.
  for (const auto& each : adapters::token::states())
    if (each.fault && each.uri != ground_.live.now().store_token.uri)
      return {false, "sleutel " + each.name + " is niet te gebruiken: " + *each.fault};
  if (const auto still = Heartbeat::still(); !still.empty())
    return {false, "de taak " + still.front() + " staat stil; herstart de gateway en meld dit als fout"};
  operation::Readiness ready;
  for (const auto& list : identity::revocation_lists(ground_.live.now(), pipeline_.now()))
    if (ready.attention.empty() && identity::asks_attention(list))
      ready.attention = identity::warning_text(list);
  for (const auto& status : identity::statuses(ground_.live.now(), pipeline_.now()))
    if (ready.attention.empty() && status.own) ready.attention = identity::warning_text(status).value_or("");
  return ready;
}

}  // namespace inburgering::gateway::cli
