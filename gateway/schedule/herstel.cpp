#include "gateway/schedule/herstel.h"

#include <algorithm>

#include "gateway/config/askable.h"
#include "gateway/log/exchange_log.h"
#include "gateway/log/forget.h"
#include "gateway/log/security.h"
#include "gateway/schedule/runs.h"
#include "gateway/schedule/synchroniser.h"
#include "gateway/store/own_key.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::schedule {
namespace {

std::string moment_text(Milliseconds moment) {
  return schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(moment))).text();
}

constexpr std::string_view schedule_name = "herstel";

bool has_brp(const config::Config& config, const config::Tenant& tenant) {
  return config::brp_of(config, tenant.gemeentecode) != nullptr;
}

/// About everyone, what DUO and a BRP can be asked.
void ask_anew(store::Session& sql, const config::Config& config, const store::Sealing& sealing) {
  for (const auto& tenant : config.tenants) {
    store::SyncRun run;
    run.id = uuid7(sealing.surroundings);
    run.schedule = std::string(schedule_name);
    run.tenant = tenant.oin.digits();
    const auto duo = config::duo_questions();
    run.resources = {duo.begin(), duo.end()};
    if (has_brp(config, tenant)) run.resources.emplace_back(config::vragen::persoon);
    run.started = milliseconds(sealing.surroundings.clock.now());
    open_run(sql, run);
  }
}

/// Of those that were begun when it was taken up: how far they are, all gemeenten together.
struct Asking {
  bool brp = false;  ///< not DUO alone
  std::int64_t done = 0, total = 0, failed = 0;
  int open = 0, paused = 0, cancelled = 0;
};
Asking asking_of(store::Session& sql, const config::Config& config) {
  Asking asking;
  for (const auto& tenant : config.tenants) {
    const auto run = store::last_run(sql, schedule_name, tenant.oin.digits());
    if (!run) continue;
    asking.brp =
        asking.brp || std::ranges::find(run->resources, config::vragen::persoon) != run->resources.end();
    const auto sum = sum_of(store::counts_of(sql, run->id));
    asking.done += sum.asked;
    asking.failed += sum.failed;
    asking.total += run->total;
    asking.open += store::is_open(*run) ? 1 : 0;
    asking.paused += run->state == store::run_state::paused ? 1 : 0;
    asking.cancelled += run->state == store::run_state::cancelled ? 1 : 0;
  }
  return asking;
}

/// Whom the gateway asks, or asked, for what is missing.
std::string asked_text(store::Session& sql, const config::Config& config, const store::Herstel& herstel) {
  if (herstel.taken_up == 0) {
    const bool brp =
        std::ranges::any_of(config.tenants, [&](const auto& tenant) { return has_brp(config, tenant); });
    return std::string("De gateway is sindsdien nog niet gestart: bij de start vraagt zij ") +
           (brp ? "DUO en de BRP" : "DUO") + " opnieuw naar wie al bekend was";
  }
  const auto asking = asking_of(sql, config);
  const std::string whom = asking.brp ? "DUO en de BRP" : "DUO";
  const auto far = std::to_string(asking.done) + " van " + std::to_string(asking.total) + " vragen";
  if (asking.open > 0)
    return "Over wie al bekend was " + std::string(asking.brp ? "worden " : "wordt ") + whom +
           " opnieuw gevraagd: " + far + " beantwoord" +
           (asking.paused > 0 ? ", en dat is gepauzeerd (sync resume)" : " (sync list)");
  if (asking.cancelled > 0)
    return "Het opnieuw vragen aan " + whom + " is geannuleerd na " + far + ": doe het alsnog met sync run";
  if (asking.failed > 0)
    return whom + (asking.brp ? " zijn" : " is") + " opnieuw gevraagd over wie al bekend was; " +
           std::to_string(asking.failed) + " van " + std::to_string(asking.total) +
           " vragen mislukten: vraag opnieuw met sync run";
  return "Over wie al bekend was " + std::string(asking.brp ? "zijn " : "is ") + whom + " opnieuw gevraagd";
}

/// What was asked after a former one says nothing of it any more.
bool is_newest(store::Session& sql, const store::Herstel& herstel) {
  return store::herstellen(sql).front().number == herstel.number;
}

}  // namespace

std::string text_of(store::Session& sql, const config::Config& config, const store::Herstel& herstel) {
  return "de opslag is op " + moment_text(herstel.put_back) + " teruggezet naar een back-up van " +
         moment_text(herstel.made) +
         ". Wat DUO, de BRP en taalscholen daartussen aanleverden staat hier niet" +
         (is_newest(sql, herstel) ? ". " + asked_text(sql, config, herstel) : "");
}

bool take_up_herstel(store::Session& sql, const config::Config& config, const store::Sealing& sealing) {
  const auto all = store::herstellen(sql);
  if (all.empty() || all.front().taken_up != 0) return false;
  const auto& herstel = all.front();
  const auto dark = log::forget_dark(sql, sealing);
  const auto passed = store::pass_over(sql, herstel.put_back);
  ask_anew(sql, config, sealing);
  store::set_taken_up(sql, herstel.number, milliseconds(sealing.surroundings.clock.now()));
  auto entry =
      log::new_entry(sealing.surroundings, log::direction::in, log::feed::gateway, log::kind::store_put_back);
  entry.outcome = log::outcome::verwerkt;
  entry.reference = herstel.backup;
  entry.faults = {
      {"", "herstel",
       text_of(sql, config, store::herstellen(sql).front()) +
           ". In de back-up stond het logboek tot en met regel " + std::to_string(herstel.log_seq) +
           "; nummers gaan verder na " + std::to_string(passed.last) + "; " +
           schemas::counted(passed.again, "wachtende gebeurtenis gaat", "wachtende gebeurtenissen gaan") +
           " als herhaling; van " + schemas::counted(passed.meldingen, "melding", "meldingen") +
           " wordt DUO eerst gevraagd of die er al is; " + schemas::counted(dark, "dossier", "dossiers") +
           " van wie sindsdien is verwijderd weer verwijderd"}};
  log::append(sql, entry);
  return true;
}

}  // namespace inburgering::gateway::schedule
