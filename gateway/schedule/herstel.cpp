#include "gateway/schedule/herstel.h"

#include <algorithm>

#include "gateway/config/askable.h"
#include "gateway/log/exchange_log.h"
#include "gateway/log/forget.h"
#include "gateway/log/security.h"
#include "gateway/schedule/synchroniser.h"
#include "gateway/store/own_key.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::schedule {
namespace {

std::string moment_text(Milliseconds moment) {
  return schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(moment))).text();
}

/// About everyone, what DUO and a BRP can be asked.
void ask_anew(store::Session& sql, const config::Config& config, const store::Sealing& sealing) {
  for (const auto& tenant : config.tenants) {
    store::SyncRun run;
    run.id = uuid7(sealing.surroundings);
    run.schedule = "herstel";
    run.tenant = tenant.oin.digits();
    const auto duo = config::duo_questions();
    run.resources = {duo.begin(), duo.end()};
    const bool has_brp = std::ranges::any_of(config.brp, [&](const auto& brp) {
      return std::ranges::any_of(
          brp.gemeenten, [&](const auto& code) { return code == "*" || code == tenant.gemeentecode; });
    });
    if (has_brp) run.resources.emplace_back("brp-persoon");
    run.started = milliseconds(sealing.surroundings.clock.now());
    open_run(sql, run);
  }
}

}  // namespace

std::string text_of(const store::Herstel& herstel) {
  return "de opslag is op " + moment_text(herstel.put_back) + " teruggezet naar een back-up van " +
         moment_text(herstel.made) +
         ". Wat DUO, de BRP en taalscholen daartussen aanleverden staat hier niet; over wie al bekend was "
         "zijn DUO en de "
         "BRP opnieuw gevraagd";
}

bool take_up_herstel(store::Session& sql, const config::Config& config, const store::Sealing& sealing) {
  const auto all = store::herstellen(sql);
  if (all.empty() || all.front().taken_up != 0) return false;
  const auto& herstel = all.front();
  const auto dark = log::forget_dark(sql, sealing);
  const auto passed = store::pass_over(sql, herstel.put_back);
  auto entry =
      log::new_entry(sealing.surroundings, log::direction::in, log::feed::gateway, log::kind::store_put_back);
  entry.outcome = log::outcome::verwerkt;
  entry.reference = herstel.backup;
  entry.faults = {
      {"", "herstel",
       text_of(herstel) + ". In de back-up stond het logboek tot en met regel " +
           std::to_string(herstel.log_seq) + "; nummers gaan verder na " + std::to_string(passed.last) +
           "; " +
           schemas::counted(passed.again, "wachtende gebeurtenis gaat", "wachtende gebeurtenissen gaan") +
           " als herhaling; van " + schemas::counted(passed.meldingen, "melding", "meldingen") +
           " wordt DUO eerst gevraagd of die er al is; " + schemas::counted(dark, "dossier", "dossiers") +
           " van wie sindsdien is verwijderd weer verwijderd"}};
  log::append(sql, entry);
  ask_anew(sql, config, sealing);
  store::set_taken_up(sql, herstel.number, milliseconds(sealing.surroundings.clock.now()));
  return true;
}

}  // namespace inburgering::gateway::schedule
