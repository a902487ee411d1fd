#include "gateway/store/sync.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <thread>

#include "gateway/cli/commands.h"
#include "gateway/cli/load.h"
#include "gateway/cli/progress.h"
#include "gateway/cli/store.h"
#include "gateway/cli/who.h"
#include "gateway/config/askable.h"
#include "gateway/schedule/herstel.h"
#include "gateway/schedule/runs.h"
#include "gateway/store/crypto.h"
#include "gateway/store/dossiers.h"
#include "gateway/store/own_key.h"

namespace inburgering::gateway::cli {
namespace {

namespace run_state = store::run_state;

struct NewRun {
  std::filesystem::path config;
  std::string feed = "duo";
  std::optional<std::string> gemeente;  ///< OIN or gemeentecode; needed when there are several
  std::vector<std::string> resources;   ///< empty = all about a person
  std::vector<std::string> persons;     ///< BSNs; empty = everyone
};
struct One {
  std::filesystem::path config;
  std::string id;
};

constexpr std::chrono::milliseconds pause{250};
constexpr std::chrono::seconds time_to_begin{10};

void print_counts(const std::vector<store::SyncCount>& counts) {
  std::cout << padded("resource", 30) << padded("gevraagd", 10) << padded("gewijzigd", 11)
            << padded("niet aangekondigd", 19) << padded("niet van ons", 14) << "mislukt\n";
  for (const auto& each : counts)
    std::cout << padded(each.resource, 30) << padded(std::to_string(each.asked), 10)
              << padded(std::to_string(each.changed), 11) << padded(std::to_string(each.unannounced), 19)
              << padded(std::to_string(each.refused), 14) << each.failed << '\n';
}

/// Follows a run until it ends: a bar on a terminal, a line every ten seconds elsewhere.
int follow(store::Session& sql, const std::string& id) {
  Progress progress;
  const auto began = std::chrono::steady_clock::now();
  for (;;) {
    const auto run = store::find_run(sql, id);
    if (!run) return 1;
    const auto counts = store::counts_of(sql, id);
    const auto done = schedule::sum_of(counts).asked;
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - began).count();
    const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
    const bool open = store::is_open(*run);
    const double part = run->total > 0 ? static_cast<double>(done) / static_cast<double>(run->total) : 1;
    const bool told = progress.tell(
        part,
        std::to_string(done) + " van " + std::to_string(run->total) + ", " +
            std::to_string(static_cast<long>(rate)) + " per seconde" +
            (open && rate > 0 ? ", nog " + duration(static_cast<double>(run->total - done) / rate) : "") +
            (run->state == run_state::running ? "" : ", " + run->state),
        !open);
    if (!open) {
      print_counts(counts);
      return run->state == run_state::done && schedule::sum_of(counts).failed == 0 ? 0 : 1;
    }
    if (done == 0 && run->waiting == 0 && now - began > time_to_begin && told)
      std::cerr << "nog niets gevraagd: draait de gateway met deze configuratie?\n";
    std::this_thread::sleep_for(pause);
  }
}

/// The dossier ids of persons; empty and a message when one is not known.
std::vector<std::string> dossiers_of(store::Session& sql, const store::Keys& keys, const std::string& tenant,
                                     const std::vector<std::string>& persons) {
  std::vector<std::string> dossiers;
  for (const auto& person : persons) {
    const auto bsn = schemas::Bsn::parse(person, "--person");
    if (!bsn) return print({bsn.error()}), std::vector<std::string>();
    const auto id = store::find_dossier_id(sql, keys, tenant, {*bsn, {}});
    if (!id) {
      std::cerr << "--person: van deze persoon is bij deze gemeente geen dossier\n";
      return {};
    }
    dossiers.push_back(*id);
  }
  return dossiers;
}

/// Starts a run in the running gateway and follows it to its end.
int start_run(const NewRun& options) {
  const auto config = load(options.config);
  if (!config) return 2;
  auto resources = options.resources;
  if (options.feed == "brp" && resources.empty()) resources = {"brp-persoon"};
  for (const auto& resource : resources)
    if (!config::find_askable(resource)) {
      std::cerr << "--resource: " << resource << " is niet bekend\n";
      return 2;
    }
  if (!options.gemeente && config->tenants.size() > 1) {
    std::cerr << "zeg met --gemeente voor welke gemeente (code of OIN)\n";
    return 2;
  }
  const auto tenant =
      options.gemeente ? tenant_named(*config, *options.gemeente) : config->tenants.front().oin.digits();
  auto keys = store::Keys::read(config->store_key, config->store_token);
  if (tenant.empty() || !keys) {
    std::cerr << (tenant.empty() ? "--gemeente: deze gemeente staat niet in de configuratie\n"
                                 : "de opslagsleutel is niet te lezen\n");
    return 2;
  }
  const auto sql = open_store(*config);
  if (!sql) return 2;
  if (const auto judged = store::judge_key(*sql, config->store, *keys); !judged)
    return std::cerr << judged.error() << '\n', 2;
  const SystemClock clock;
  SystemRandom random;
  schedule::ByHand wish{tenant, std::move(resources), {}, who_commands()};
  if (!options.persons.empty()) {
    wish.dossiers = dossiers_of(*sql, *keys, tenant, options.persons);
    if (wish.dossiers.empty()) return 1;
  }
  const auto started =
      store::transact(*sql, [&] { return schedule::start_by_hand(*sql, wish, {clock, random}); });
  if (!started) {
    std::cerr << "er loopt al een synchronisatie die met de hand is gestart; zie sync list\n";
    return 1;
  }
  std::cerr << "synchronisatie " << started->id << " is gestart\n";
  return follow(*sql, started->id);
}

int list_runs(const Telling& options) {
  const auto config = load(options.config);
  const auto sql = config ? open_store(*config) : nullptr;
  if (!sql) return 2;
  boost::json::array list;
  constexpr int shown = 20;
  for (const auto& run : store::last_runs(*sql, shown)) {
    const auto counts = store::counts_of(*sql, run.id);
    const auto sum = schedule::sum_of(counts);
    if (options.json) {
      list.emplace_back(schedule::run_to_json(*config, run, counts, SystemClock().now()));
      continue;
    }
    const schemas::Moment started{schemas::Moment::Time(std::chrono::milliseconds(run.started))};
    std::cout << run.id << "  " << local_time(started, "%d-%m %H:%M") << "  "
              << gemeente_of(*config, run.tenant) << "  " << padded(run.schedule, 14) << ' '
              << padded(run.state, 13) << sum.asked << " van " << run.total << ", gewijzigd " << sum.changed
              << ", niet aangekondigd " << sum.unannounced << ", niet van ons " << sum.refused << ", mislukt "
              << sum.failed << '\n';
  }
  if (options.json) std::cout << boost::json::serialize(list) << '\n';
  return 0;
}

int change_run(const One& options, schedule::Change wanted) {
  const auto config = load(options.config);
  const auto sql = config ? open_store(*config) : nullptr;
  if (!sql) return 2;
  auto changed = schedule::Changed::ended;
  store::transact(*sql, [&] {
    changed = schedule::change_run(*sql, options.id, wanted, SystemClock().now());
    return changed == schedule::Changed::done;
  });
  if (changed != schedule::Changed::done) {
    std::cerr << (changed == schedule::Changed::ended
                      ? "deze synchronisatie is al geëindigd\n"
                      : "deze synchronisatie is niet bekend; zie sync list\n");
    return 1;
  }
  std::cout << "synchronisatie " << options.id << ": " << store::find_run(*sql, options.id)->state << '\n';
  return 0;
}

/// How complete each gemeente is, and the exceptions.
int show_completeness(const Telling& options) {
  const auto config = load(options.config);
  const auto sql = config ? open_store(*config) : nullptr;
  if (!sql) return 2;
  const auto now = SystemClock().now();
  boost::json::array gemeenten;
  for (const auto& tenant : config->tenants) {
    const auto assurance = schedule::assurance_of(*sql, tenant.oin.digits(), now);
    if (options.json) {
      gemeenten.emplace_back(schedule::assurance_to_json(tenant.gemeentecode, assurance));
      continue;
    }
    std::cout << tenant.gemeentecode << ' ' << tenant.naam << ": ";
    if (assurance.hours)
      std::cout << "geen gebeurtenis van langer dan " << *assurance.hours << " uur geleden kan zijn gemist\n";
    else if (assurance.nobody)
      std::cout << "nog geen dossiers\n";
    else
      std::cout << "nog niet volledig: niet iedere vraag is over iedereen al eens beantwoord\n";
    if (assurance.herstel)
      std::cout << "  behalve wat binnenkwam na de back-up: "
                << schedule::text_of(*sql, *config, *assurance.herstel) << ". Zie store herstel\n";
    for (const auto& each : assurance.resources)
      if (each.never > 0 || each.failing > 0)
        std::cout << "  " << padded(each.resource, 30) << each.never << " nooit beantwoord, " << each.failing
                  << " laatst mislukt\n";
  }
  if (options.json) std::cout << boost::json::serialize(gemeenten) << '\n';
  return 0;
}

}  // namespace

