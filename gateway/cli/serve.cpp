#include <signal.h>
#include <spdlog/spdlog.h>

#include <functional>
#include <iostream>

#include "adapters/brp/schema.h"
#include "adapters/transport/guard.h"
#include "gateway/cli/backup.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/load.h"
#include "gateway/cli/log_format.h"
#include "gateway/cli/progress.h"
#include "gateway/cli/service.h"
#include "gateway/cli/wiring.h"
#include "gateway/config/file_modes.h"
#include "gateway/log/exchange_log.h"
#include "gateway/log/former_digests.h"
#include "gateway/log/security.h"
#include "gateway/schedule/herstel.h"
#include "gateway/store/backup_folder.h"
#include "gateway/store/engine/lock.h"
#include "gateway/store/former_hashes.h"
#include "gateway/store/key_file.h"
#include "gateway/store/own_key.h"
#include "gateway/store/put_back.h"

namespace inburgering::gateway::cli {
namespace {

struct Serve {
  std::filesystem::path config;
  bool without_backup = false;  ///< before a newer version changes the store
};

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

constexpr std::chrono::milliseconds looked_each{5000}, tried_each{1000};

/// Until it is told to stop; tells its supervisor meanwhile how the gateway stands.
void wait_for_the_end(const sigset_t& signals, Service& service, const Wiring& gateway,
                      const std::function<void()>& reload) {
  service.started();
  Heartbeat heart("hoofddraad");
  while (true) {
    heart.beat();
    adapters::transport::guarded("stand", [&] { service.stands(gateway.readiness(), gateway.at_work()); });
    const auto rest = std::min(Heartbeat::rest(), service.is_ready() ? looked_each : tried_each);
    const timespec pause{rest.count() / 1000, rest.count() % 1000 * 1'000'000};
    const int received = sigtimedwait(&signals, nullptr, &pause);
    if (received == SIGINT || received == SIGTERM) return;
    if (received != SIGHUP) continue;
    service.reloads();
    adapters::transport::guarded("herladen", reload);
  }
}

/// What keeps a configuration from being taken up while the gateway runs.
schemas::Faults faults_of(const config::Config& running, const config::Config& read) {
  auto faults = config::check_surroundings(read);
  for (const auto& key : config::needs_restart(running, read))
    faults.push_back({key, "herstart", "dit verandert alleen bij een herstart"});
  return faults;
}

/// Reads the file anew: it is taken up as a whole, or nothing changes.
void reload(const config::Config& running, Wiring& gateway) {
  auto read = config::read(running.file);
  const auto faults = read ? faults_of(running, *read) : read.error();
  if (!faults.empty()) {
    spdlog::error("herladen: de configuratie is niet overgenomen, de gateway gaat verder met de vorige");
    for (const auto& fault : faults) spdlog::error("herladen: {}", schemas::to_text(fault));
    return gateway.refuse(faults);
  }
  config::keep_in_use(running, *read);
  const auto tenants = read->tenants.size();
  const auto parties = read->parties.size();
  gateway.take_up(std::make_unique<const config::Config>(std::move(*read)));
  spdlog::info("herladen: de configuratie is overgenomen, {} gemeenten en {} partijen", tenants, parties);
}

/// A fault of ours, whatever it was: without its text, which may hold data of persons.
void tell_caught(std::string_view where, std::string_view type) noexcept {
  try {
    spdlog::error("een fout in de gateway is opgevangen ({}: {}); meld dit als fout", where, type);
  } catch (...) {
  }
}

/// Where we are to be found; without mutual TLS also a link with which the operator logs in once.
void tell_addresses(const config::Config& config, const Wiring& gateway, store::Writer& writer,
                    const Surroundings& around) {
  std::cout << "ketenpartners: https://" << gateway.partner_address()
            << "\nbeheer:        " << (config.operation_tls ? "https" : "http") << "://"
            << gateway.operator_address() << std::endl;
  if (const auto manager = gateway.manager_address(); !manager.empty())
    std::cout << "manager:       https://" << manager << std::endl;
  if (config.operation_tls) return;
  constexpr std::chrono::minutes valid{15};
  std::string code;
  writer.run([&](store::Session& sql) {
    code = operation::make_login_code(sql, {"beheerder (link bij start)", config::Right::beheerder, {}},
                                      around, valid);
  });
  std::cout << "aanmelden:     http://" << gateway.operator_address() << "/aanmelden#" << code
            << "   (eenmaal, binnen een kwartier)" << std::endl;
}

/// A key of a dossier that is not there, and that nobody destroyed: told at each start until it is put back.
void tell_lost_keys(const store::Database& database, store::Writer& writer, const store::Sealing& sealing) {
  const auto lost = store::count_lost_keys(*database.session(), sealing.keys);
  if (lost == 0) return;
  const auto text =
      "van " + std::to_string(lost) +
      (lost == 1 ? " dossier ontbreekt de sleutel" : " dossiers ontbreekt de sleutel") +
      ", en niemand heeft die vernietigd: wat erover bewaard is is niet te lezen. Zie store check";
  spdlog::error("{}", text);
  auto entry =
      log::new_entry(sealing.surroundings, log::direction::in, log::feed::gateway, log::kind::store_key);
  entry.outcome = log::outcome::alarm;
  entry.faults = {{"dossiersleutels", "sleutel", text}};
  writer.run([&](store::Session& sql) {
    auto written = entry;
    log::append(sql, written);
  });
}

/// What it exits with when another day, or somebody else, may make it better: who supervises tries again.
constexpr int not_now = 1;

/// One that was broken off after it was decided. The lock ends with it: it holds the file that goes aside.
std::expected<void, std::string> finish_restore(const StorePlace& place) {
  if (place.is_postgres() || !store::is_half_put_back(place.file)) return {};
  const auto alone = store::RunningLock::take(place.file);
  if (!alone) return std::unexpected(alone.error());
  const auto use = store::KeysInUse::share(place);
  if (!use) return std::unexpected(use.error());
  store::finish_put_back(place.file);
  spdlog::warn("een store restore die vlak voor het einde was afgebroken is afgemaakt");
  return {};
}

int run(const config::Config& config, bool without_backup, const sigset_t& signals, Service& service) {
  service.starts("opslag openen");
  const SystemClock own_clock;
  store::SharedClock clock(own_clock);
  SystemRandom random;
  const Surroundings around{clock, random};
  auto keys = store::Keys::read(config.store_key, config.store_token);
  const auto grammar = adapters::brp::stuf_bg_grammar(config.schemas, config.stuf_bg);
  const auto signer = log::Signer::read(config.log.own);
  if (!keys || !grammar || !signer) return 2;  // said by check_surroundings
  if (const auto finished = finish_restore(config.store); !finished)
    return std::cerr << finished.error() << '\n', not_now;
  const auto alone = store::RunningLock::take(config.store.file);
  if (!alone) return std::cerr << alone.error() << '\n', not_now;
  if (!config.store.is_postgres()) {
    // Of commands that were broken off: none of them works beside this.
    store::clean_ready(config.store.file);
    store::clean_backup_folder(store::folder_with(config.store.file));
  }
  const auto in_use = store::KeysInUse::share(config.store);
  if (!in_use) return std::cerr << in_use.error() << '\n', not_now;
  service.starts("back-up van een vorige versie");
  if (const auto kept =
          backup_before_migration(config, {*keys, around}, config.backup_before_migration && !without_backup);
      !kept)
    return std::cerr << kept.error() << '\n', 2;
  const store::Database database(config.store, tell_migration());
  clock.compare(*database.session());
  store::Writer writer(database);
  // At work before what may write much: the log of a former version.
  store::Upkeep upkeep(database);
  upkeep.start();
  std::expected<void, std::string> own_key;
  writer.run([&](store::Session& sql) { own_key = store::prove_key(sql, database.place(), *keys); });
  if (!own_key) return std::cerr << own_key.error() << '\n', 2;
  Progress progress;
  service.starts("rijen van een vorige versie overnemen");
  log::seal_former_digests(database, writer, {*keys, around}, [&](std::int64_t done, std::int64_t all) {
    progress.tell(
        static_cast<double>(done) / static_cast<double>(all),
        "logregels van een vorige versie verzegeld: " + std::to_string(done) + " van " + std::to_string(all),
        done == all);
  });
  store::scope_former_hashes(database, writer, {*keys, around}, [](std::int64_t done) {
    spdlog::info("rijen van een vorige versie: {} overgenomen met een eigen hash per gemeente", done);
  });

  bool put_back = false;
  writer.run(
      [&](store::Session& sql) { put_back = schedule::take_up_herstel(sql, config, {*keys, around}); });
  if (put_back) {
    writer.run([&](store::Session& sql) { store::destroy_gone_keys(sql, *keys); });
    const auto sql = database.session();
    spdlog::warn("{}. Zie store herstel", schedule::text_of(*sql, config, store::herstellen(*sql).front()));
  }

  tell_lost_keys(database, writer, {*keys, around});

  const config::Live live(config);
  Wiring gateway({live, *grammar, *keys, {*keys, around}, database, writer, upkeep, clock, *signer});
  service.starts("luisteren");
  if (const auto listening = gateway.listen(service.supervisor().sockets()); !listening)
    return std::cerr << listening.error() << '\n', not_now;
  gateway.start();
  Heartbeat::here();
  tell_addresses(config, gateway, writer, around);
  spdlog::info("gateway gestart: {} gemeenten, {} partijen, {} abonnementen", config.tenants.size(),
               config.parties.size(), subscriptions::present(*database.session()).size());
  wait_for_the_end(signals, service, gateway, [&] { reload(live.now(), gateway); });
  spdlog::info("gateway stopt");
  service.stops();
  gateway.stop();
  return 0;
}

int serve(const Serve& options) {
  const auto signals = hold_signals();
  Service service;
  const auto config = load(options.config);
  if (!config) return 2;
  set_log_format(config->logs);
  if (const auto faults = config::check_surroundings(*config); !faults.empty()) {
    print(faults);
    return 2;
  }
  for (const auto& fault : config::check_file_modes(*config)) spdlog::warn("{}", fault.message);
  adapters::transport::on_caught(tell_caught);
  try {
    return run(*config, options.without_backup, signals, service);
  } catch (const store::Gone&) {
    throw;
  } catch (const store::Failure&) {
    throw;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return not_now;
  }
}

}  // namespace

void add_serve(Commands& program) {
  const auto [serving, how] = program.add<Serve>("serve", "draait de gateway", serve);
  serving->add_flag("--zonder-backup", how.without_backup,
                    "maakt geen back-up voordat een nieuwe versie de opslag bijwerkt");
}

}  // namespace inburgering::gateway::cli
