#include <signal.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iostream>

#include "adapters/brp/schema.h"
#include "adapters/transport/guard.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/load.h"
#include "gateway/cli/log_format.h"
#include "gateway/config/file_modes.h"
#include "gateway/delivery/dispatcher.h"
#include "gateway/delivery/feeder.h"
#include "gateway/delivery/long_polls.h"
#include "gateway/http/logged.h"
#include "gateway/http/partner.h"
#include "gateway/identity/certificates.h"
#include "gateway/intake/unfinished.h"
#include "gateway/log/former_digests.h"
#include "gateway/logboek/exporter.h"
#include "gateway/meldingen/forwarder.h"
#include "gateway/operator/operator.h"
#include "gateway/questions/asker.h"
#include "gateway/questions/brp.h"
#include "gateway/questions/duo.h"
#include "gateway/schedule/daily_look.h"
#include "gateway/schedule/key_writer.h"
#include "gateway/schedule/log_keeper.h"
#include "gateway/schedule/runs.h"
#include "gateway/schedule/synchroniser.h"
#include "gateway/store/engine/checkpointer.h"
#include "gateway/store/engine/lock.h"
#include "gateway/store/own_key.h"
#include "gateway/subscriptions/changes.h"

namespace inburgering::gateway::cli {
namespace {

using adapters::transport::HttpServer;

/// Signals that end the process politely are waited for in one place; writing to a full disk or a closed
/// connection must come back as an error, not as a signal.
sigset_t hold_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  return set;
}

HttpServer::Options partner_options(const config::Config& config) {
  return {config.partner.address, config.partner.port, config.threads, config.server, config.limits};
}

HttpServer::Options operator_options(const config::Config& config) {
  return {config.operation.address, config.operation.port, 2, config.operation_tls, {}};
}

/// Where DUO and BRPs listen: our client certificate opens doors there that no afnemer may walk through.
std::vector<std::string> own_peers(const config::Config& config) {
  std::vector<std::string> urls{config.duo.url};
  for (const auto& brp : config.brp) urls.insert(urls.end(), {brp.url, brp.volgen});
  return urls;
}

/// A fault of ours, whatever it was: without its text, which may hold data of persons.
void tell_caught(std::string_view where, std::string_view type) noexcept {
  try {
    spdlog::error("een fout in de gateway is opgevangen ({}: {}); meld dit als fout", where, type);
  } catch (...) {
  }
}

/// Makes the store's subscriptions those of the configuration, where they come from there.
void take_up_subscriptions(store::Session& sql, const exchange::Pipeline& pipeline) {
  for (const auto& ended : subscriptions::take_up(sql, pipeline.config(), pipeline.sealing().surroundings)) {
    auto entry = pipeline.new_entry(log::direction::in, log::feed::gateway, "abonnement verwijderd");
    entry.reference = ended.id;
    entry.outcome = log::outcome::verwerkt;
    entry.faults = {{"abonnement " + ended.id, "configuratie",
                     "staat niet meer in de configuratie; " + std::to_string(ended.waiting) +
                         " wachtende gebeurtenissen worden niet meer geleverd"}};
    log::append(sql, entry);
  }
}

int run(const config::Config& config, const sigset_t& signals) {
  const SystemClock clock;
  SystemRandom random;
  const auto keys = store::Keys::read(config.store_key);
  const auto grammar = adapters::brp::stuf_bg_grammar(config.schemas, config.stuf_bg);
  if (!keys || !grammar) return 2;  // said by check_surroundings
  const auto alone = store::RunningLock::take(config.store_file);
  if (!alone) return std::cerr << alone.error() << '\n', 2;
  const store::Database database(config.store_file);
  store::Writer writer(database);
  store::Checkpointer checkpointer(database);
  checkpointer.start();
  std::expected<void, std::string> own_key;
  writer.run([&](store::Session& sql) { own_key = store::prove_key(sql, database.file(), *keys); });
  if (!own_key) return std::cerr << own_key.error() << '\n', 2;
  log::seal_former_digests(
      database, writer, {*keys, {clock, random}}, [](std::int64_t done, std::int64_t all) {
        spdlog::info("logregels van een vorige versie: digests verzegeld tot en met {} van {}", done, all);
      });
  metrics::Metrics metrics;
  const identity::Registry registry(config);
  exchange::Pipeline pipeline(config, registry, {*keys, {clock, random}}, database, writer, metrics);

  writer.run([&](store::Session& sql) { take_up_subscriptions(sql, pipeline); });
  // Sinks have a client of their own: what others keep open is never lent to them. It ends before the loops
  // and the pipeline whose callbacks it calls.
  const auto reserved = std::make_shared<adapters::transport::ReservedAddresses>(own_peers(config));
  WakeLoop resolving([reserved] {
    reserved->resolve();
    return std::chrono::milliseconds(std::chrono::minutes(1));
  });
  resolving.start();
  auto sinks_client = std::make_unique<adapters::transport::HttpClient>(reserved);
  delivery::Dispatcher dispatcher(pipeline, database, *sinks_client);
  delivery::Feeder feeder(pipeline, database);
  delivery::LongPolls polls(database, clock, {});
  log::Refusals refusals;
  intake::FileWorker files;
  intake::UnfinishedFiles unfinished(pipeline, database, files);
  constexpr std::chrono::seconds refusals_told_each{5};
  WakeLoop telling_refusals([&] {
    http::tell_refusals(pipeline, refusals);
    return std::chrono::milliseconds(refusals_told_each);
  });
  http::Partner partner(
      {config, registry, *grammar, pipeline, metrics, database, *sinks_client, polls, refusals, files});
  // Ends before the loops and the pipeline whose callbacks it calls.
  auto client = std::make_unique<adapters::transport::HttpClient>();
  std::vector<std::unique_ptr<questions::Asker>> askers;
  const auto add_asker = [&](std::unique_ptr<questions::Counterpart> counterpart) {
    askers.push_back(
        std::make_unique<questions::Asker>(pipeline, registry, database, *client, std::move(counterpart)));
  };
  add_asker(std::make_unique<questions::Duo>(pipeline));
  for (const auto& brp : config.brp)
    add_asker(std::make_unique<questions::BrpCounterpart>(pipeline, *grammar, brp));
  meldingen::Forwarder forwarder(pipeline, registry, database, writer, *client);
  schedule::DailyLook daily_look(pipeline, database);
  const auto signer = log::Signer::read(config.log.certificate, config.log.key);
  if (!signer) return 2;  // said by check_surroundings
  auto keepers_client = std::make_unique<adapters::transport::HttpClient>();
  schedule::LogKeeper log_keeper(pipeline, database, writer, *keepers_client, *signer);
  schedule::KeyWriter key_writer(pipeline, database);
  logboek::Exporter logboek(pipeline, database, *keepers_client);
  schedule::Synchroniser synchroniser(pipeline, database, writer);
  auto& topics = writer.topics();
  topics.listen(Topic::deliveries, [&] { dispatcher.wake(); });
  topics.listen(Topic::deliveries, [&] { polls.wake(); });
  topics.listen(Topic::jobs, [&] { feeder.wake(); });
  for (const auto& asker : askers) topics.listen(Topic::questions, [&asker] { asker->wake(); });
  topics.listen(Topic::meldingen, [&] { forwarder.wake(); });
  topics.listen(Topic::runs, [&] { synchroniser.wake(); });

  const auto readiness = [&]() -> operation::Readiness {
    if (!database.in_place())
      return {false, "het opslagbestand is verdwenen of vervangen; zet het terug of herstart"};
    if (!writer.healthy())
      return {false, "de opslag is niet beschrijfbaar; controleer schijfruimte en rechten"};
    if (auto stops = identity::stops_traffic(config, clock.now())) return {false, std::move(*stops)};
    for (const auto& [name, stuck] :
         {std::pair{"levering", dispatcher.stuck()}, std::pair{"synchronisatie", synchroniser.stuck()},
          std::pair{"onderhoud van het logboek", log_keeper.stuck()},
          std::pair{"sleutels van het logboek", key_writer.stuck()}})
      if (stuck)
        return {false,
                std::string("de taak ") + name + " staat stil; herstart de gateway en meld dit als fout"};
    return {};
  };
  operation::Sessions sessions({clock, random});
  // Nobody wakes who follows the log: it is looked at more often, for fewer.
  constexpr std::size_t followers = 200;
  delivery::LongPolls tail(database, clock, {std::chrono::milliseconds(200), followers});
  operation::Operator operation({config, registry, database, pipeline, *sinks_client, dispatcher, logboek,
                                 sessions, tail, refusals, readiness},
                                metrics);

  auto partner_server = HttpServer::start(partner_options(config), partner);
  auto operator_server = partner_server ? HttpServer::start(operator_options(config), operation)
                                        : std::unexpected(partner_server.error());
  if (!operator_server) {
    std::cerr << operator_server.error() << '\n';
    return 2;
  }
  dispatcher.start();
  feeder.start();
  polls.start();
  for (const auto& asker : askers) asker->start();
  forwarder.start();
  synchroniser.start();
  daily_look.start();
  log_keeper.start();
  key_writer.start();
  logboek.start();
  tail.start();
  unfinished.start();
  telling_refusals.start();
  std::cout << "ketenpartners: https://" << config.partner.address << ':' << (*partner_server)->port()
            << "\nbeheer:        " << (config.operation_tls ? "https" : "http") << "://"
            << config.operation.address << ':' << (*operator_server)->port() << std::endl;
  if (!config.operation_tls) {
    constexpr std::chrono::minutes valid{15};
    std::string code;
    writer.run([&](store::Session& sql) {
      code = operation::make_login_code(sql, {"beheerder (link bij start)", config::Right::beheerder, {}},
                                        {clock, random}, valid);
    });
    std::cout << "aanmelden:     http://" << config.operation.address << ':' << (*operator_server)->port()
              << "/aanmelden#" << code << "   (eenmaal, binnen een kwartier)" << std::endl;
  }
  spdlog::info("gateway gestart: {} gemeenten, {} partijen, {} abonnementen", config.tenants.size(),
               config.parties.size(), subscriptions::present(*database.session()).size());

  int received = SIGHUP;
  while (sigwait(&signals, &received) == 0 && received == SIGHUP)
    spdlog::warn(
        "SIGHUP: herladen kan nog niet, er is niets veranderd. Certificaten en lijsten die wijzigen worden "
        "vanzelf "
        "overgenomen; herstart voor een andere configuratie");
  spdlog::info("gateway stopt");
  unfinished.stop();
  files.stop();
  polls.stop();
  tail.stop();
  (*partner_server)->stop();
  (*operator_server)->stop();
  telling_refusals.stop();
  http::tell_refusals(pipeline, refusals, true);
  dispatcher.stop();
  feeder.stop();
  synchroniser.stop();
  daily_look.stop();
  forwarder.stop();
  for (const auto& asker : askers) asker->stop();
  logboek.stop();
  client.reset();
  sinks_client.reset();
  for (const auto& asker : askers) asker->drain();
  key_writer.stop();
  log_keeper.stop();
  keepers_client.reset();
  // Everything that was submitted is written before what its callbacks use goes away.
  try {
    pipeline.finish();
    writer.run([](store::Session&) {});
  } catch (const store::Unavailable& error) {
    spdlog::error("bij het stoppen was de opslag niet beschrijfbaar: {}", error.what());
  }
  return 0;
}

}  // namespace

int serve(const std::filesystem::path& file) {
  const auto config = load(file);
  if (!config) return 2;
  set_log_format(config->logs);
  if (const auto faults = config::check_surroundings(*config); !faults.empty()) {
    print(faults);
    return 2;
  }
  for (const auto& fault : config::check_file_modes(*config)) spdlog::warn("{}", fault.message);
  adapters::transport::on_caught(tell_caught);
  const auto signals = hold_signals();
  try {
    return run(*config, signals);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}

}  // namespace inburgering::gateway::cli