void add_sync(Commands& program) {
  auto sync = program.group("sync", "synchronisatie met DUO en de BRP");
  const auto [now, into] =
      sync.add<NewRun>("run", "vraagt nu opnieuw naar iedereen, en volgt dat", start_run);
  now->add_option("FEED", into.feed, "de bron")->check(CLI::IsMember({"duo", "brp"}));
  now->add_option("--gemeente", into.gemeente, "gemeentecode of OIN");
  now->add_option("--resource", into.resources, "alleen deze resources");
  now->add_option("--person", into.persons, "alleen deze personen (BSN)");
  sync.add_telling("list", "de laatste synchronisaties", list_runs);
  sync.add_telling("status", "hoe volledig elke gemeente is", show_completeness);
  for (const auto& [name, help, wanted] :
       {std::tuple{"pause", "vraagt voorlopig niets meer", schedule::Change::pause},
        std::tuple{"resume", "gaat verder", schedule::Change::resume},
        std::tuple{"cancel", "beëindigt een synchronisatie", schedule::Change::cancel}}) {
    const auto [command, which] =
        sync.add<One>(name, help, [to = wanted](const One& options) { return change_run(options, to); });
    command->add_option("ID", which.id, "zie sync list")->required();
  }
}

}  // namespace inburgering::gateway::cli
